/** Signing in with a key instead of a secret the server could learn (PROTOCOL §9). */
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

export function verifySignIn(
  key: SigningPublicKey,
  signature: Signature,
  instance: InstanceId,
  account: AccountId,
  challenge: string,
): boolean {
  return verify(key, signature, 'sotto/sign-in/v1', instance, account, utf8(challenge));
}
