/** What the server does by the clock, without being asked: each thing in a file beside this one, which says how often. */
import type { Context } from '../instance/context.ts';
import { keepMakingDecoys } from './decoys.ts';
import { keepTidying } from './housekeeping.ts';
import { keepWritingDown } from './keyrings.ts';
import { keepClosing } from './log-closing.ts';
import { keepStirring } from './stirring.ts';

export interface Timers {
  /** For while connections are closed: what is under way goes on, and nothing else is begun. */
  beginNothing(): void;
  /** Does a last time what may not wait for another start. Resolves when nothing is under way. */
  stop(): Promise<void>;
}

export async function startTimers(context: Context): Promise<Timers> {
  const tidying = await keepTidying(context);
  const closing = await keepClosing(context);
  const writingDown = keepWritingDown(context);
  const stirring = keepStirring(context.db);
  const decoys = keepMakingDecoys(context);
  return {
    beginNothing: () => {
      tidying.end();
      writingDown.end();
      decoys.stop();
    },
    stop: async () => {
      await closing.stop();
      await writingDown.now();
      await stirring.stop();
    },
  };
}
