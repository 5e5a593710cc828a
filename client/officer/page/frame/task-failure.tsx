import { t } from '../../../messages/messages.ts';
import type { FailureCode } from '../../../calls/failure.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { Task } from './task.ts';

/** What a task failed with, if it did. @param said for failures that mean something of their own on this screen */
export function TaskFailure(props: {
  task: Pick<Task, 'failure'>;
  said?: Readonly<Partial<Record<FailureCode, string>>>;
}) {
  const { task, said = {} } = props;
  const { failure } = task;
  if (failure === null) return null;
  return (
    <Notice kind="danger" title={t('failure.title')}>
      {said[failure] ?? t(`failure.${failure}`)}
    </Notice>
  );
}
