/** Has the log closed when a day is over, and at every start for what is over since. */
import type { Context } from '../instance/context.ts';
import { logFailure } from '../operator/console.ts';
import { closeLog } from '../log/closing.ts';

/** Milliseconds between two looks whether another day has begun. */
const LOOK = 60_000;

/** Closes what is over, and goes on doing so. Resolves after the first time. */
export async function keepClosing(context: Context): Promise<{ stop(): Promise<void> }> {
  let running: Promise<void> = Promise.resolve();
  const close = () =>
    (running = running.then(async () => {
      await closeLog(context).catch((error: unknown) => logFailure(error, 'closing of the log'));
    }));
  await close();
  const timer = setInterval(() => void close(), LOOK);
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
