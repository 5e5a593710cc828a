/**
 * The keys of somebody who lost everything, from twelve new words (PROTOCOL §9.1).
 *
 * A device that asks today may be another than the one that goes on in three days, so nothing is kept on it:
 * the words give the same keys again. The account goes in as well, so that the same words under another name
 * are other keys. The words become the recovery words of the account when it is open again; these keys then
 * have no use any more.
 */
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

/** Numbers as everywhere: 1 signs the request, 2 gets the shares. */
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

/** Zeroes both secrets, as soon as the page is left. */
export function wipeRecoveryKeys(keys: RecoveryKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
}
