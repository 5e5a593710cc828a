/** The keys of somebody who lost everything, from twelve new words (PROTOCOL §9.1). */
import {
  typed,
  type AccountId,
  type Entropy,
  type InstanceId,
  type KemPublicKey,
  type KemSeed,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { keyedHash } from './hash.ts';
import { kemPublicKey } from './person.ts';
import { signingPublicKey } from './signature.ts';
import { sodium } from './sodium.ts';

/** They live until the account is opened again. */
export interface RecoveryKeys {
  readonly signingSeed: SigningSeed;
  readonly signingPublicKey: SigningPublicKey;
  readonly kemSeed: KemSeed;
  readonly kemPublicKey: KemPublicKey;
}

const KDF_CONTEXT = 'sottorec';

export function recoveryKeys(entropy: Entropy, instance: InstanceId, account: AccountId): RecoveryKeys {
  const master = keyedHash(entropy, 'sotto/recovery-keys/v1', instance, account);
  const signingSeed = typed('SigningSeed', sodium.crypto_kdf_derive_from_key(32, 1, KDF_CONTEXT, master));
  const kemSeed = typed('KemSeed', sodium.crypto_kdf_derive_from_key(32, 2, KDF_CONTEXT, master));
  sodium.memzero(master);
  return {
    signingSeed,
    signingPublicKey: signingPublicKey(signingSeed),
    kemSeed,
    kemPublicKey: kemPublicKey(kemSeed),
  };
}

export function wipeRecoveryKeys(keys: RecoveryKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
}
