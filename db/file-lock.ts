/** One server for one database file: the system holds the lock, and lets go of it when the process ends, however. */
import { closeSync, existsSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { NotServed } from './trouble.ts';

export interface FileLock {
  release(): void;
}

/**
 * @param path of the database file
 * @throws NotServed while another process, or another server in this one, holds it
 */
export function lockFile(path: string): FileLock {
  // An empty database: SQLite locks it as the system has it, and nothing is ever written to it.
  // Only where there is none: closing a file lets go of the locks that this process has on it.
  if (!existsSync(`${path}-lock`)) closeSync(openSync(`${path}-lock`, 'a', 0o600));
  const lock = new Sqlite(`${path}-lock`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') {
      throw new NotServed(
        `a server runs on ${path} already: stop it first, or set SOTTO_DATA to another folder.`,
      );
    }
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB')
      throw new NotServed(`${path}-lock was written by something else, and holds nothing: take it away.`);
    throw error;
  }
  return { release: () => lock.close() };
}
