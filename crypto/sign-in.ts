/**
 * Signing in with a key instead of a secret the server could learn (PROTOCOL §9).
 *
 * What a person signs in with gives a signing key, of which the server keeps the public half. The server asks
 * with a challenge of its own that is good for a few minutes, and the answer is a signature over it. What is
 * heard on the way is of no use later, and a copy of the database signs nobody in.
 */
import {
  utf8,
  type AccountId,
  type InstanceId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { sign, verify } from './signature.ts';

/** @param challenge the server's, as it sent it */
export function signSignIn(
  seed: SigningSeed,
  instance: InstanceId,
  account: AccountId,
  challenge: string,
): Signature {
  return sign(seed, 'sotto/sign-in/v1', instance, account, utf8(challenge));
}

/**
 * The server verifies a key of its own making for an account that does not exist, so that wrong and unknown
 * take the same work.
 */
export function verifySignIn(
  key: SigningPublicKey,
  signature: Signature,
  instance: InstanceId,
  account: AccountId,
  challenge: string,
): boolean {
  return verify(key, signature, 'sotto/sign-in/v1', instance, account, utf8(challenge));
}
