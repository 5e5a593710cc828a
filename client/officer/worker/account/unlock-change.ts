/** Another passphrase, or other recovery words: the vault's key wrapped anew (PROTOCOL §9). */
import type { BoxBytes, Entropy, PasskeyId, Salt } from '../../../../crypto/bytes.ts';
import { signUnlockChange } from '../../../../crypto/unlock-change.ts';
import {
  newSalt,
  signInPublicKey,
  unlockByPassphrase,
  unlockByWords,
  wipeUnlockKeys,
  wrapVaultKey,
  type UnlockKeys,
  type OwnMethod,
} from '../../../../crypto/vault.ts';
import { changeUnlock } from '../../../../server/api/account.ts';
import type { Api } from '../../../calls/api.ts';
import type { Secret, StoredAccount } from './account.ts';
import { openPresent, wipePresent } from './present-unlock.ts';

/** What will unlock from now on. */
export type NewSecret =
  | { readonly method: 'passphrase'; readonly passphrase: string }
  | { readonly method: 'words'; readonly entropy: Entropy };

/** A change ready to be sent, as often as it takes. It holds nothing that unlocks. */
export interface ReadyChange {
  readonly method: OwnMethod;
  readonly salt: Salt | null;
  readonly signInKey: ReturnType<typeof signInPublicKey>;
  readonly wrappedKey: BoxBytes;
  readonly by: OwnMethod | PasskeyId;
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
  const { instance, account } = stored;
  const present = openPresent(secret, stored);
  let next: UnlockKeys | null = null;
  try {
    const { method } = wanted;
    const salt = method === 'passphrase' ? newSalt() : null;
    next =
      method === 'passphrase'
        ? unlockByPassphrase(wanted.passphrase, salt!)
        : unlockByWords(wanted.entropy, instance, account);
    const signInKey = signInPublicKey(next);
    const wrappedKey = wrapVaultKey(next, present.vaultKey, instance, account, method);
    const change = { method, salt, signInKey, wrappedKey };
    const signed = { ...change, instance, account, challenge: sessionChallenge };
    const signature = signUnlockChange(present.keys.signInSeed, signed);
    return { ...change, by: unlockedBy(stored), signature };
  } finally {
    wipePresent(present);
    if (next !== null) wipeUnlockKeys(next);
  }
}

/** By what name the server knows the key that signs changes of this account. */
export function unlockedBy({ method, passkey }: StoredAccount): OwnMethod | PasskeyId {
  return passkey?.id ?? (method as OwnMethod);
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
