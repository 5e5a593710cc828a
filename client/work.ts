/** Solving the server's challenge: what writing costs those who have no account. */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/sha';
import type { Challenge, Work } from '../server/api/anyone.ts';
import { ApiError } from './api.ts';

/** Milliseconds after which a challenge counts as too hard for this device. */
const PATIENCE = 10 * 60 * 1000;

/** @throws ApiError `work-refused` when no answer was found in time */
export async function solve(challenge: Challenge): Promise<Work> {
  const solution = await solveChallenge({ challenge, deriveKey, timeout: PATIENCE });
  if (solution === null) throw new ApiError('work-refused');
  return { challenge, counter: solution.counter, derivedKey: solution.derivedKey };
}
