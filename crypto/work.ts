/** One try at the work that writing without an account costs (PROTOCOL §10): hashes of hashes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from './bytes.ts';

interface WorkParameters {
  readonly algorithm: string;
  /** Hashes of one try. */
  readonly cost: number;
}

/**
 * As `solveChallenge` of altcha-lib asks for it. What it brings along for pages waits for the browser at each hash, which
 * takes ten times as long: whoever means harm would not.
 * @returns the last hash
 * @throws RangeError for another hash than SHA-256
 */
export async function deriveWork(
  { algorithm, cost }: WorkParameters,
  salt: Uint8Array,
  password: Uint8Array,
) {
  if (algorithm !== 'SHA-256') throw new RangeError(algorithm);
  let derivedKey = sha256(concat(salt, password));
  for (let i = 1; i < cost; i++) derivedKey = sha256(derivedKey);
  return { parameters: {}, derivedKey };
}
