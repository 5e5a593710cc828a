/**
 * The server's own key, from which its secrets follow: the notary's seed, and what challenges, decoys and everything
 * that is sealed at rest hang on. It is never in the database: whoever has a copy of that alone has none of it. It
 * comes from the environment, from a credential of systemd, or from a file that is made at the first start.
 *
 * Behind it may stand further lines, one for each time that another key was drawn for the notary: whoever took the file before
 * that does not have the notary's key of after it.
 */
import { constants } from 'node:fs';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { Config } from '../operator/config.ts';
import { makeFolder } from '../operator/private-folder.ts';
import { StartFailure } from '../operator/start-failure.ts';

/** Bytes of the key. */
const KEY_LENGTH = 32;

/** Name of the file in the data folder, and of the credential. */
export const KEY_FILE = 'server.key';
const CREDENTIAL = 'sotto-key';

/** Its user reads and writes it, and nobody else does. */
const OWN_FILE = 0o600;
const OTHERS = 0o077;

export interface ServerKey {
  readonly key: Uint8Array;
  /** What the notary's later keys are made of, the newest last. */
  readonly draws: readonly Uint8Array[];
}

/** Parts of the key are on lines of their own, or, where there can be none, have a dot between them. */
const BETWEEN = /[\s.]+/;

type KeyPlaces = Pick<Config, 'key' | 'credentialsFolder' | 'dataFolder'>;

/**
 * @param isNew whether the database belongs to no key yet, so that one may be made
 * @throws StartFailure in words
 */
export async function readServerKey(places: KeyPlaces, isNew: boolean): Promise<ServerKey> {
  if (places.key !== undefined) return parseKey(places.key, 'SOTTO_KEY');
  if (places.credentialsFolder !== undefined) {
    const path = join(places.credentialsFolder, CREDENTIAL);
    const text = await readText(path);
    if (text !== null) return parseKey(text, path);
  }
  const path = join(places.dataFolder, KEY_FILE);
  const stored = await readKeyFile(path);
  if (stored !== null) return stored;
  if (!isNew) {
    throw new StartFailure(
      `the key of this instance is missing: put ${path} back where it was, or give the key as SOTTO_KEY. ` +
        'Without it the server cannot stamp anything more, and no other key will do.',
    );
  }
  return (await makeKeyFile(path)) ?? (await readKeyFile(path))!;
}

async function readKeyFile(path: string): Promise<ServerKey | null> {
  const text = await readText(path, (mode) => {
    if ((mode & OTHERS) !== 0 && process.platform !== 'win32') {
      throw new StartFailure(`others on this machine may read the key of this instance: chmod 600 ${path}.`);
    }
  });
  return text === null ? null : parseKey(text, path);
}

/** @returns null for a file that is not there */
async function readText(path: string, check?: (mode: number) => void): Promise<string | null> {
  try {
    if (check === undefined) return await readFile(path, 'utf8');
    const file = await open(path, constants.O_RDONLY);
    try {
      check((await file.stat()).mode);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseKey(text: string, where: string): ServerKey {
  const [key, ...draws] = text.trim().split(BETWEEN).map(fromBase64url);
  const isWhole = (part: Uint8Array | null | undefined): part is Uint8Array => part?.length === KEY_LENGTH;
  if (!isWhole(key) || !draws.every(isWhole)) {
    throw new StartFailure(`${where} is not a key: 32 bytes as 43 letters, digits, hyphens and underscores.`);
  }
  return { key, draws };
}

function formatKey({ key, draws }: ServerKey, between: string): string {
  return [key, ...draws].map(toBase64url).join(between);
}

/**
 * Draws what another key of the notary is made of, and puts it behind the others.
 * @returns the whole key, and what has to be put in the place of it by hand: null where that was a file of ours
 * @throws StartFailure in words, and nothing has changed
 */
export async function drawNotary(
  places: KeyPlaces,
): Promise<{ key: ServerKey; byHand: { where: string; text: string } | null }> {
  const known = await readServerKey(places, false);
  const key = { ...known, draws: [...known.draws, sodium.randombytes_buf(KEY_LENGTH)] };
  if (places.key !== undefined) return { key, byHand: { where: 'SOTTO_KEY', text: formatKey(key, '.') } };
  if (places.credentialsFolder !== undefined) {
    const where = join(places.credentialsFolder, CREDENTIAL);
    if ((await readText(where)) !== null) return { key, byHand: { where, text: formatKey(key, '.') } };
  }
  const path = join(places.dataFolder, KEY_FILE);
  const unfinished = await writeUnfinished(path, key);
  await rename(unfinished, path);
  await syncFolder(dirname(path));
  return { key, byHand: null };
}

/** A file beside the key's, durable, that is to get its name. */
async function writeUnfinished(path: string, key: ServerKey): Promise<string> {
  const unfinished = `${path}.${toBase64url(sodium.randombytes_buf(6))}`;
  const file = await open(unfinished, 'wx', OWN_FILE);
  try {
    await file.writeFile(`${formatKey(key, '\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return unfinished;
}

/**
 * Makes the file whole or not at all, and durable before anything hangs on it.
 * @returns null when another process made it at the same moment
 */
async function makeKeyFile(path: string): Promise<ServerKey | null> {
  const folder = dirname(path);
  makeFolder(folder);
  const key = { key: sodium.randombytes_buf(KEY_LENGTH), draws: [] };
  const unfinished = await writeUnfinished(path, key);
  try {
    // Unlike renaming, it fails where there is one.
    await link(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    await unlink(unfinished);
  }
  await syncFolder(folder);
  return key;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
