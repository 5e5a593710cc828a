/** Cases, their two chains, and the list of what happened to them by turn. */
import {
  equal,
  typed,
  type BlobId,
  type CaseId,
  type EntryBytes,
  type Hash,
  type Signature,
} from '../crypto/bytes.ts';
import { deleteBlobs, keepBlobs } from './blobs.ts';
import { drawPlace } from './place.ts';
import { newestVersion } from './directories.ts';
import { addSlotSets, type SlotSetRecord } from './slot-sets.ts';
import { prepared } from './prepared.ts';
import { noteWritten } from './unsettled.ts';
import { inTransaction, type Database, type DatabaseTransaction, type Tables } from './tables.ts';
import { nameOfCase, sound } from './trouble.ts';
import { holdTurn } from './turns.ts';

export type ChainName = 'shared' | 'internal';

export interface EntryRecord {
  readonly caseId: CaseId;
  readonly chain: ChainName;
  readonly seq: number;
  readonly bytes: EntryBytes;
  readonly hash: Hash;
  /**
   * Stamps it in its place.
   * @param before the UTC day of the entry before, null for the first: no chain goes back
   * @param closed the last UTC day that the log was closed for: nothing more is stamped for it
   */
  readonly stampAfter: (before: string | null, closed: string) => StampRecord;
}

export interface StampRecord {
  /** UTC day. */
  readonly day: string;
  readonly stamp: Signature;
}

/** What became of a write. Every outcome but `stored` left nothing behind. */
export type WriteOutcome =
  /** Durable now, or since an earlier sending of the same bytes: the stamp is the first one. */
  | { readonly result: 'stored'; readonly isNew: boolean; readonly stamp: StampRecord }
  /** Something else is there already. */
  | { readonly result: 'conflict'; readonly head: { readonly seq: number; readonly hash: Hash } }
  | { readonly result: 'work-spent' }
  /** The sets name a directory that is not the newest: nobody is given a key by a list that is no longer true. */
  | { readonly result: 'directory-changed' }
  /** A file that it names has not come whole. */
  | { readonly result: 'blob-missing' }
  | { readonly result: 'unknown-case' };

/** What becomes of files with an entry. */
export interface Blobs {
  readonly kept: readonly BlobId[];
  readonly deleted: readonly BlobId[];
}

/** A refusal found halfway: thrown to undo what the transaction wrote, caught at its edge. */
class Refusal extends Error {
  readonly outcome: WriteOutcome;

  constructor(outcome: WriteOutcome) {
    super(outcome.result);
    this.outcome = outcome;
  }
}

async function allOrNothing(
  db: Database,
  caseId: CaseId,
  write: (transaction: DatabaseTransaction) => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  try {
    const outcome = await inTransaction(db, write);
    if (outcome.result === 'stored') noteWritten(db, caseId);
    return outcome;
  } catch (error) {
    if (error instanceof Refusal) return error.outcome;
    throw error;
  }
}

/**
 * Opens a case with its first entry and founding slot sets.
 * @param isPaid whether its work was good
 * @param directory the version that the sets name, null for one that is not the newest
 */
export function openCase(
  db: Database,
  entry: EntryRecord,
  slotSets: readonly SlotSetRecord[],
  isPaid: boolean,
  directory: number | null,
): Promise<WriteOutcome> {
  return allOrNothing(db, entry.caseId, async (transaction) => {
    const closed = await holdTurn(transaction);
    const opened = await insertCase(transaction, {
      id: entry.caseId,
      shared: 1,
      internal: 0,
      slot_sets: slotSets.length,
      directory: directory ?? 0,
    });
    if (opened === 0) {
      const found = await sameOrConflict(transaction, entry);
      return found.result === 'unknown-case' ? { result: 'directory-changed' } : found;
    }
    if (!isPaid) throw new Refusal({ result: 'work-spent' });
    const stamp = entry.stampAfter(null, closed);
    await insertEntry(transaction, { ...entry, ...stamp, place: drawPlace() });
    await addSlotSets(transaction, slotSets);
    return { result: 'stored', isNew: true, stamp };
  });
}

/**
 * Adds the next entry of a chain, and the slot sets that go with it.
 * @param previous hash of the entry before; the chain's head must be it
 * @param extra.isPaid whether its work was good, where it needs any
 */
export function appendEntry(
  db: Database,
  entry: EntryRecord,
  previous: Hash,
  extra: {
    readonly isPaid?: boolean;
    readonly slotSets?: readonly SlotSetRecord[];
    /** The version that the sets name, null for one that is not the newest. */
    readonly directory?: number | null;
    /** Files that it names, and files that it says are deleted. */
    readonly blobs?: Blobs;
  },
): Promise<WriteOutcome> {
  const { isPaid = true, slotSets = [], directory = null, blobs = { kept: [], deleted: [] } } = extra;
  return allOrNothing(db, entry.caseId, async (transaction) => {
    const closed = await holdTurn(transaction);
    const head = await readHead(transaction, entry.caseId, entry.chain);
    if (head === 'unknown-case') return { result: 'unknown-case' };
    // Looked up only now: the same bytes may have been stored by another connection while this one began.
    if (entry.seq !== head.seq + 1 || !equal(previous, head.hash)) return sameOrConflict(transaction, entry);
    if (slotSets.length > 0 && (await newestVersion(transaction)) !== directory)
      return { result: 'directory-changed' };
    // Two writers at the same instant: the key of the row decides, and the second is told the new head.
    if (!(await countEntry(transaction, entry, slotSets.length))) {
      const found = await sameOrConflict(transaction, entry);
      const isAsItWas =
        found.result === 'conflict' &&
        found.head.seq === head.seq &&
        equal(found.head.hash, head.hash) &&
        // While it waited, the row was put elsewhere (`stir.ts`).
        (await countEntry(transaction, entry, slotSets.length));
      if (!isAsItWas) throw new Refusal(found);
    }
    if (!isPaid) throw new Refusal({ result: 'work-spent' });
    const stamp = entry.stampAfter(head.day, closed);
    await insertEntry(transaction, { ...entry, ...stamp, place: drawPlace() });
    if (slotSets.length > 0 && !(await addSlotSets(transaction, slotSets))) {
      throw new Refusal({ result: 'conflict', head });
    }
    if (!(await keepBlobs(transaction, entry.caseId, blobs.kept)))
      throw new Refusal({ result: 'blob-missing' });
    await deleteBlobs(transaction, entry.caseId, blobs.deleted);
    return { result: 'stored', isNew: true, stamp };
  });
}

/** Counts the next entry of a chain. @returns false where that is not the next one by now */
async function countEntry(
  db: DatabaseTransaction,
  { caseId, chain, seq }: EntryRecord,
  slotSets: number,
): Promise<boolean> {
  const counted = await db
    .updateTable('cases')
    .set({
      turn: (row) => row.selectFrom('clock').select('clock.turn'),
      [chain]: seq + 1,
      slot_sets: (sets) => sets('slot_sets', '+', slotSets),
    })
    .where('id', '=', caseId)
    .where(chain, '=', seq)
    .executeTakeFirst();
  return counted.numUpdatedRows === 1n;
}

/** Under the turn that is held. In one statement, so that no version comes between looking and writing. */
const insertCase = prepared<Omit<Tables['cases'], 'turn' | 'opened'> & { readonly directory: number }>(
  (db, value) =>
    db
      .insertInto('cases')
      .columns(['id', 'turn', 'opened', 'shared', 'internal', 'slot_sets'])
      .expression(
        db
          .selectFrom('clock')
          .select((make) => [
            make.val(value('id')).as('id'),
            'clock.turn as turn',
            'clock.turn as opened',
            make.val(value('shared')).as('shared'),
            make.val(value('internal')).as('internal'),
            make.val(value('slot_sets')).as('slot_sets'),
          ])
          .where((make) =>
            make.exists(
              db
                .selectFrom('directories')
                .select(({ fn }) => fn.max('version').as('newest'))
                .having(({ fn }) => fn.max('version'), '=', value('directory')),
            ),
          ),
      )
      .onConflict((conflict) => conflict.column('id').doNothing()),
);

const insertEntry = prepared<Omit<EntryRecord, 'stampAfter'> & StampRecord & { place: number }>((db, value) =>
  db.insertInto('entries').values({
    place: value('place'),
    case_id: value('caseId'),
    chain: value('chain'),
    seq: value('seq'),
    bytes: value('bytes'),
    hash: value('hash'),
    day: value('day'),
    stamp: value('stamp'),
  }),
);

async function readStored(db: Database, caseId: CaseId, chain: ChainName, seq: number) {
  return db
    .selectFrom('entries')
    .select(['hash', 'day', 'stamp'])
    .where('case_id', '=', caseId)
    .where('chain', '=', chain)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** The stamp of an entry that is there already; undefined where it is not, or another one is. */
export async function findStamp(
  db: Database,
  { header, hash }: { readonly header: Pick<EntryRecord, 'caseId' | 'chain' | 'seq'>; readonly hash: Hash },
): Promise<StampRecord | undefined> {
  const stored = await readStored(db, header.caseId, header.chain, header.seq);
  if (stored === undefined || !equal(new Uint8Array(stored.hash), hash)) return undefined;
  return { day: stored.day, stamp: typed('Signature', new Uint8Array(stored.stamp)) };
}

/** The same bytes sent again get their first stamp; other bytes get the head. */
async function sameOrConflict(db: DatabaseTransaction, entry: EntryRecord): Promise<WriteOutcome> {
  const stored = await readStored(db, entry.caseId, entry.chain, entry.seq);
  if (stored !== undefined && equal(new Uint8Array(stored.hash), entry.hash)) {
    const stamp = typed('Signature', new Uint8Array(stored.stamp));
    return { result: 'stored', isNew: false, stamp: { day: stored.day, stamp } };
  }
  const head = await readHead(db, entry.caseId, entry.chain);
  return head === 'unknown-case' ? { result: 'unknown-case' } : { result: 'conflict', head };
}

const NO_HASH = new Uint8Array(32) as Hash;

/** The last entry of a chain; seq -1, a hash of zeros and no day for a chain that has none. */
async function readHead(
  db: DatabaseTransaction,
  caseId: CaseId,
  chain: ChainName,
): Promise<{ seq: number; hash: Hash; day: string | null } | 'unknown-case'> {
  const counts = await db.selectFrom('cases').select(chain).where('id', '=', caseId).executeTakeFirst();
  if (counts === undefined) return 'unknown-case';
  const seq = counts[chain] - 1;
  const last = await readStored(db, caseId, chain, seq);
  return { seq, hash: last ? typed('Hash', new Uint8Array(last.hash)) : NO_HASH, day: last?.day ?? null };
}

export async function caseExists(db: Database, caseId: CaseId): Promise<boolean> {
  const row = await db.selectFrom('cases').select('id').where('id', '=', caseId).executeTakeFirst();
  return row !== undefined;
}

/** Bytes of each entry of a chain from `from` on, at most `limit`, with its day: the entries themselves are not read. */
export async function readLengths(
  db: Database,
  caseId: CaseId,
  chain: ChainName,
  from: number,
  limit: number,
): Promise<{ day: string; bytes: number }[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['day', ({ fn }) => fn<number>('length', ['bytes']).as('bytes')])
    .where('case_id', '=', caseId)
    .where('chain', '=', chain)
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ day, bytes }) => ({ day, bytes: Number(bytes) }));
}

/** Entries of a chain from `from` on, at most `limit`. */
export async function readChain(
  db: Database,
  caseId: CaseId,
  chain: ChainName,
  from: number,
  limit: number,
): Promise<{ bytes: EntryBytes; day: string; stamp: Signature }[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['bytes', 'day', 'stamp'])
    .where('case_id', '=', caseId)
    .where('chain', '=', chain)
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row, i) =>
    sound(`entry ${from + i} of the ${chain} chain of ${nameOfCase(caseId)}`, () => ({
      bytes: new Uint8Array(row.bytes) as EntryBytes,
      day: row.day,
      stamp: typed('Signature', new Uint8Array(row.stamp)),
    })),
  );
}
