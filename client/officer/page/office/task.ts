/** Publishing from the office page: the view that follows, and what went wrong. */
import { useCallback, useState } from 'preact/hooks';
import { failureOf } from '../../../calls/failure.ts';
import type { OfficeDraft, OfficeView } from '../../worker/office/view.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask, type Task } from '../frame/task.ts';

export interface OfficeTask {
  readonly session: LinkedSession;
  readonly view: OfficeView;
  readonly task: Task;
  /** Takes a view that came by another way than publishing. */
  readonly show: (view: OfficeView) => void;
  /** @returns whether it was published. After a conflict the newest version is shown, and nothing is lost. */
  readonly publish: (draft: OfficeDraft) => Promise<boolean>;
}

export function useOffice(session: LinkedSession, first: OfficeView): OfficeTask {
  const [view, show] = useState(first);
  const task = useTask();
  const { run } = task;
  const publish = useCallback(
    async (draft: OfficeDraft) => {
      const next = await run(async () => {
        try {
          return await session.office.publish(draft);
        } catch (error) {
          if (failureOf(error) === 'conflict') show(await session.office.view());
          throw error;
        }
      });
      if (next !== undefined) show(next);
      return next !== undefined;
    },
    [run, session],
  );
  return { session, view, task, show, publish };
}
