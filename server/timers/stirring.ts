/**
 * Has what was written stirred at every quiet moment, so that a copy of the database tells nothing of the order in
 * which it came; and from time to time where there is none.
 */
import { changesOf, hasWritten } from '../../db/unsettled.ts';
import { stir } from '../../db/stir.ts';
import type { Database } from '../../db/tables.ts';
import { logFailure } from '../operator/console.ts';

/** Milliseconds between two looks. */
const LOOK = 250;
/** Milliseconds without a write that are a quiet moment. */
const QUIET = 1000;
/** Milliseconds after which as few writes as an office's own are stirred though they go on, and any number. */
const GOING_ON = 3000;
const AT_LAST = 60_000;
/** Changes of rows that are few: those of some writes in a second. */
const FEW = 400;
/** How many times longer than stirring it rests, so that stirring takes a small part of the time. */
const REST = 10;
/** Milliseconds after which it is tried again where it failed. */
const AGAIN = 10_000;

export interface Stirring {
  /** Stirs a last time. Resolves when nothing more is under way. */
  stop(): Promise<void>;
}

export function keepStirring(db: Database): Stirring {
  let seen = changesOf(db);
  let settled = seen;
  let changedAt = 0;
  let since: number | null = 0;
  let restUntil = 0;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    const began = performance.now();
    const failed = await stir(db).then(
      () => false,
      (error: unknown) => {
        logFailure(error, 'stirring');
        return true;
      },
    );
    const ended = performance.now();
    restUntil = ended + REST * (ended - began);
    seen = settled = changesOf(db);
    // What came while others were stirred was not, and nothing else may come for long.
    since = hasWritten(db) ? ended : null;
    changedAt = failed ? ended + AGAIN : ended;
    running = null;
  };
  const look = (): void => {
    const now = performance.now();
    const changes = changesOf(db);
    if (changes !== seen) {
      since ??= now;
      seen = changes;
      changedAt = now;
    }
    if (since === null || running !== null) return;
    const isQuiet = now - changedAt >= QUIET;
    const goesOn = now - since >= GOING_ON && now >= changedAt && changes - settled < FEW && now >= restUntil;
    if (isQuiet || goesOn || now - since >= AT_LAST) running = run();
  };
  const timer = setInterval(look, LOOK);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      await run();
    },
  };
}
