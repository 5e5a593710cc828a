/** The list of cases on the page: at once as the keyring has it, then brought up to date again and again. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { todayBy, type Today } from '../../../case/kinds/days.ts';
import type { FailureCode } from '../../../calls/failure.ts';
import type { SyncProgress } from '../../worker/inbox/look.ts';
import type { Told } from '../../worker/session/inbox.ts';
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';

/** Milliseconds between two quiet looks for something new, while the page is on screen. */
const QUIET = 60_000;

export interface SyncedInbox {
  /** Null until the first list is there. */
  readonly cases: readonly InboxCase[] | null;
  /** Whether somebody waits for what is being looked for. */
  readonly busy: boolean;
  readonly progress: SyncProgress | null;
  readonly failure: FailureCode | null;
  /** Whether something that was kept of cases was lost, and was found again. */
  readonly isDamaged: boolean;
  /** The day deadlines are counted from. */
  readonly today: Today;
  /** Whether the server’s data was put back to an older state. */
  readonly isPutBack: boolean;
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
  const [told, setTold] = useState<Told>({ day: null, isPutBack: false });
  const [isDamaged, setIsDamaged] = useState(false);
  const { busy, failure, run } = useTask();

  const look = useCallback(async () => {
    const fresh = await run(async () => {
      setTold(await session.inbox.told());
      try {
        return await syncShowing(session, setCases, setProgress);
      } catch (error) {
        // What was kept of other looks came meanwhile, and is all there is.
        const kept = await session.inbox.kept();
        if (kept.length > 0) setCases(kept);
        throw error;
      } finally {
        setTold(await session.inbox.told());
      }
    });
    if (fresh !== undefined) setIsDamaged(await session.inbox.isDamaged());
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
    isDamaged,
    today: todayBy(told.day),
    isPutBack: told.isPutBack,
    refresh,
  };
}

/** Brings the inbox up to date, and shows what there is of it meanwhile. */
async function syncShowing(
  session: LinkedSession,
  show: (cases: readonly InboxCase[]) => void,
  onProgress: (progress: SyncProgress) => void,
): Promise<readonly InboxCase[]> {
  const kept = await session.inbox.kept();
  if (kept.length > 0) show(kept);
  let next = Math.max(1, 2 * kept.length);
  let isOver = false;
  // The newest are shown while older ones are tried: each time there are twice as many, which costs little.
  const showMore = async (now: SyncProgress) => {
    onProgress(now);
    if (now.read < next || isOver) return;
    next = 2 * now.read;
    const found = await session.inbox.kept();
    if (!isOver) show(found);
  };
  try {
    return await session.inbox.sync((now) => void showMore(now).catch(() => undefined));
  } finally {
    isOver = true;
  }
}
