/**
 * Ed25519 signatures, each in a domain that says what is being said.
 *
 * A signature is over the domain and framed fields (`frame.ts`), never over text that is written out anew. The
 * same key signs entries, directories and requests without any of these ever being taken for another.
 */
import { typed, type Signature, type SigningPublicKey, type SigningSeed } from './bytes.ts';
import { frame } from './frame.ts';
import { sodium } from './sodium.ts';

/**
 * What may be signed. One domain, one meaning: the challenge that is signed at a sign-in is the server's, which could
 * else have an entry signed with it.
 */
export type SignatureDomain =
  | 'sotto/entry/v1'
  | 'sotto/directory/v1'
  | 'sotto/stamp/v1'
  | 'sotto/request/v1'
  | 'sotto/sign-in/v1'
  | 'sotto/unlock-change/v1'
  | 'sotto/unlock-set/v1'
  | 'sotto/authority/v1'
  | 'sotto/share-set/v1'
  | 'sotto/share-set-store/v1'
  | 'sotto/share-answer/v1'
  | 'sotto/recovery-ask/v1'
  | 'sotto/recovery-read/v1'
  | 'sotto/recovery-answer/v1'
  | 'sotto/recovery-done/v1'
  | 'sotto/proof/v1';

/** The Ed25519 public key of a seed. */
export function signingPublicKey(seed: SigningSeed): SigningPublicKey {
  return typed('SigningPublicKey', sodium.crypto_sign_seed_keypair(seed).publicKey);
}

/** Ed25519 over the framed fields. */
export function sign(seed: SigningSeed, domain: SignatureDomain, ...fields: Uint8Array[]): Signature {
  const signer = signerOf(seed);
  try {
    return signer.sign(domain, ...fields);
  } finally {
    signer.wipe();
  }
}

/** Signs many times with one key, which is half the work of `sign`. Whoever makes one wipes it. */
export interface Signer {
  sign(domain: SignatureDomain, ...fields: Uint8Array[]): Signature;
  wipe(): void;
}

export function signerOf(seed: SigningSeed): Signer {
  const { privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return {
    sign: (domain, ...fields) =>
      typed('Signature', sodium.crypto_sign_detached(frame(domain, ...fields), privateKey)),
    wipe: () => sodium.memzero(privateKey),
  };
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
