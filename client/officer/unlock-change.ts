/** Another passphrase, or other recovery words: the vault's key wrapped anew (PROTOCOL §9). */
import type { BoxBytes, Entropy, Salt } from '../../crypto/bytes.ts';
import { sodium } from '../../crypto/sodium.ts';
import { signUnlockChange } from '../../crypto/unlock-change.ts';
import {
  newSalt,
  signInPublicKey,
  unlockByPassphrase,
  unlockByWords,
  unwrapVaultKey,
  wipeUnlockKeys,
  wrapVaultKey,
  type UnlockKeys,
  type UnlockMethod,
} from '../../crypto/vault.ts';
import { changeUnlock } from '../../server/api/account.ts';
import type { Api } from '../api.ts';
import { Failure } from '../failure.ts';
import { unlockKeys, type Secret, type StoredAccount } from './account.ts';

/** What will unlock from now on. */
export type NewSecret =
  | { readonly method: 'passphrase'; readonly passphrase: string }
  | { readonly method: 'words'; readonly entropy: Entropy };

/** A change ready to be sent, as often as it takes. It holds nothing that unlocks. */
export interface ReadyChange {
  readonly method: UnlockMethod;
  readonly salt: Salt | null;
  readonly signInKey: ReturnType<typeof signInPublicKey>;
  readonly wrappedKey: BoxBytes;
  readonly by: UnlockMethod;
  readonly signature: ReturnType<typeof signUnlockChange>;
}

/**
 * @param secret what was signed in with, once more
 * @throws Failure `wrong-secret`; CryptoError `bad-words`
 */
export function prepareChange(
  secret: Secret,
  wanted: NewSecret,
  { stored, sessionChallenge }: { readonly stored: StoredAccount; readonly sessionChallenge: string },
): ReadyChange {
  const { instance, account, method: by } = stored;
  if (secret.method !== by) throw new Failure('wrong-secret');
  const now = unlockKeys(secret, stored.salt, instance, account);
  let next: UnlockKeys | null = null;
  try {
    const vaultKey = openVaultKey(now, stored);
    const { method } = wanted;
    const salt = method === 'passphrase' ? newSalt() : null;
    next =
      method === 'passphrase'
        ? unlockByPassphrase(wanted.passphrase, salt!)
        : unlockByWords(wanted.entropy, instance, account);
    const signInKey = signInPublicKey(next);
    const wrappedKey = wrapVaultKey(next, vaultKey, instance, account, method);
    sodium.memzero(vaultKey);
    const change = { method, salt, signInKey, wrappedKey };
    const signed = { ...change, instance, account, challenge: sessionChallenge };
    return { ...change, by, signature: signUnlockChange(now.signInSeed, signed) };
  } finally {
    wipeUnlockKeys(now);
    if (next !== null) wipeUnlockKeys(next);
  }
}

function openVaultKey(keys: UnlockKeys, { wrappedKey, instance, account, method }: StoredAccount) {
  try {
    return unwrapVaultKey(keys, wrappedKey, instance, account, method);
  } catch {
    throw new Failure('wrong-secret');
  }
}

/** Sends a change. @returns the account as the server has it now */
export async function sendChange(
  api: Api,
  change: ReadyChange,
  stored: StoredAccount,
): Promise<StoredAccount> {
  await api.call(changeUnlock, change);
  if (change.method !== stored.method) return stored;
  return { ...stored, salt: change.salt ?? stored.salt, wrappedKey: change.wrappedKey };
}
