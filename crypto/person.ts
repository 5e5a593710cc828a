/** The keys of an officer or custodian, all from one seed (PROTOCOL §4). */
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

export function newPersonSeed(): PersonSeed {
  return typed('PersonSeed', sodium.randombytes_buf(LENGTH.PersonSeed));
}

export function newPersonId(): PersonId {
  return typed('PersonId', sodium.randombytes_buf(LENGTH.PersonId));
}

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

export function wipePersonKeys(keys: PersonKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
  sodium.memzero(keys.keyringKey);
  sodium.memzero(keys.accountKey);
}
