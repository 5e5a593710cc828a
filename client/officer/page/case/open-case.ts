import { useCallback, useEffect, useState } from 'preact/hooks';
import { failureOf } from '../../../calls/failure.ts';
import type { OpenCase } from '../../worker/case/casework.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';
import { isPassing } from './trouble.tsx';

/** Reads a case, again and again, and writes to it. */
export function useOpenCase(session: LinkedSession, id: string) {
  const [view, setView] = useState<OpenCase | null>(null);
  const { busy, failure, run } = useTask();
  const read = useCallback(async () => {
    const opened = await run(async () => {
      try {
        return await session.cases.open(id);
      } catch (error) {
        // What can no longer be read, or trusted, does not stay on the page, also while it is tried again.
        if (!isPassing(failureOf(error))) setView(null);
        throw error;
      }
    });
    if (opened !== undefined) setView(opened);
  }, [run, session, id]);
  useEffect(() => void read(), [read]);

  /** Writing that fails may mean that the case can no longer be read: reading says so. */
  const write = async (work: () => Promise<OpenCase>) => {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(failureOf(error))) void read();
      throw error;
    }
  };
  return { view, setView, busy, failure, read, write };
}
