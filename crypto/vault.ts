/**
 * A person's seed, kept by the server where only the person can open it (PROTOCOL §9).
 *
 * Three layers, so that any of them can change alone: the seed lies in a vault, sealed with a random vault
 * key; the vault key lies wrapped once for each way to unlock; and each way to unlock is a secret of the
 * person's. Another passphrase is another wrapping, and neither the seed nor a key that follows from it
 * changes.
 *
 * The server has vaults, wrappings, salts and public keys. Against whoever takes its database a passphrase is
 * worth what guessing it costs.
 */
import {
  LENGTH,
  typed,
  utf8,
  type AccountId,
  type BoxBytes,
  type Entropy,
  type InstanceId,
  type PersonSeed,
  type Salt,
  type SealKey,
  type SigningPublicKey,
  type SigningSeed,
  type VaultKey,
} from './bytes.ts';
import { openBox, sealBox } from './box.ts';
import { CryptoError } from './errors.ts';
import { frame } from './frame.ts';
import { signingPublicKey } from './signature.ts';
import { sodium } from './sodium.ts';

/** How a person unlocks: each gives two keys, one to sign in with and one that opens. `both`: passphrase and passkey. */
export type UnlockMethod = OwnMethod | 'passkey' | 'both';

/** Ways that an account is made with. */
export type OwnMethod = 'passphrase' | 'words';

/** Two halves of one derivation. The server verifies with the first and never sees the second. */
export interface UnlockKeys {
  readonly signInSeed: SigningSeed;
  readonly unlockKey: SealKey;
}

/** Argon2id, RFC 9106: 3 passes over 256 MiB, which a phone made today does in a few seconds. */
const PASSES = 3;
const MEMORY = 256 * 1024 * 1024;

/** @throws CryptoError `no-memory`; Error when libsodium was loaded without Argon2id (`loadSumo`) */
export function unlockByPassphrase(passphrase: string, salt: Salt): UnlockKeys {
  const full = sodium as typeof sodium & {
    crypto_pwhash?: (
      length: number,
      passphrase: Uint8Array,
      salt: Uint8Array,
      passes: number,
      memory: number,
      algorithm: number,
    ) => Uint8Array;
    crypto_pwhash_ALG_ARGON2ID13?: number;
  };
  const { crypto_pwhash: slow, crypto_pwhash_ALG_ARGON2ID13: algorithm } = full;
  if (slow === undefined || algorithm === undefined) {
    throw new Error('this build of libsodium has no Argon2id');
  }
  const typedPassphrase = utf8(passphrase.normalize('NFKC'));
  return splitUnlock(withMemory(() => slow(64, typedPassphrase, salt, PASSES, MEMORY, algorithm)));
}

/** With these sizes nothing else can fail. @throws CryptoError `no-memory` */
function withMemory<T>(work: () => T): T {
  try {
    return work();
  } catch {
    throw new CryptoError('no-memory');
  }
}

/** Recovery words carry 128 bits: no slow hash, so they also unlock where Argon2id would take minutes. */
export function unlockByWords(entropy: Entropy, instance: InstanceId, account: AccountId): UnlockKeys {
  return splitUnlock(sodium.crypto_generichash(64, frame('sotto/recovery/v1', instance, account), entropy));
}

/** @param derived 64 bytes, wiped here */
export function splitUnlock(derived: Uint8Array): UnlockKeys {
  const signInSeed = typed('SigningSeed', derived.slice(0, 32));
  const unlockKey = typed('SealKey', derived.slice(32));
  sodium.memzero(derived);
  return { signInSeed, unlockKey };
}

/** Zeroes both halves. Whoever has derived them calls this when done, after a failure as well. */
export function wipeUnlockKeys(keys: UnlockKeys): void {
  sodium.memzero(keys.signInSeed);
  sodium.memzero(keys.unlockKey);
}

/** Random, and of no person: who knows it opens the vault, whatever unlocked it. */
export function newVaultKey(): VaultKey {
  return typed('VaultKey', sodium.randombytes_buf(LENGTH.VaultKey));
}

/** Public. It keeps one guess from being tried against all accounts at once. */
export function newSalt(): Salt {
  return typed('Salt', sodium.randombytes_buf(LENGTH.Salt));
}

/** What a vault holds the seed of. One account may have both, under one vault key. */
export type VaultRole = 'person' | 'authority';

/** @param authority whose office this is: a vault does not open in an office of another authority's */
export function sealVault(
  key: VaultKey,
  seed: PersonSeed | SigningSeed,
  instance: InstanceId,
  account: AccountId,
  role: VaultRole,
  authority: SigningPublicKey,
): BoxBytes {
  return sealBox(key, seed, 'sotto/vault/v1', instance, account, utf8(role), authority);
}

/** @throws CryptoError `tampered` for the vault of another account, role, instance or authority. */
export function openVault(
  key: VaultKey,
  box: Uint8Array,
  instance: InstanceId,
  account: AccountId,
  role: VaultRole,
  authority: SigningPublicKey,
): Uint8Array {
  return openBox(key, box, 'sotto/vault/v1', instance, account, utf8(role), authority);
}

/** The vault key under one way to unlock. */
export function wrapVaultKey(
  keys: UnlockKeys,
  vaultKey: VaultKey,
  instance: InstanceId,
  account: AccountId,
  method: UnlockMethod,
): BoxBytes {
  return sealBox(keys.unlockKey, vaultKey, 'sotto/unlock/v1', instance, account, utf8(method));
}

/** @throws CryptoError `tampered` */
export function unwrapVaultKey(
  keys: UnlockKeys,
  box: Uint8Array,
  instance: InstanceId,
  account: AccountId,
  method: UnlockMethod,
): VaultKey {
  return typed('VaultKey', openBox(keys.unlockKey, box, 'sotto/unlock/v1', instance, account, utf8(method)));
}

/** The key the server verifies a sign-in with. */
export function signInPublicKey(keys: UnlockKeys): SigningPublicKey {
  return signingPublicKey(keys.signInSeed);
}
