/** What unlocks an account now, opened once more to change what unlocks it. Short-lived. */
import type { VaultKey } from '../../../../crypto/bytes.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { unwrapVaultKey, wipeUnlockKeys, type UnlockKeys } from '../../../../crypto/vault.ts';
import { Failure } from '../../../calls/failure.ts';
import { unlockKeys, type Secret, type StoredAccount } from './account.ts';

export interface PresentUnlock {
  readonly keys: UnlockKeys;
  readonly vaultKey: VaultKey;
  /** Where one was given. */
  readonly passphrase: string | null;
}

/**
 * @param secret what was signed in with, once more
 * @throws Failure `wrong-secret`
 */
export function openPresent(secret: Secret, stored: StoredAccount): PresentUnlock {
  const { instance, account, salt, method } = stored;
  if (secret.method !== method) throw new Failure('wrong-secret');
  const keys = unlockKeys(secret, salt, instance, account);
  try {
    const vaultKey = unwrapVaultKey(keys, stored.wrappedKey, instance, account, method);
    return { keys, vaultKey, passphrase: 'passphrase' in secret ? secret.passphrase : null };
  } catch {
    wipeUnlockKeys(keys);
    throw new Failure('wrong-secret');
  }
}

export function wipePresent({ keys, vaultKey }: PresentUnlock): void {
  wipeUnlockKeys(keys);
  sodium.memzero(vaultKey);
}
