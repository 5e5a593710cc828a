/** What time does to data: expired challenges, sessions and requests are forgotten. */
import { dayOf } from '../../crypto/stamp.ts';
import { forgetBlobs } from '../../db/blobs.ts';
import { forgetRecoveries } from '../../db/recoveries.ts';
import { earliestDayOfLast } from '../../db/turns.ts';
import type { Context } from '../instance/context.ts';
import { logFailure } from '../operator/console.ts';

/** Milliseconds between rounds. */
const INTERVAL = 60 * 60 * 1000;

/**
 * What has ended is deleted once as many turns began after it: a clock that jumps, and is put right within so many days,
 * deletes nothing.
 */
const TRUSTED_TURNS = 4;

/** Files that no entry names go with the second day after: whoever sends one has a day, and the night. */
const TURNS_OF_BLOBS = 2;

export async function tidy(context: Context): Promise<void> {
  const now = context.now();
  await context.passing.forget(now);
  await context.calendar.keep();
  const before = await earliestDayOfLast(context.db, TRUSTED_TURNS);
  const dayBefore = await earliestDayOfLast(context.db, TURNS_OF_BLOBS);
  await forgetBlobs(context.db, dayBefore !== null && dayBefore <= dayOf(now) ? dayBefore : undefined);
  if (before !== null && before <= dayOf(now)) await forgetRecoveries(context.db, before);
}

/** Tidies, and goes on doing so. Resolves after the first time. */
export async function keepTidying(context: Context): Promise<{ end(): void }> {
  const run = () => tidy(context).catch((error: unknown) => logFailure(error, 'housekeeping'));
  await run();
  const timer = setInterval(() => void run(), INTERVAL);
  return { end: () => clearInterval(timer) };
}
