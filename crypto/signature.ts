import { typed, type Signature, type SigningPublicKey, type SigningSeed } from './bytes.ts';
import { frame } from './frame.ts';
import { sodium } from './sodium.ts';

/** What may be signed. One domain, one meaning. */
export type SignatureDomain =
  | 'sotto/entry/v1'
  | 'sotto/directory/v1'
  | 'sotto/stamp/v1'
  | 'sotto/request/v1'
  | 'sotto/sign-in/v1'
  | 'sotto/authority/v1';

/** The Ed25519 public key of a seed. */
export function signingPublicKey(seed: SigningSeed): SigningPublicKey {
  return typed('SigningPublicKey', sodium.crypto_sign_seed_keypair(seed).publicKey);
}

/** Ed25519 over the framed fields. */
export function sign(seed: SigningSeed, domain: SignatureDomain, ...fields: Uint8Array[]): Signature {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  try {
    return typed('Signature', sodium.crypto_sign_detached(frame(domain, ...fields), pair.privateKey));
  } finally {
    sodium.memzero(pair.privateKey);
  }
}

/** Whether `signature` is by `key` over exactly these fields in this domain. */
export function verify(
  key: SigningPublicKey,
  signature: Signature,
  domain: SignatureDomain,
  ...fields: Uint8Array[]
): boolean {
  return sodium.crypto_sign_verify_detached(signature, frame(domain, ...fields), key);
}
