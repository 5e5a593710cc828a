/** What a session can fail with, by code, so that it survives the way from a worker to a page. */
import { CryptoError, type CryptoErrorCode } from '../../crypto/errors.ts';
import { ApiError, type ApiErrorCode } from './api.ts';

export type FailureCode =
  | ApiErrorCode
  | CryptoErrorCode
  /** The directory the reporter saw is not one this office published. */
  | 'foreign-directory'
  /** An entry of the case cannot be read: nothing is written after it, and nothing decided. */
  | 'unreadable'
  /** There is more in a case than is read at once. */
  | 'too-long'
  /** The reporter left this person out: nobody can give them access. */
  | 'left-out'
  /** No custodian of the report is there any more. */
  | 'no-custodian'
  /** A name was given before, and is not exchanged. */
  | 'given'
  /** A custodian has decided, or disclosed, meanwhile. */
  | 'decided'
  /** The reporter may still object: nothing may be disclosed yet. */
  | 'not-due'
  /** The officer who asked reads the case no longer. */
  | 'asker-left'
  /** Somebody disclosed an identity against the rule. */
  | 'rule-broken'
  /** What was disclosed is not sealed to the officer who asked. */
  | 'not-for-you'
  /** This person may not write that in this case. */
  | 'not-allowed'
  /** Nobody would remain who can read. */
  | 'nobody-left'
  /** The secret does not open what is already here. */
  | 'wrong-secret'
  /** No passkey was used: refused by the person, out of time, or none here for this line. */
  | 'passkey-cancelled'
  /** This device has a passkey for this account already. */
  | 'passkey-known'
  /** The device or browser can't make or use a passkey that opens something (PRF). */
  | 'passkey-unfit'
  /** The browser allows no passkeys at this address. */
  | 'passkey-refused'
  /** The server has other keys of an invited person now than those whose words were compared. */
  | 'other-keys'
  /** The device gives no more of a file: it was moved, changed or deleted since it was chosen. */
  | 'unreadable-file'
  /** The device takes no more of a file: it is full, or its place is gone. */
  | 'not-saved'
  /** Whoever sends a file has stopped it; it can be gone on with. */
  | 'stopped'
  /** Not signed in, or locked. */
  | 'locked'
  /** Something no one foresaw. */
  | 'unexpected';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(code);
    this.code = code;
  }
}

export function failureOf(error: unknown): FailureCode {
  if (error instanceof Failure || error instanceof ApiError || error instanceof CryptoError)
    return error.code;
  return 'unexpected';
}
