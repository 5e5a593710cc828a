/**
 * From twelve words to the reporter's keys (PROTOCOL §3).
 *
 * A reporter has no account. The words are 128 random bits, and all that a reporter is to a case follows from
 * them: the key that signs, the key that officers answer to, and the id of the case, which is a hash of the
 * signing key. So the server needs to store no name for the case, and whoever has the words needs nothing
 * else. Derived numbers: 1 signing, 2 X-Wing, 3 the key of the custodians, 4 what hides claims, 5 what signs
 * proofs.
 *
 * The instance goes into the first step: the same words on another instance give keys that have nothing to do
 * with these.
 */
import {
  LENGTH,
  typed,
  type CaseId,
  type CaseKey,
  type Entropy,
  type InstanceId,
  type KemSeed,
  type SealKey,
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
  /** Hides the claims of the reporter's entries. */
  readonly claimKey: SealKey;
  /** Signs what a proof of disclosure says: another key than the case's, which names the case. */
  readonly proofSeed: SigningSeed;
  readonly proofKey: SigningPublicKey;
}

const KDF_CONTEXT = 'sottorcp';

/** Sixteen bytes, which `words.ts` writes as twelve words. Nobody but the reporter ever sees them. */
export function newEntropy(): Entropy {
  return typed('Entropy', sodium.randombytes_buf(LENGTH.Entropy));
}

/** 128 bits of entropy need no slow hash. */
export function reporterKeys(entropy: Entropy, instance: InstanceId): ReporterKeys {
  const master = keyedHash(entropy, 'sotto/receipt/v1', instance);
  const derived = (n: number) => sodium.crypto_kdf_derive_from_key(32, n, KDF_CONTEXT, master);
  const signingSeed = typed('SigningSeed', derived(1));
  const proofSeed = typed('SigningSeed', derived(5));
  const publicKey = signingPublicKey(signingSeed);
  const keys: ReporterKeys = {
    caseId: caseIdOf(publicKey),
    signingSeed,
    signingPublicKey: publicKey,
    kemSeed: typed('KemSeed', derived(2)),
    custodiansKey: typed('CaseKey', derived(3)),
    claimKey: typed('SealKey', derived(4)),
    proofSeed,
    proofKey: signingPublicKey(proofSeed),
  };
  sodium.memzero(master);
  return keys;
}

/** Zeroes everything secret in it, when the page is left or closed. */
export function wipeReporterKeys(keys: ReporterKeys): void {
  sodium.memzero(keys.signingSeed);
  sodium.memzero(keys.kemSeed);
  sodium.memzero(keys.custodiansKey);
  sodium.memzero(keys.claimKey);
  sodium.memzero(keys.proofSeed);
}
