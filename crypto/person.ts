/**
 * The keys of an officer or custodian, all from one seed (PROTOCOL §4).
 *
 * One seed, so that there is one thing to lock away and one to bring back. From it follow, by libsodium's key
 * derivation under one context and a number each: 1 the signing key, 2 the key that others seal to, 3 the key
 * of the keyring, 4 the key of notes about the account. Public halves of the first two are in the directory;
 * nothing else ever leaves the person's worker.
 */
import {
  LENGTH,
  typed,
  type KemPublicKey,
  type KemSeed,
  type PersonId,
  type PersonSeed,
  type SealKey,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { signingPublicKey } from './signature.ts';
import { sodium } from './sodium.ts';

export interface PersonKeys {
  readonly signingSeed: SigningSeed;
  readonly signingPublicKey: SigningPublicKey;
  readonly kemSeed: KemSeed;
  readonly kemPublicKey: KemPublicKey;
  /** Seals the person's own keyring. */
  readonly keyringKey: SealKey;
  /** Seals what the person notes about the own account. */
  readonly accountKey: SealKey;
}

const KDF_CONTEXT = 'sottoper';

/** Made once, in the browser of whoever takes up an invitation or sets a line up. */
export function newPersonSeed(): PersonSeed {
  return typed('PersonSeed', sodium.randombytes_buf(LENGTH.PersonSeed));
}

/** Random, so that an id says nothing of its person, and stays when name or keys change. */
export function newPersonId(): PersonId {
  return typed('PersonId', sodium.randombytes_buf(LENGTH.PersonId));
}

/** The same keys from the same seed on every device. The numbers are part of the protocol. */
export function personKeys(seed: PersonSeed): PersonKeys {
  const signingSeed = typed('SigningSeed', sodium.crypto_kdf_derive_from_key(32, 1, KDF_CONTEXT, seed));
  const kemSeed = typed('KemSeed', sodium.crypto_kdf_derive_from_key(32, 2, KDF_CONTEXT, seed));
  return {
    signingSeed,
    signingPublicKey: signingPublicKey(signingSeed),
    kemSeed,
    kemPublicKey: kemPublicKey(kemSeed),
    keyringKey: typed('SealKey', sodium.crypto_kdf_derive_from_key(32, 3, KDF_CONTEXT, seed)),
    accountKey: typed('SealKey', sodium.crypto_kdf_derive_from_key(32, 4, KDF_CONTEXT, seed)),
  };
}

/** The X-Wing public key of a seed. */
export function kemPublicKey(seed: KemSeed): KemPublicKey {
  return typed('KemPublicKey', sodium.crypto_kem_xwing_seed_keypair(seed).publicKey);
}

/** Zeroes everything secret in it; public keys are public. */
export function wipePersonKeys(keys: PersonKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
  sodium.memzero(keys.keyringKey);
  sodium.memzero(keys.accountKey);
}
