/** Solving the server's challenge: what writing costs those who have no account. */
import { solveChallenge } from 'altcha-lib';
import { deriveWork } from '../../crypto/work.ts';
import type { Challenge, Work, writtenKinds } from '../../server/api/anyone.ts';
import { ApiError } from './api.ts';

/** Milliseconds after which a challenge counts as too hard for this device. */
const PATIENCE = 10 * 60 * 1000;

/** How often work is done anew, because it became more while it was done. */
const TRIES = 5;

/** @throws ApiError `work-refused` when no answer was found in time */
export async function solve(challenge: Challenge): Promise<Work> {
  const solution = await solveChallenge({ challenge, deriveKey: deriveWork, timeout: PATIENCE });
  if (solution === null) throw new ApiError('work-refused');
  return { challenge, counter: solution.counter, derivedKey: solution.derivedKey };
}

/** What to ask a challenge for. @param bytes how much is written, without what is around it */
export function workFor(kind: (typeof writtenKinds)[number], bytes: number) {
  return { for: kind, bytes: String(bytes) };
}

/**
 * Writes something that costs work.
 * @param ask gets a challenge, anew where work became more meanwhile
 * @param write gets the work, and may get it more than once
 */
export async function withWork<T>(
  ask: () => Promise<Challenge>,
  write: (work: Work) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const work = await solve(await ask());
    try {
      return await write(work);
    } catch (error) {
      const isMore = error instanceof ApiError && error.code === 'work-refused';
      if (!isMore || tries === TRIES) throw error;
    }
  }
}
