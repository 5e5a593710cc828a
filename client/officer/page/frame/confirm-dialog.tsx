import type { ComponentChildren } from 'preact';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { Dialog } from './dialog.tsx';
import type { CasesProgress } from '../../worker/case/go-through.ts';
import type { Task } from './task.ts';

/** Asks before something is done, and stays until it is. */
export function ConfirmDialog(props: {
  title: string;
  task: Task;
  /** What the button that does it says. */
  action: string;
  /** Said while it is done. */
  working: string;
  /** How far it is, where it goes through many cases. */
  progress?: CasesProgress | null | undefined;
  /** Why it can't be done; there is no button then. */
  hindrance?: string | undefined;
  /** What is said of a failure, where it is another sentence than everywhere. */
  failure?: string | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  children: ComponentChildren;
}) {
  const { title, task, action, working, progress, hindrance, onConfirm, onCancel, children } = props;
  const failure = task.failure && (props.failure ?? t(`failure.${task.failure}`));
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
        {failure !== null && (
          <Notice kind="danger" title={t('failure.title')}>
            {failure}
          </Notice>
        )}
        {task.busy && <Progress label={working} {...progress} />}
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
