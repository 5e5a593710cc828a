/** Has decoys made, each after a random pause. What is made, and when: `server/decoys/`. */
import { makeDecoyEvent, nextPause } from '../decoys/decoys.ts';
import type { Context } from '../instance/context.ts';
import { logFailure } from '../operator/console.ts';

/** Milliseconds until the next try where it can't even be said when. */
const AFTER_FAILURE = 60 * 60 * 1000;

/** Longest timer Node has, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Makes decoys, each after a random pause, until stopped. */
export function keepMakingDecoys(context: Context): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const failed = (error: unknown): void => {
    if (!stopped) logFailure(error, 'decoys');
  };
  // What fails once does not end them: a line without decoys tells officers which cases are real.
  const plan = async (): Promise<void> => {
    const pause = await nextPause(context).catch((error: unknown) => {
      failed(error);
      return AFTER_FAILURE;
    });
    if (!stopped) timer = setTimeout(() => void run(), Math.min(pause, LONGEST_TIMER));
  };
  const run = async (): Promise<void> => {
    await makeDecoyEvent(context).catch(failed);
    await plan();
  };
  void plan();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
