/** From twelve words to the reporter's keys (PROTOCOL §3). */
import {
  LENGTH,
  typed,
  type CaseId,
  type CaseKey,
  type Entropy,
  type InstanceId,
  type KemSeed,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { keyedHash } from './hash.ts';
import { caseIdOf } from './id.ts';
import { signingPublicKey } from './signature.ts';
import { sodium } from './sodium.ts';

/** The reporter's side of a case. All of it follows from the words, on one instance. */
export interface ReporterKeys {
  readonly caseId: CaseId;
  readonly signingSeed: SigningSeed;
  readonly signingPublicKey: SigningPublicKey;
  readonly kemSeed: KemSeed;
  /** The case's key of the audience `custodians`: what was sealed to them the reporter can read again. */
  readonly custodiansKey: CaseKey;
}

const KDF_CONTEXT = 'sottorcp';

export function newEntropy(): Entropy {
  return typed('Entropy', sodium.randombytes_buf(LENGTH.Entropy));
}

/** 128 bits of entropy need no slow hash (DESIGN §4.1). */
export function reporterKeys(entropy: Entropy, instance: InstanceId): ReporterKeys {
  const master = keyedHash(entropy, 'sotto/receipt/v1', instance);
  const signingSeed = typed('SigningSeed', sodium.crypto_kdf_derive_from_key(32, 1, KDF_CONTEXT, master));
  const kemSeed = typed('KemSeed', sodium.crypto_kdf_derive_from_key(32, 2, KDF_CONTEXT, master));
  const custodiansKey = typed('CaseKey', sodium.crypto_kdf_derive_from_key(32, 3, KDF_CONTEXT, master));
  sodium.memzero(master);
  const publicKey = signingPublicKey(signingSeed);
  return { caseId: caseIdOf(publicKey), signingSeed, signingPublicKey: publicKey, kemSeed, custodiansKey };
}

export function wipeReporterKeys(keys: ReporterKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
  sodium.memzero(keys.custodiansKey);
}
