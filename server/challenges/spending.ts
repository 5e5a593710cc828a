/** Challenges that were used, with work or by a passkey, so that none is used twice. */
import { equal, LENGTH, utf8, type Hash } from '../../crypto/bytes.ts';
import { sodium } from '../../crypto/sodium.ts';
import { LIMITS } from '../api/limits.ts';
import type { Context } from '../instance/context.ts';
import { hourOf, type Kind } from '../instance/passing-store.ts';

export interface Spent {
  /** What makes the challenge this server's, which names it. */
  readonly challenge: string;
  /** Milliseconds since 1970 at which it expires. */
  readonly expires: number;
}

const SPENT: Kind = { purpose: 'spent', size: LENGTH.Hash };

/** @param on what it is spent on, where that matters. @returns false when it was used before */
export function spend(context: Context, { challenge, expires }: Spent, on?: Hash): Promise<boolean> {
  return context.passing.add(SPENT, utf8(challenge), on ?? new Uint8Array(0), hourOf(expires));
}

/**
 * Spends a challenge for a write. Where nothing came of it, the challenge is good again. It is good as well for the same
 * bytes that came twice at one instant: either may be the first to be written.
 * @param on hash of what is written
 * @param write told whether the challenge was good, which it asks only once it has something to write; gives whether
 * it wrote
 */
export async function spendFor<T>(
  context: Context,
  spent: Spent,
  on: Hash,
  write: (isGood: boolean) => Promise<T>,
  wrote: (outcome: T) => boolean,
): Promise<T> {
  const isFirst = await spend(context, spent, on);
  const before = isFirst ? undefined : await context.passing.read(SPENT, utf8(spent.challenge));
  let isSpent = false;
  try {
    const outcome = await write(isFirst || (before !== undefined && equal(before.value, on)));
    isSpent = wrote(outcome);
    return outcome;
  } finally {
    if (isFirst && !isSpent) await context.passing.remove(SPENT, utf8(spent.challenge));
  }
}

/** For what is written without work: as much is spent for it, or the difference would say what cost work. */
export async function spendNothing(context: Context): Promise<void> {
  const challenge = sodium.to_hex(crypto.getRandomValues(new Uint8Array(32)));
  await spend(context, { challenge, expires: context.now() + LIMITS.challengeSeconds * 1000 });
}
