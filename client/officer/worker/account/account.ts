/** An officer's account: made once in the browser, opened at every sign-in (PROTOCOL §9). */
import {
  typed,
  type AccountId,
  type BoxBytes,
  type Entropy,
  type InstanceId,
  type PasskeyId,
  type PasskeySecret,
  type PersonId,
  type PersonSeed,
  type Salt,
  type SigningPublicKey,
  type SigningSeed,
} from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { accountIdOf } from '../../../../crypto/id.ts';
import { passkeySecret, unlockByBoth, unlockByPasskey } from '../../../../crypto/passkey.ts';
import { newEntropy } from '../../../../crypto/receipt.ts';
import { sodium } from '../../../../crypto/sodium.ts';
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
  type OwnMethod,
  type UnlockMethod,
  type VaultRole,
} from '../../../../crypto/vault.ts';
import { fromWords, toWords } from '../../../../crypto/words.ts';
import type { signInByPasskey } from '../../../../server/api/passkeys.ts';
import type { Account } from '../../../../server/api/setup.ts';
import type * as z from 'zod/mini';

export interface NewAccount {
  /** For the server. */
  readonly account: Account;
  /** Twelve words that unlock when the passphrase is forgotten. */
  readonly recoveryWords: string[];
}

/**
 * Makes an account for a person whose seed exists, and for the authority's seed where the person holds it.
 * @param authority the office's, which the vault is bound to
 */
export function newAccount(
  { instance, authority }: { readonly instance: InstanceId; readonly authority: SigningPublicKey },
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
  const unlock = (method: OwnMethod, keys: UnlockKeys) => {
    const made = {
      method,
      signInKey: signInPublicKey(keys),
      wrappedKey: wrapVaultKey(keys, vaultKey, instance, id, method),
    };
    wipeUnlockKeys(keys);
    return made;
  };
  const seal = (seed: PersonSeed | SigningSeed, role: VaultRole) =>
    sealVault(vaultKey, seed, instance, id, role, authority);
  const account: Account = {
    id,
    person,
    salt,
    vault: seal(seeds.person, 'person'),
    authorityVault: seeds.authority && seal(seeds.authority, 'authority'),
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
  | { readonly method: 'words'; readonly words: string }
  | { readonly method: 'passkey'; readonly passkey: PasskeyAnswer }
  | { readonly method: 'both'; readonly passphrase: string; readonly passkey: PasskeyAnswer };

/** What a device gave when its passkey was used. */
export interface PasskeyAnswer {
  /** The user handle: the id of the account the passkey is for. */
  readonly account: Uint8Array;
  /** Id of the credential. */
  readonly credential: Uint8Array;
  /** The PRF's 32 bytes. */
  readonly output: Uint8Array;
  /** What was asked for: the server's challenge at a sign-in. */
  readonly challenge: string;
  /** What the authenticator signed over it. Counts at a sign-in only. */
  readonly assertion: z.output<typeof signInByPasskey.request>['assertion'];
}

/** @throws CryptoError `bad-words` */
export function unlockKeys(secret: Secret, salt: Salt, instance: InstanceId, account: AccountId): UnlockKeys {
  if (secret.method === 'passphrase') return unlockByPassphrase(secret.passphrase, salt);
  if (secret.method !== 'words') {
    const bound = boundSecret(secret.passkey, instance, account);
    const keys =
      secret.method === 'passkey'
        ? unlockByPasskey(bound, instance, account)
        : unlockTogether(secret.passphrase, salt, bound, instance, account);
    sodium.memzero(bound);
    return keys;
  }
  const entropy: Entropy = fromWords(secret.words);
  try {
    return unlockByWords(entropy, instance, account);
  } finally {
    sodium.memzero(entropy);
  }
}

/** A passkey's secret for this account. What the PRF gave is wiped. @throws CryptoError `malformed` for what no PRF gives */
export function boundSecret(
  { credential, output }: Pick<PasskeyAnswer, 'credential' | 'output'>,
  instance: InstanceId,
  account: AccountId,
): PasskeySecret {
  const secret = passkeySecret(typed('PrfOutput', output), instance, account, credential);
  sodium.memzero(output);
  return secret;
}

function unlockTogether(
  passphrase: string,
  salt: Salt,
  secret: PasskeySecret,
  instance: InstanceId,
  account: AccountId,
): UnlockKeys {
  const half = unlockByPassphrase(passphrase, salt);
  try {
    return unlockByBoth(half, secret, instance, account);
  } finally {
    wipeUnlockKeys(half);
  }
}

/** What the server gave at sign-in, and what it takes to open it. */
export interface StoredAccount {
  readonly instance: InstanceId;
  /** Of the directory that was served: the vaults open with no other. */
  readonly authority: SigningPublicKey;
  readonly account: AccountId;
  readonly salt: Salt;
  readonly method: UnlockMethod;
  /** Which passkey was used, where one was. */
  readonly passkey?: UsedPasskey | undefined;
  readonly wrappedKey: BoxBytes;
  readonly vault: BoxBytes;
  /** For the account that made the authority. */
  readonly authorityVault: BoxBytes | null;
}

/** A passkey that was used, as the server and as the device know it. */
export interface UsedPasskey {
  readonly id: PasskeyId;
  readonly credential: Uint8Array;
}

/** Opens the person's seed. @throws CryptoError `tampered`, `wrong-authority` */
export function openPersonSeed(keys: UnlockKeys, stored: StoredAccount): PersonSeed {
  return typed('PersonSeed', openSeed(keys, stored, stored.vault, 'person'));
}

/** Opens the authority's seed. @throws CryptoError `tampered` also for an account that has none */
export function openAuthoritySeed(keys: UnlockKeys, stored: StoredAccount): SigningSeed {
  if (stored.authorityVault === null) throw new CryptoError('tampered', 'no authority here');
  return typed('SigningSeed', openSeed(keys, stored, stored.authorityVault, 'authority'));
}

function openSeed(keys: UnlockKeys, stored: StoredAccount, vault: BoxBytes, role: VaultRole): Uint8Array {
  const { instance, authority, account, method, wrappedKey } = stored;
  const vaultKey = unwrapVaultKey(keys, wrappedKey, instance, account, method);
  try {
    return openVault(vaultKey, vault, instance, account, role, authority);
  } catch {
    // Its key is right: what is not is the office it is opened in, or the vault itself.
    throw new CryptoError('wrong-authority');
  } finally {
    sodium.memzero(vaultKey);
  }
}
