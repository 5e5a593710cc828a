/** `sotto backup` and `sotto check`: a whole copy of the database, read back before it gets its name. */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { copyDatabase, verifyDatabase, type Contents } from '../../db/backup.ts';
import { lockFile } from '../../db/file-lock.ts';
import { NotServed } from '../../db/trouble.ts';
import { checkFiles } from '../../db/whole.ts';
import { databaseFile, type Config } from '../operator/config.ts';
import { KEY_FILE } from '../instance/key.ts';
import { StartFailure } from '../operator/start-failure.ts';

/** Put after a backup's name for the server's key that belongs to it. */
export const KEY_OF_BACKUP = '.key';

const OWN_FILE = 0o600;

/**
 * Also while a server runs. The file is there under its name only once it was found whole.
 * @param withKey whether the server's key is copied to a second file
 * @throws StartFailure
 */
export function backUp(config: Config, to: string, withKey: boolean): Contents {
  const path = existingDatabase(config);
  const target = resolve(to);
  if (!existsSync(dirname(target)))
    throw new StartFailure(`there is no folder ${dirname(target)}: make it first.`);
  const key = withKey ? keyFile(config) : null;
  const targets = key === null ? [target] : [target, target + KEY_OF_BACKUP];
  for (const one of targets) {
    if (existsSync(one))
      throw new StartFailure(`${one} is there already, and was left as it is: name another file.`);
  }
  checkUnlessServed(path);
  const unfinished = `${target}.unfinished-${randomBytes(6).toString('hex')}`;
  makeEmpty(unfinished, target);
  try {
    copyDatabase(path, unfinished);
    const { wrong, contents } = verifyDatabase(unfinished);
    if (wrong.length > 0) {
      throw new StartFailure(
        `the database is not whole (${wrong.join('; ')}): no backup was made, so keep the last one.`,
      );
    }
    if (key !== null) copyKey(key, target + KEY_OF_BACKUP);
    settle(unfinished, target);
    return contents;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function makeEmpty(unfinished: string, target: string): void {
  try {
    closeSync(openSync(unfinished, 'wx', OWN_FILE));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartFailure(`${target} cannot be written there (${code}): name another file.`);
  }
}

/** Everything that can be checked of a file, or of the database. @throws StartFailure, NotServed for what is wrong */
export function check(config: Config, file: string | undefined): Contents {
  const path = file === undefined ? existingDatabase(config) : resolve(file);
  if (!existsSync(path)) throw new StartFailure(`there is no file ${path}: name one that is there.`);
  checkUnlessServed(path);
  const { wrong, contents } = verifyDatabase(path);
  if (wrong.length === 0) return contents;
  throw new StartFailure(
    `${path} is not whole (${wrong.join('; ')}): put the newest backup in its place (sotto restore FILE).`,
  );
}

export function wordsOf({ cases, entries, directories }: Contents): string {
  return `${cases} cases with ${entries} entries, ${directories} versions of the directory`;
}

export function existingDatabase(config: Config): string {
  if (config.databaseUrl !== null) throw withPostgres();
  const path = databaseFile(config);
  if (!existsSync(path))
    throw new StartFailure(`there is no database ${path}: set SOTTO_DATA to the folder that has it.`);
  return path;
}

export function withPostgres(): StartFailure {
  return new StartFailure(
    'DATABASE_URL names PostgreSQL, which has its own backups: make them with pg_dump, put them back with pg_restore, then run sotto restored.',
  );
}

/** The files of a database that nobody serves must fit one another; one that is served is held by its server. */
function checkUnlessServed(path: string): void {
  let lock;
  try {
    lock = lockFile(path);
  } catch (error) {
    if (error instanceof NotServed) return;
    throw error;
  }
  try {
    checkFiles(path);
  } finally {
    lock.release();
  }
}

function keyFile({ dataFolder }: Config): string {
  const path = join(dataFolder, KEY_FILE);
  if (existsSync(path)) return path;
  throw new StartFailure(
    `the server's key is not in ${path}: leave --with-key out, and keep a copy of the key where it is.`,
  );
}

function copyKey(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  chmodSync(to, OWN_FILE);
  sync(to);
}

/** Gives a file its name, durably, unless one has it. */
export function settle(unfinished: string, target: string): void {
  sync(unfinished);
  linkSync(unfinished, target);
  rmSync(unfinished);
  sync(dirname(target));
}

export function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
