/**
 * That passphrase and passkey count only together, as the keyring remembers it: whoever comes by recovery words would
 * else have only the server's word, and put a way by passphrase alone in force (PROTOCOL §9).
 */
import { equal } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import type { UnlockMode } from '../../../../crypto/unlock-set.ts';
import { ApiError } from '../../../calls/api.ts';
import type { StoredAccount } from './account.ts';
import type { Keyring } from '../keyring/keyring.ts';

type Vault = Pick<StoredAccount, 'vault'>;

/** @throws CryptoError `tampered` for a mode that is easier than the one remembered */
export function checkMode(keyring: Keyring, { vault }: Vault, mode: UnlockMode): void {
  // A recovery by colleagues makes another vault, and ends what was.
  const isBoth = equal(keyring.index?.bothFor ?? new Uint8Array(), vault);
  if (isBoth && mode === 'either') throw new CryptoError('tampered', 'the second factor is denied');
}

/**
 * Never on the server's word alone: what it once said would stand against what is.
 * @returns whether that is news
 */
export function rememberMode(keyring: Keyring, { vault }: Vault, mode: UnlockMode): boolean {
  const { index } = keyring;
  if (index === null) return false;
  const wasBoth = equal(index.bothFor ?? new Uint8Array(), vault);
  if (wasBoth === (mode === 'both')) return false;
  keyring.index = { ...index, bothFor: mode === 'both' ? vault : null };
  return true;
}

/**
 * Remembers it, and stores the keyring at once.
 * @throws ApiError where that fails
 */
export async function storeMode(keyring: Keyring, account: Vault, mode: UnlockMode): Promise<void> {
  if (!rememberMode(keyring, account, mode)) return;
  try {
    await keyring.save();
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
    // Another device stored it meanwhile.
    await keyring.refresh();
    rememberMode(keyring, account, mode);
    await keyring.save();
  }
}
