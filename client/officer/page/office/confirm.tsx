import type { ComponentChildren } from 'preact';
import { t } from '../../../messages/messages.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import type { Task } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

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
export function OfficeFailure({ task }: { task: Task }) {
  return <TaskFailure task={task} said={{ conflict: t('office.conflict') }} />;
}
