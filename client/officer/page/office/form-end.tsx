import type { ComponentChildren } from 'preact';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { OfficeFailure } from './confirm.tsx';
import type { Task } from '../frame/task.ts';

/** The end of a form that publishes: what went wrong, what goes on, and the buttons, further ones last. */
export function OfficeFormEnd(props: {
  task: Task;
  /** Whether a dialog over the form says what went wrong. */
  isCovered?: boolean;
  onCancel: () => void;
  children?: ComponentChildren;
}) {
  const { task, isCovered = false, onCancel, children } = props;
  return (
    <>
      {!isCovered && <OfficeFailure task={task} />}
      {task.busy && <Progress label={t('office.publishing')} />}
      <div class="actions">
        <Button type="submit" busy={task.busy}>
          {t('office.publish')}
        </Button>
        <Button kind="secondary" onClick={onCancel}>
          {t('office.cancel')}
        </Button>
        {children}
      </div>
    </>
  );
}
