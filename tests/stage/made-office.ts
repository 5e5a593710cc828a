/** An office set up once, and served again and again as it was: making accounts takes a passphrase’s time each. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { copyDatabase } from '../../db/backup.ts';
import type { Database } from '../../db/tables.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { setUp, startInstance, type Instance } from './running.ts';

export interface MadeOffice<T> {
  readonly made: SetupResult;
  /** The file to start a server with. */
  readonly database: Uint8Array;
  readonly more: T;
}

/** @param more what is done once the office is set up, such as admitting a colleague */
export async function makeOffice<T = undefined>(
  more?: (instance: Instance, made: SetupResult) => Promise<T>,
): Promise<MadeOffice<T>> {
  const instance = await startInstance();
  try {
    const made = await setUp(instance);
    const result = (await more?.(instance, made)) as T;
    await writeDownKeyrings(instance.context);
    return { made, database: await copyOf(instance.context.db), more: result };
  } finally {
    await instance.stop();
  }
}

/** A database of SQLite as one file, as it is now. */
export async function copyOf(db: Database): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-copy-'));
  try {
    const path = join(folder, 'sotto.db');
    const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(db);
    copyDatabase(rows[0]!.file, path);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
