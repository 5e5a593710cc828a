/** The directory as an officer follows it: from the one the keyring remembers to the newest, step by step. */
import { equal } from '../../crypto/bytes.ts';
import { verifySuccessor } from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { readDirectory, readDirectoryVersion } from '../../server/api/anyone.ts';
import type { Api } from '../api.ts';
import { checkDirectory, type KnownDirectory } from '../directory.ts';
import type { Keyring } from './keyring.ts';

/**
 * The directory served must be the one the keyring remembers, or follow it step by step. The first one seen is
 * remembered.
 * @throws CryptoError `wrong-authority`, `rolled-back`, `broken-chain`
 */
export async function followDirectory(
  api: Api,
  newest: KnownDirectory,
  keyring: Keyring,
): Promise<KnownDirectory> {
  const { directory, hash } = newest;
  if (keyring.index !== null) {
    const { authority, version } = keyring.index.directory;
    if (!equal(authority, directory.authority)) throw new CryptoError('wrong-authority');
    if (directory.version < version) throw new CryptoError('rolled-back');
    let last = keyring.index.directory as { version: number; hash: typeof hash };
    if (directory.version === version && !equal(hash, last.hash)) throw new CryptoError('rolled-back');
    for (let next = version + 1; next <= directory.version; next++) {
      const signed = await api.call(readDirectoryVersion, { version: String(next) });
      const checked = checkDirectory(signed, authority);
      verifySuccessor(last, checked.directory);
      last = { version: next, hash: checked.hash };
    }
    if (!equal(last.hash, hash)) throw new CryptoError('broken-chain');
  }
  remember(newest, keyring);
  return newest;
}

/** Asks for the newest directory. @returns null when it is the one known */
export async function newerDirectory(
  api: Api,
  known: KnownDirectory,
  keyring: Keyring,
): Promise<KnownDirectory | null> {
  const { authority, version } = known.directory;
  const newest = checkDirectory(await api.call(readDirectory, {}), authority);
  if (newest.directory.version === version && equal(newest.hash, known.hash)) return null;
  return followDirectory(api, newest, keyring);
}

/** Has the keyring remember a directory that follows the one before. */
export function remember({ directory, hash }: KnownDirectory, keyring: Keyring): void {
  const { index } = keyring;
  if (index?.directory.version === directory.version) return;
  const remembered = { authority: directory.authority, version: directory.version, hash };
  keyring.index = { ...index, from: index?.from ?? directory.day, directory: remembered };
}
