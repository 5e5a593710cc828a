/**
 * The public log: tiles of its tree, and its closings. Leaves are the hashes of entries; until its day is closed an entry's
 * is looked up where the entry is, and afterwards the log alone has it.
 */
import { SqliteAdapter } from 'kysely';
import { typed, type CaseId, type Hash } from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction } from './tables.ts';
import { holdTurn } from './turns.ts';

export interface TileRecord {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

export interface ClosingRecord {
  /** UTC day. */
  readonly day: string;
  /** Number of leaves. */
  readonly size: number;
  readonly note: Uint8Array;
}

/**
 * Waits for all who are writing entries, and keeps others from it until the transaction ends: what they write afterwards
 * is stamped for a day that is not closed.
 * @returns the day of the newest turn, and the last that was closed
 */
export function lockDays(transaction: DatabaseTransaction): Promise<{ day: string; closed: string }> {
  const reading = transaction.selectFrom('clock').select(['day', 'closed']);
  const isSqlite = transaction.getExecutor().adapter instanceof SqliteAdapter;
  return (isSqlite ? reading : reading.forUpdate()).executeTakeFirstOrThrow();
}

/** Before every hash. Not empty: SQLite's driver takes no bytes for nothing at all. */
const NO_HASH = new Uint8Array(1);

/** Those after a day, up to another one. */
export interface Days {
  readonly after: string;
  readonly day: string;
}

/** Hashes of the entries of some days that are greater than `from`. */
function leavesOf(db: DatabaseTransaction, { after, day }: Days, from: Uint8Array) {
  const [entries, deleted] = (['entries', 'deleted_leaves'] as const).map((table) =>
    db
      .selectFrom(table)
      .select('hash')
      .where('day', '>', after)
      .where('day', '<=', day)
      .where('hash', '>', from),
  );
  return entries!.unionAll(deleted!);
}

export async function countLeaves(db: DatabaseTransaction, days: Days): Promise<number> {
  const { count } = await db
    .selectFrom(leavesOf(db, days, NO_HASH).as('leaves'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Hashes of the entries of some days, in the order of the hashes.
 * @param from the hash before the first; null for all
 */
export async function readLeaves(
  db: DatabaseTransaction,
  days: Days,
  from: Hash | null,
  limit: number,
): Promise<Hash[]> {
  const leaves = leavesOf(db, days, from ?? NO_HASH);
  const rows = await leaves.orderBy('hash').limit(limit).execute();
  return rows.map(({ hash }) => typed('Hash', new Uint8Array(hash)));
}

/**
 * Keeps for the log what a case has in it that is not closed yet. Whatever deletes a case calls it first, in the same
 * transaction: no leaf is lost with its entry.
 */
export async function keepLeaves(transaction: DatabaseTransaction, caseId: CaseId): Promise<void> {
  const closed = await holdTurn(transaction);
  await transaction
    .insertInto('deleted_leaves')
    .columns(['hash', 'day'])
    .expression((from) =>
      from
        .selectFrom('entries')
        .select(['hash', 'day'])
        .where('case_id', '=', caseId)
        .where('day', '>', closed)
        .orderBy('hash'),
    )
    .execute();
}

/** Adds tiles, or writes those that have got more hashes. */
export async function putTiles(
  transaction: DatabaseTransaction,
  tiles: readonly TileRecord[],
): Promise<void> {
  if (tiles.length === 0) return;
  const values = tiles.map(({ level, index, hashes }) => ({ level, index, hashes }));
  await transaction
    .insertInto('tiles')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['level', 'index']).doUpdateSet({ hashes: (row) => row.ref('excluded.hashes') }),
    )
    .execute();
}

/** A tile, or several that follow one another; fewer where there are no more. */
export async function readTiles(
  db: Database | DatabaseTransaction,
  { level, index }: Pick<TileRecord, 'level' | 'index'>,
  count = 1,
): Promise<TileRecord[]> {
  const rows = await db
    .selectFrom('tiles')
    .selectAll()
    .where('level', '=', level)
    .where('index', '>=', index)
    .where('index', '<', index + count)
    .orderBy('index')
    .execute();
  return rows.map((row) => ({ ...row, hashes: new Uint8Array(row.hashes) }));
}

/** Ends a day: from now on nothing is stamped for it. */
export async function addClosing(transaction: DatabaseTransaction, closing: ClosingRecord): Promise<void> {
  const { day } = closing;
  await transaction
    .insertInto('closings')
    .values({ ...closing })
    .execute();
  await transaction.updateTable('clock').set({ closed: day }).execute();
  await transaction.deleteFrom('deleted_leaves').where('day', '<=', day).execute();
}

function readClosings(db: Database | DatabaseTransaction) {
  return db.selectFrom('closings').selectAll().limit(1);
}

async function one(closings: ReturnType<typeof readClosings>): Promise<ClosingRecord | null> {
  const row = await closings.executeTakeFirst();
  return row === undefined ? null : { ...row, note: new Uint8Array(row.note) };
}

export function newestClosing(db: Database | DatabaseTransaction): Promise<ClosingRecord | null> {
  return one(readClosings(db).orderBy('day', 'desc'));
}

/** The closing of exactly this day. */
export function closingOf(db: Database, day: string): Promise<ClosingRecord | null> {
  return one(readClosings(db).where('day', '=', day));
}

/** The first closing that covers a day; null while it is not closed. */
export function closingFor(db: Database, day: string): Promise<ClosingRecord | null> {
  return one(readClosings(db).where('day', '>=', day).orderBy('day'));
}

/** The closing before another one. */
export function closingBefore(db: Database, day: string): Promise<ClosingRecord | null> {
  return one(readClosings(db).where('day', '<', day).orderBy('day', 'desc'));
}

/** Puts a note with more signatures in the place of a closing's. */
export async function replaceNote(
  transaction: DatabaseTransaction,
  { day, note }: Pick<ClosingRecord, 'day' | 'note'>,
): Promise<void> {
  await transaction.updateTable('closings').set({ note }).where('day', '=', day).execute();
}
