import { CryptoError, type CryptoErrorCode } from '../../crypto/errors.ts';

/** The code of what a call threw, or null when it threw nothing. Any other error goes on, and fails the test. */
export function codeOf(act: () => unknown): CryptoErrorCode | null {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return error.code;
  }
}
