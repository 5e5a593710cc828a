import type { ComponentChildren } from 'preact';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { Dialog } from './dialog.tsx';
import type { Task } from './task.ts';

/** Asks before something of the office is changed, and stays until it is. */
export function OfficeConfirm(props: {
  title: string;
  task: Task;
  /** What the button that does it says. */
  action?: string;
  /** Why it can't be done; there is no button then. */
  hindrance?: string | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  children: ComponentChildren;
}) {
  const { title, task, action = t('office.publish'), hindrance, onConfirm, onCancel, children } = props;
  return (
    <Dialog title={title} onClose={onCancel}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        {children}
        {hindrance !== undefined && <Notice kind="warning">{hindrance}</Notice>}
        <OfficeFailure task={task} />
        {task.busy && <Progress label={t('office.publishing')} />}
        <div class="actions">
          {hindrance === undefined && (
            <Button type="submit" busy={task.busy}>
              {action}
            </Button>
          )}
          <Button kind="secondary" onClick={onCancel}>
            {t('office.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
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
