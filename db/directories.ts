/** Signed directory versions, all of them kept. */
import { typed, type Signature } from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

export interface DirectoryRecord {
  readonly version: number;
  readonly text: string;
  readonly signature: Signature;
}

const columns = ['version', 'text', 'signature'] as const;

function record(row: { version: number; text: string; signature: Uint8Array }): DirectoryRecord {
  return {
    version: row.version,
    text: row.text,
    signature: typed('Signature', new Uint8Array(row.signature)),
  };
}

export async function newestDirectory(db: Database): Promise<DirectoryRecord | undefined> {
  const row = await db
    .selectFrom('directories')
    .select(columns)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && record(row);
}

/** The number of the newest version: cheap enough to ask with every request. */
export async function newestVersion(db: Database | DatabaseTransaction): Promise<number | undefined> {
  const row = await db
    .selectFrom('directories')
    .select('version')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version;
}

export async function directoryVersion(db: Database, version: number): Promise<DirectoryRecord | undefined> {
  const row = await db
    .selectFrom('directories')
    .select(columns)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && record(row);
}

/** @returns false when that version is there already */
export async function addDirectory(db: DatabaseTransaction, directory: DirectoryRecord): Promise<boolean> {
  const added = await db
    .insertInto('directories')
    .values(directory)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}
