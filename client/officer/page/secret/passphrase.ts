/** The rule for a new passphrase. Argon2id makes each guess slow; length makes guesses many. */

/** Characters a passphrase has at least: four short words. */
export const LEAST_CHARACTERS = 14;

/** Different characters it has at least, so that `aaaaaaaaaaaaaa` is not one. */
const LEAST_DIFFERENT = 6;

export type PassphraseProblem = 'short' | 'simple' | 'differ';

/** Characters as a person counts them. */
export function lengthOf(passphrase: string): number {
  return Array.from(passphrase).length;
}

export function passphraseProblem(
  passphrase: string,
  again: string,
  accountName: string,
): PassphraseProblem | null {
  if (lengthOf(passphrase) < LEAST_CHARACTERS) return 'short';
  const plain = passphrase.toLowerCase();
  if (new Set(plain).size < LEAST_DIFFERENT || plain.trim() === accountName.trim().toLowerCase())
    return 'simple';
  return passphrase === again ? null : 'differ';
}
