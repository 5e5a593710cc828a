/** An officer's account: made once in the browser, opened at every sign-in (PROTOCOL §9). */
import {
  typed,
  type AccountId,
  type BoxBytes,
  type Entropy,
  type InstanceId,
  type PersonId,
  type PersonSeed,
  type Salt,
  type SigningSeed,
} from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { newEntropy } from '../../crypto/receipt.ts';
import { sodium } from '../../crypto/sodium.ts';
import {
  newSalt,
  newVaultKey,
  openVault,
  sealVault,
  signInPublicKey,
  unlockByPassphrase,
  unlockByWords,
  unwrapVaultKey,
  wipeUnlockKeys,
  wrapVaultKey,
  type UnlockKeys,
  type UnlockMethod,
  type VaultRole,
} from '../../crypto/vault.ts';
import { fromWords, toWords } from '../../crypto/words.ts';
import type { Account } from '../../server/api/setup.ts';

export interface NewAccount {
  /** For the server. */
  readonly account: Account;
  /** Twelve words that unlock when the passphrase is forgotten. */
  readonly recoveryWords: string[];
}

/** Makes an account for a person whose seed exists, and for the authority's seed where the person holds it. */
export function newAccount(
  instance: InstanceId,
  person: PersonId,
  seeds: { readonly person: PersonSeed; readonly authority: SigningSeed | null },
  secrets: {
    readonly name: string;
    readonly passphrase: string;
    /** Of recovery words that exist already; wiped here. */
    readonly recovery?: Entropy;
  },
): NewAccount {
  const id = accountIdOf(instance, secrets.name);
  const salt = newSalt();
  const recovery = secrets.recovery ?? newEntropy();
  const vaultKey = newVaultKey();
  const unlock = (method: UnlockMethod, keys: UnlockKeys) => {
    const made = {
      method,
      signInKey: signInPublicKey(keys),
      wrappedKey: wrapVaultKey(keys, vaultKey, instance, id, method),
    };
    wipeUnlockKeys(keys);
    return made;
  };
  const account: Account = {
    id,
    person,
    salt,
    vault: sealVault(vaultKey, seeds.person, instance, id, 'person'),
    authorityVault: seeds.authority && sealVault(vaultKey, seeds.authority, instance, id, 'authority'),
    unlocks: [
      unlock('passphrase', unlockByPassphrase(secrets.passphrase, salt)),
      unlock('words', unlockByWords(recovery, instance, id)),
    ],
  };
  sodium.memzero(vaultKey);
  const recoveryWords = toWords(recovery);
  sodium.memzero(recovery);
  return { account, recoveryWords };
}

/** What a person signs in with. */
export type Secret =
  | { readonly method: 'passphrase'; readonly passphrase: string }
  | { readonly method: 'words'; readonly words: string };

/** @throws CryptoError `bad-words` */
export function unlockKeys(secret: Secret, salt: Salt, instance: InstanceId, account: AccountId): UnlockKeys {
  if (secret.method === 'passphrase') return unlockByPassphrase(secret.passphrase, salt);
  const entropy: Entropy = fromWords(secret.words);
  try {
    return unlockByWords(entropy, instance, account);
  } finally {
    sodium.memzero(entropy);
  }
}

/** What the server gave at sign-in, and what it takes to open it. */
export interface StoredAccount {
  readonly instance: InstanceId;
  readonly account: AccountId;
  readonly salt: Salt;
  readonly method: UnlockMethod;
  readonly wrappedKey: BoxBytes;
  readonly vault: BoxBytes;
  /** For the account that made the authority. */
  readonly authorityVault: BoxBytes | null;
}

/** Opens the person's seed. @throws CryptoError `tampered` */
export function openPersonSeed(keys: UnlockKeys, stored: StoredAccount): PersonSeed {
  return typed('PersonSeed', openSeed(keys, stored, stored.vault, 'person'));
}

/** Opens the authority's seed. @throws CryptoError `tampered` also for an account that has none */
export function openAuthoritySeed(keys: UnlockKeys, stored: StoredAccount): SigningSeed {
  if (stored.authorityVault === null) throw new CryptoError('tampered', 'no authority here');
  return typed('SigningSeed', openSeed(keys, stored, stored.authorityVault, 'authority'));
}

function openSeed(keys: UnlockKeys, stored: StoredAccount, vault: BoxBytes, role: VaultRole): Uint8Array {
  const { instance, account, method, wrappedKey } = stored;
  const vaultKey = unwrapVaultKey(keys, wrappedKey, instance, account, method);
  try {
    return openVault(vaultKey, vault, instance, account, role);
  } finally {
    sodium.memzero(vaultKey);
  }
}
