/** The list of cases on the page: at once as the keyring has it, then brought up to date again and again. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { utcToday } from '../case/days.ts';
import type { FailureCode } from '../failure.ts';
import type { SyncProgress } from './inbox.ts';
import type { InboxCase } from './inbox-case.ts';
import type { LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';

/** Milliseconds between two quiet looks for something new, while the page is on screen. */
const QUIET = 60_000;

export interface SyncedInbox {
  /** Null until the first list is there. */
  readonly cases: readonly InboxCase[] | null;
  /** Whether somebody waits for what is being looked for. */
  readonly busy: boolean;
  readonly progress: SyncProgress | null;
  readonly failure: FailureCode | null;
  /** The UTC day deadlines are counted from. */
  readonly today: string;
  readonly refresh: () => void;
}

/** @param before what was on the page before a case was opened */
export function useSyncedInbox(
  session: LinkedSession,
  before: readonly InboxCase[] | null,
  onSynced: () => void,
): SyncedInbox {
  const [cases, setCases] = useState(before);
  const [quiet, setQuiet] = useState(false);
  const [looked, setLooked] = useState(false);
  const [progress, setProgress] = useState<SyncProgress | null>(null);
  const [today, setToday] = useState(utcToday);
  const { busy, failure, run } = useTask();

  const look = useCallback(async () => {
    setToday(utcToday());
    const fresh = await run(async () => {
      const known = await session.inbox.known();
      if (known.length > 0) setCases(known);
      let next = Math.max(1, 2 * known.length);
      let isOver = false;
      // The newest are shown while older ones are tried: each time there are twice as many, which costs little.
      const onProgress = async (now: SyncProgress) => {
        setProgress(now);
        if (now.read < next || isOver) return;
        next = 2 * now.read;
        const found = await session.inbox.known();
        if (!isOver) setCases(found);
      };
      try {
        return await session.inbox.sync((now) => void onProgress(now).catch(() => undefined));
      } finally {
        isOver = true;
      }
    });
    setLooked(true);
    setProgress(null);
    if (fresh === undefined) return;
    setCases(fresh);
    onSynced();
  }, [run, session, onSynced]);

  useEffect(() => {
    void look();
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      setQuiet(true);
      void look();
    }, QUIET);
    return () => clearInterval(timer);
  }, [look]);

  const refresh = () => {
    setQuiet(false);
    void look();
  };
  // Until the first look is over nobody knows whether the list is up to date: not even as the page is first painted.
  return {
    cases,
    busy: (busy || !looked) && !quiet,
    progress: quiet ? null : progress,
    failure,
    today,
    refresh,
  };
}
