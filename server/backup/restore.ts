/** `sotto restore`: puts a backup in the place of the database, and keeps what was there. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { verifyDatabase, markStopped, type Contents } from '../../db/backup.ts';
import { openPostgres, openSqlite } from '../../db/connection.ts';
import { lockFile } from '../../db/file-lock.ts';
import type { Database } from '../../db/tables.ts';
import { forgetMarks } from '../../db/turns.ts';
import { checkFiles } from '../../db/whole.ts';
import { existingDatabase, KEY_OF_BACKUP, settle, sync, withPostgres } from './backup.ts';
import { databaseFile, type Config } from '../operator/config.ts';
import { makeFolder } from '../operator/private-folder.ts';
import { isNewInstance, loadInstance } from '../instance/instance.ts';
import { KEY_FILE, readServerKey } from '../instance/key.ts';
import { StartFailure } from '../operator/start-failure.ts';

const OWN_FILE = 0o600;

/** What SQLite and this program keep beside a database. */
const BESIDE = ['', '-wal', '-shm', '-journal', '-witness', '-lock'] as const;

/**
 * @param asItIs whether a file is taken that lacks something
 * @returns what is in it, and where what was there is now; null where there was nothing
 * @throws StartFailure, NotServed: nothing was changed
 */
export async function restore(
  config: Config,
  from: string,
  asItIs: boolean,
): Promise<{ contents: Contents; aside: string | null }> {
  if (config.databaseUrl !== null) throw withPostgres();
  const source = resolve(from);
  if (!existsSync(source) || !statSync(source).isFile())
    throw new StartFailure(`there is no file ${source}: name a backup.`);
  makeFolder(config.dataFolder);
  const path = databaseFile(config);
  if (existsSync(path) && realpathSync(path) === realpathSync(source)) {
    throw new StartFailure(`${source} is the database itself: name a backup.`);
  }
  const lock = lockFile(path);
  const staged = `${path}.restoring-${randomBytes(6).toString('hex')}`;
  try {
    copyFileSync(source, staged, constants.COPYFILE_EXCL);
    chmodSync(staged, OWN_FILE);
    for (const end of ['-wal', '-journal'])
      if (existsSync(source + end)) copyFileSync(source + end, staged + end);
    const contents = checkStaged(staged, source, asItIs);
    const keyToCopy = await prepare(config, staged, source);
    const aside = moveAside(path);
    if (keyToCopy !== null) {
      copyFileSync(keyToCopy, join(config.dataFolder, KEY_FILE), constants.COPYFILE_EXCL);
      chmodSync(join(config.dataFolder, KEY_FILE), OWN_FILE);
      sync(join(config.dataFolder, KEY_FILE));
    }
    settle(staged, path);
    return { contents, aside };
  } finally {
    for (const end of BESIDE) rmSync(staged + end, { force: true });
    lock.release();
  }
}

function checkStaged(staged: string, source: string, asItIs: boolean): Contents {
  try {
    if (asItIs) markStopped(staged);
    checkFiles(staged);
    const { wrong, contents } = verifyDatabase(staged);
    if (wrong.length === 0 || asItIs) return contents;
    throw new StartFailure(
      `${staged} is not whole (${wrong.join('; ')}): name another backup, or add --as-it-is.`,
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // What is refused is the file that was named, whatever its copy is called.
    error.message = error.message
      .replaceAll(staged, source)
      .replace(/put the newest backup in its place.*$/, 'name another backup, or add --as-it-is.');
    throw error;
  }
}

/**
 * Opens what will be served, as the server would: it is of this version, and its key is here.
 * @returns the key file that goes with it, where none is here yet
 */
async function prepare(config: Config, staged: string, source: string): Promise<string | null> {
  const ownKey = join(config.dataFolder, KEY_FILE);
  const given = source + KEY_OF_BACKUP;
  const isBrought = config.key === undefined && !existsSync(ownKey) && existsSync(given);
  const db = await openSqlite(staged);
  try {
    const places = isBrought ? { ...config, key: readFileSync(given, 'utf8').trim() } : config;
    await loadInstance(db, await readServerKey(places, await isNewInstance(db)));
    await markRestored(db);
  } finally {
    await db.destroy();
  }
  return isBrought ? given : null;
}

/** Lets whoever had read further be told that this may be an older state. */
async function markRestored(db: Database): Promise<void> {
  await forgetMarks(db);
}

/** `sotto restored`: for a database that was put back by other tools. */
export async function declareRestored(config: Config): Promise<void> {
  const { databaseUrl } = config;
  const db =
    databaseUrl === null ? await openSqlite(existingDatabase(config)) : await openPostgres(databaseUrl);
  try {
    await markRestored(db);
  } finally {
    await db.destroy();
  }
}

/** Moves a database with all that is beside it to a folder of its own. @returns null where there is none */
function moveAside(path: string): string | null {
  const there = BESIDE.filter((end) => end !== '-lock' && existsSync(path + end));
  if (there.length === 0) return null;
  const aside = join(path, '..', `before-restore-${randomBytes(6).toString('hex')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const end of there) renameSync(path + end, join(aside, basename(path) + end));
  sync(aside);
  return aside;
}
