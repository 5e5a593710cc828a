/** The passkeys of whoever is signed in, as the account page has them. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { OwnPasskeys } from '../../worker/account/own-passkeys.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask, type Task } from '../frame/task.ts';

export interface OwnPasskeysTask {
  /** Null until they have been read. */
  readonly own: OwnPasskeys | null;
  readonly task: Task;
  readonly show: (own: OwnPasskeys) => void;
  readonly read: () => void;
}

export function useOwnPasskeys(session: LinkedSession): OwnPasskeysTask {
  const [own, show] = useState<OwnPasskeys | null>(null);
  const task = useTask();
  const { run } = task;
  const read = useCallback(() => {
    void run(() => session.passkeys.list()).then((found) => found && show(found));
  }, [run, session]);
  useEffect(read, [read]);
  return { own, task, show, read };
}
