import type { ComponentChildren } from 'preact';
import { t } from '../messages/messages.ts';
import { Notice } from '../parts/notice.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Task } from './task.ts';

/** Asks before something of the office is changed. */
export function OfficeConfirm(props: {
  title: string;
  task: Task;
  action?: string;
  hindrance?: string | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  children: ComponentChildren;
}) {
  const { action = t('office.publish'), task } = props;
  const failure = task.failure === 'conflict' ? t('office.conflict') : undefined;
  return <ConfirmDialog {...props} action={action} working={t('office.publishing')} failure={failure} />;
}

/** What went wrong with publishing, if anything did. */
export function OfficeFailure({ task: { failure } }: { task: Task }) {
  if (failure === null) return null;
  return (
    <Notice kind="danger" title={t('failure.title')}>
      {failure === 'conflict' ? t('office.conflict') : t(`failure.${failure}`)}
    </Notice>
  );
}
