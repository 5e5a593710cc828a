/** The directory as an officer follows it: from the one the keyring remembers to the newest, step by step. */
import { equal } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { readDirectory } from '../../../../server/api/anyone.ts';
import type { Api } from '../../../calls/api.ts';
import { checkDirectory, checkNotOlder, type KnownDirectory } from '../../../directory/directory.ts';
import { DirectoryVersions } from './versions.ts';
import type { Keyring } from '../keyring/keyring.ts';

/**
 * The directory served must be the one the keyring remembers, or follow it step by step; without a keyring, the first
 * version. It is remembered.
 * @throws CryptoError `wrong-authority`, `rolled-back`, `broken-chain`, `tampered` where somebody's keys were exchanged
 */
export async function followDirectory(
  api: Api,
  newest: KnownDirectory,
  keyring: Keyring,
): Promise<DirectoryVersions> {
  checkRemembered(newest, keyring);
  const versions = new DirectoryVersions(api, newest);
  if (keyring.index === null) await versions.walkTo(1);
  await checkVersions(versions, keyring);
  remember(newest, keyring);
  return versions;
}

/** Asks for the newest directory. @returns null when it is the one known */
export async function newerDirectory(
  api: Api,
  versions: DirectoryVersions,
  keyring: Keyring,
): Promise<KnownDirectory | null> {
  const { directory, hash } = versions.newest;
  const newest = checkDirectory(await api.call(readDirectory, {}), directory.authority);
  if (newest.directory.version === directory.version && equal(newest.hash, hash)) return null;
  checkRemembered(newest, keyring);
  await versions.goOn(newest);
  await checkVersions(versions, keyring);
  remember(newest, keyring);
  return newest;
}

function checkRemembered(newest: KnownDirectory, { index }: Keyring): void {
  if (index === null) return;
  const { authority } = index.directory;
  if (!equal(authority, newest.directory.authority)) throw new CryptoError('wrong-authority');
  checkNotOlder(index.directory, newest);
}

async function checkVersions(versions: DirectoryVersions, { index }: Keyring): Promise<void> {
  if (index === null) return;
  const { version, hash } = index.directory;
  if (!(await versions.leadsFrom(version, hash))) throw new CryptoError('broken-chain');
}

/** Has the keyring remember a directory that follows the one before. */
export function remember({ directory, hash }: KnownDirectory, keyring: Keyring): void {
  const { index } = keyring;
  if (index?.directory.version === directory.version) return;
  const remembered = { authority: directory.authority, version: directory.version, hash };
  keyring.index = { ...index, feed: index?.feed ?? null, directory: remembered };
}
