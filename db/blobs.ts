/** Files of cases, sealed: begun, filled piece by piece in any order, and kept once an entry names them. */
import { setImmediate } from 'node:timers/promises';
import { pieceCount } from '../crypto/blob.ts';
import { equal, typed, type BlobId, type CaseId } from '../crypto/bytes.ts';
import { drawPlace } from './place.ts';
import { inTransaction, type Database, type DatabaseTransaction } from './tables.ts';

export interface BlobRecord {
  readonly id: BlobId;
  readonly caseId: CaseId;
  readonly chunks: number;
  /** Whether an entry names it: nothing more is added then. */
  readonly isKept: boolean;
}

/** In the place of a day, once an entry names it. */
const KEPT = '';

/** The same once it is deleted: before every day, so that its pieces go the next time. */
const GONE = '0';

/** Pieces of a megabyte that go in one transaction: others wait no longer for it than for a few reports. */
const AT_ONCE = 4;

export async function readBlob(db: Database, id: BlobId): Promise<BlobRecord | undefined> {
  const row = await db
    .selectFrom('blobs')
    .select(['case_id', 'chunks', 'day'])
    .where('id', '=', id)
    .where('day', '!=', GONE)
    .executeTakeFirst();
  return (
    row && {
      id,
      caseId: typed('CaseId', new Uint8Array(row.case_id)),
      chunks: row.chunks,
      isKept: row.day === KEPT,
    }
  );
}

/**
 * Makes room for a file of a case, unless it is there.
 * @param day UTC day
 * @returns false for a case that there is not, or a blob of another case or length
 */
export async function beginBlob(
  db: Database,
  { id, caseId, chunks }: Omit<BlobRecord, 'isKept'>,
  day: string,
): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    const opened = await transaction
      .selectFrom('cases')
      .select('id')
      .where('id', '=', caseId)
      .executeTakeFirst();
    if (opened === undefined) return false;
    await transaction
      .insertInto('blobs')
      .values({ id, case_id: caseId, chunks, day })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const there = await readBlob(transaction, id);
    return there !== undefined && equal(there.caseId, caseId) && there.chunks === chunks;
  });
}

/** Chunks of all files together, and of one case's, begun ones too. */
export async function countChunks(db: Database, caseId: CaseId): Promise<{ all: number; ofCase: number }> {
  const sum = db.selectFrom('blobs').select(({ fn }) => fn.sum<number>('chunks').as('chunks'));
  const [all, own] = [
    await sum.executeTakeFirst(),
    await sum.where('case_id', '=', caseId).executeTakeFirst(),
  ];
  return { all: Number(all?.chunks ?? 0), ofCase: Number(own?.chunks ?? 0) };
}

/** Numbers of the pieces that have come, rising. */
export async function piecesOf(db: Database, blob: BlobId): Promise<number[]> {
  const rows = await db
    .selectFrom('pieces')
    .select('piece')
    .where('blob', '=', blob)
    .orderBy('piece')
    .execute();
  return rows.map(({ piece }) => piece);
}

/** @returns false where another one is there; the same once more changes nothing */
export async function putPiece(
  db: Database,
  blob: BlobId,
  piece: number,
  bytes: Uint8Array,
): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    const put = await transaction
      .insertInto('pieces')
      .values({ place: drawPlace(), blob, piece, bytes })
      .onConflict((conflict) => conflict.columns(['blob', 'piece']).doNothing())
      .executeTakeFirst();
    if (put.numInsertedOrUpdatedRows === 1n) return true;
    const there = await readPiece(transaction, blob, piece);
    return there !== undefined && equal(there, bytes);
  });
}

export async function readPiece(
  db: Database,
  blob: BlobId,
  piece: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db
    .selectFrom('pieces')
    .select('bytes')
    .where('blob', '=', blob)
    .where('piece', '=', piece)
    .executeTakeFirst();
  return row && new Uint8Array(row.bytes);
}

/**
 * Keeps files that an entry names, with it.
 * @returns false where one of them is not all there, or of another case
 */
export async function keepBlobs(
  db: DatabaseTransaction,
  caseId: CaseId,
  ids: readonly BlobId[],
): Promise<boolean> {
  for (const id of ids) {
    const found = await readBlob(db, id);
    if (found === undefined || !equal(found.caseId, caseId)) return false;
    const { count } = await db
      .selectFrom('pieces')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('blob', '=', id)
      .executeTakeFirstOrThrow();
    if (Number(count) !== pieceCount(found.chunks)) return false;
    const kept = await db
      .updateTable('blobs')
      .set({ day: KEPT })
      .where('id', '=', id)
      .where('day', '!=', GONE)
      .executeTakeFirst();
    if (kept.numUpdatedRows === 0n) return false;
  }
  return true;
}

/** Deletes files of a case: nobody gets anything of them from here on. One that is gone already is nothing to say. */
export async function deleteBlobs(
  db: DatabaseTransaction,
  caseId: CaseId,
  ids: readonly BlobId[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('blobs')
    .set({ day: GONE })
    .where('case_id', '=', caseId)
    .where('id', 'in', ids)
    .execute();
}

/** Takes deleted files off the disk, a little at a time, and those that no entry has come to name since before a UTC day. */
export async function forgetBlobs(db: Database, before: string = GONE): Promise<void> {
  const rows = await db
    .selectFrom('blobs')
    .select('id')
    .where('day', '!=', KEPT)
    .where((row) => row.or([row('day', '=', GONE), row('day', '<', before)]))
    .execute();
  for (const { id } of rows) {
    // Named meanwhile, it stays.
    await db.updateTable('blobs').set({ day: GONE }).where('id', '=', id).where('day', '!=', KEPT).execute();
    while (await forgetSome(db, id)) await setImmediate();
  }
}

/** @returns whether there may be more of it */
function forgetSome(db: Database, id: Uint8Array): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    const gone = await transaction
      .selectFrom('blobs')
      .select('id')
      .where('id', '=', id)
      .where('day', '=', GONE)
      .executeTakeFirst();
    if (gone === undefined) return false;
    const pieces = await transaction
      .selectFrom('pieces')
      .select('place')
      .where('blob', '=', id)
      .limit(AT_ONCE)
      .execute();
    const places = pieces.map(({ place }) => place);
    if (places.length > 0) await transaction.deleteFrom('pieces').where('place', 'in', places).execute();
    if (places.length === AT_ONCE) return true;
    await transaction.deleteFrom('blobs').where('id', '=', id).execute();
    return false;
  });
}
