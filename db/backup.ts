/** A whole copy of a database as it is at one moment, in one file, also while a server writes to it. */
import Sqlite from 'better-sqlite3';
import { checkAll } from './damage.ts';
import { isRunning } from './whole.ts';

/** How much is in a database. */
export interface Contents {
  readonly directories: number;
  readonly cases: number;
  readonly entries: number;
}

/**
 * @param path of the database, which is only read
 * @param target an empty file, or none
 */
export function copyDatabase(path: string, target: string): void {
  // Opened to read only, so that closing it copies no log back under the server.
  const source = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    source.prepare('vacuum into ?').run(target);
  } finally {
    source.close();
  }
  markStopped(target);
}

/** Says in a copy that no server has it: it needs nothing beside it. */
export function markStopped(path: string): void {
  const file = new Sqlite(path, { fileMustExist: true });
  try {
    file.pragma('journal_mode = delete');
    const version = Number(file.pragma('user_version', { simple: true }));
    if (isRunning(version)) file.pragma(`user_version = ${version + 1}`);
  } finally {
    file.close();
  }
}

/**
 * Reads a whole database: every page and index, what its rows refer to, and whether each case has as many entries and
 * slot sets as it counts, and the log as many leaves.
 * @returns what is wrong, in sentences; and how much is in it
 */
export function verifyDatabase(path: string): { wrong: string[]; contents: Contents } {
  const file = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    const wrong = checkAll(file);
    const count = (sql: string) => Number(file.prepare(sql).pluck().get());
    const contents = {
      directories: count('select count(*) from directories'),
      cases: count('select count(*) from cases'),
      entries: count('select count(*) from entries'),
    };
    const uneven = count(UNEVEN_CASES);
    if (uneven > 0) wrong.push(`cases that lack entries or slot sets: ${uneven}`);
    if (count('select coalesce(max(version), 0) from directories') !== contents.directories) {
      wrong.push('versions of the directory are missing');
    }
    // A backup that was made before there was a log has none.
    const hasLog = count("select count(*) from sqlite_master where name = 'closings'") > 0;
    if (hasLog && count(UNEVEN_LOG) > 0) wrong.push('parts of the log are missing');
    return { wrong, contents };
  } finally {
    file.close();
  }
}

/** A closing is always at the end of a tile of leaves. */
const UNEVEN_LOG = `
  select count(*) from clock where
    closed <> (select coalesce(max(day), '') from closings)
    or (select coalesce(max(size), 0) from closings)
      <> (select coalesce(sum(length(hashes)), 0) / 32 from tiles where level = 0)`;

const UNEVEN_CASES = `
  select count(*) from cases where
    shared <> (select count(*) from entries where case_id = cases.id and chain = 'shared')
    or internal <> (select count(*) from entries where case_id = cases.id and chain = 'internal')
    or slot_sets <> (select count(*) from slot_sets where case_id = cases.id)`;
