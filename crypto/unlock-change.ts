/**
 * Putting another way to unlock in the place of one (PROTOCOL §9): asked for with a key, not with a session
 * alone.
 *
 * Whoever takes a signed-in computer, or a cookie, has a session and no secret. So the change is signed with
 * the sign-in key of a way to unlock that works now, over everything that is to be in force and the challenge
 * of this session.
 */
import {
  utf8,
  type AccountId,
  type BoxBytes,
  type InstanceId,
  type Salt,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { sign, verify } from './signature.ts';

export interface UnlockChange {
  readonly instance: InstanceId;
  readonly account: AccountId;
  /** Which way to unlock is replaced. */
  readonly method: string;
  /** Of the new passphrase; null for words, which need none. */
  readonly salt: Salt | null;
  readonly signInKey: SigningPublicKey;
  readonly wrappedKey: BoxBytes;
  /** The session's, as the server sent it. */
  readonly challenge: string;
}

/** @param seed of the sign-in key of any way to unlock that still works */
export function signUnlockChange(seed: SigningSeed, change: UnlockChange): Signature {
  return sign(seed, 'sotto/unlock-change/v1', ...fieldsOf(change));
}

/** With the sign-in key of any way to unlock that the account has. */
export function verifyUnlockChange(
  key: SigningPublicKey,
  signature: Signature,
  change: UnlockChange,
): boolean {
  return verify(key, signature, 'sotto/unlock-change/v1', ...fieldsOf(change));
}

/** In one place, so that what is signed and what is verified cannot differ. */
function fieldsOf(change: UnlockChange): Uint8Array[] {
  const { instance, account, method, salt, signInKey, wrappedKey, challenge } = change;
  const fields = [instance, account, utf8(method), salt ?? new Uint8Array(), signInKey, wrappedKey];
  return [...fields, utf8(challenge)];
}
