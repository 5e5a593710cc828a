/** Has keyrings written down, as often for everybody: when somebody saved something does not show. */
import type { Context } from '../instance/context.ts';
import { writeDownKeyrings } from '../keyrings/keyrings.ts';
import { logFailure } from '../operator/console.ts';

/** Milliseconds between rounds of writing keyrings down, whatever happens: what a breakdown may lose of them. */
const INTERVAL = 5 * 60 * 1000;

export interface WritingDown {
  /** Begins no further round. */
  end(): void;
  /** Writes down what waits. */
  now(): Promise<void>;
}

export function keepWritingDown(context: Context): WritingDown {
  const now = () => writeDownKeyrings(context).catch((error: unknown) => logFailure(error, 'keyrings'));
  const timer = setInterval(() => void now(), INTERVAL);
  return { end: () => clearInterval(timer), now };
}
