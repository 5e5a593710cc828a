/** Cases, their two chains, and the list of what happened to them by day. */
import { equal, typed, type CaseId, type EntryBytes, type Hash, type Signature } from '../crypto/bytes.ts';
import { addSlotSets, type SlotSetRecord } from './slot-sets.ts';
import { prepared } from './prepared.ts';
import { inTransaction, type Database, type DatabaseTransaction, type Tables } from './tables.ts';
import { spendWork, type SpentWork } from './works.ts';

export type ChainName = 'shared' | 'internal';

export interface EntryRecord {
  readonly caseId: CaseId;
  readonly chain: ChainName;
  readonly seq: number;
  readonly bytes: EntryBytes;
  readonly hash: Hash;
  /** UTC day of the stamp. */
  readonly day: string;
  readonly stamp: Signature;
}

export interface StampRecord {
  readonly day: string;
  readonly stamp: Signature;
}

/** What became of a write. Every outcome but `stored` left nothing behind. */
export type WriteOutcome =
  /** Durable now, or since an earlier sending of the same bytes: the stamp is the first one. */
  | { readonly result: 'stored'; readonly stamp: StampRecord }
  /** Something else is there already. */
  | { readonly result: 'conflict'; readonly head: { readonly seq: number; readonly hash: Hash } }
  | { readonly result: 'work-spent' }
  | { readonly result: 'unknown-case' };

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
  write: (transaction: DatabaseTransaction) => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  try {
    return await inTransaction(db, write);
  } catch (error) {
    if (error instanceof Refusal) return error.outcome;
    throw error;
  }
}

/** Opens a case with its first entry and founding slot sets. */
export function openCase(
  db: Database,
  entry: EntryRecord,
  slotSets: readonly SlotSetRecord[],
  work: SpentWork,
): Promise<WriteOutcome> {
  return allOrNothing(db, async (transaction) => {
    const opened = await insertCase(transaction, {
      id: entry.caseId,
      day: entry.day,
      shared: 1,
      internal: 0,
      slot_sets: slotSets.length,
    });
    if (opened === 0) return sameOrConflict(transaction, entry);
    if (!(await spendWork(transaction, work))) throw new Refusal({ result: 'work-spent' });
    await insertEntry(transaction, entry);
    await addSlotSets(transaction, slotSets);
    return { result: 'stored', stamp: entry };
  });
}

/**
 * Adds the next entry of a chain, and the slot sets that go with it.
 * @param previous hash of the entry before; the chain's head must be it
 */
export function appendEntry(
  db: Database,
  entry: EntryRecord,
  previous: Hash,
  extra: { readonly work?: SpentWork | undefined; readonly slotSets?: readonly SlotSetRecord[] },
): Promise<WriteOutcome> {
  const { work, slotSets = [] } = extra;
  return allOrNothing(db, async (transaction) => {
    const head = await readHead(transaction, entry.caseId, entry.chain);
    if (head === 'unknown-case') return { result: 'unknown-case' };
    // Looked up only now: the same bytes may have been stored by another connection while this one began.
    if (entry.seq !== head.seq + 1 || !equal(previous, head.hash)) return sameOrConflict(transaction, entry);
    // Two writers at the same instant: the key of the row decides, and the second is told the new head.
    const counted = await transaction
      .updateTable('cases')
      .set({
        day: entry.day,
        [entry.chain]: entry.seq + 1,
        slot_sets: (sets) => sets('slot_sets', '+', slotSets.length),
      })
      .where('id', '=', entry.caseId)
      .where(entry.chain, '=', entry.seq)
      .executeTakeFirst();
    if (counted.numUpdatedRows === 0n) throw new Refusal(await sameOrConflict(transaction, entry));
    if (work && !(await spendWork(transaction, work))) throw new Refusal({ result: 'work-spent' });
    await insertEntry(transaction, entry);
    if (slotSets.length > 0 && !(await addSlotSets(transaction, slotSets))) {
      throw new Refusal({ result: 'conflict', head });
    }
    return { result: 'stored', stamp: entry };
  });
}

const insertCase = prepared<Tables['cases']>((db, value) =>
  db
    .insertInto('cases')
    .values({
      id: value('id'),
      day: value('day'),
      shared: value('shared'),
      internal: value('internal'),
      slot_sets: value('slot_sets'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

const insertEntry = prepared<EntryRecord>((db, value) =>
  db.insertInto('entries').values({
    case_id: value('caseId'),
    chain: value('chain'),
    seq: value('seq'),
    bytes: value('bytes'),
    hash: value('hash'),
    day: value('day'),
    stamp: value('stamp'),
  }),
);

async function readStored(db: DatabaseTransaction, caseId: CaseId, chain: ChainName, seq: number) {
  return db
    .selectFrom('entries')
    .select(['hash', 'day', 'stamp'])
    .where('case_id', '=', caseId)
    .where('chain', '=', chain)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** The same bytes sent again get their first stamp; other bytes get the head. */
async function sameOrConflict(db: DatabaseTransaction, entry: EntryRecord): Promise<WriteOutcome> {
  const stored = await readStored(db, entry.caseId, entry.chain, entry.seq);
  if (stored !== undefined && equal(new Uint8Array(stored.hash), entry.hash)) {
    const stamp = typed('Signature', new Uint8Array(stored.stamp));
    return { result: 'stored', stamp: { day: stored.day, stamp } };
  }
  const head = await readHead(db, entry.caseId, entry.chain);
  return head === 'unknown-case' ? { result: 'unknown-case' } : { result: 'conflict', head };
}

const NO_HASH = new Uint8Array(32) as Hash;

/** The last entry of a chain; seq -1 and a hash of zeros for a chain that has none. */
async function readHead(
  db: DatabaseTransaction,
  caseId: CaseId,
  chain: ChainName,
): Promise<{ seq: number; hash: Hash } | 'unknown-case'> {
  const counts = await db.selectFrom('cases').select(chain).where('id', '=', caseId).executeTakeFirst();
  if (counts === undefined) return 'unknown-case';
  const seq = counts[chain] - 1;
  const last = await readStored(db, caseId, chain, seq);
  return { seq, hash: last ? typed('Hash', new Uint8Array(last.hash)) : NO_HASH };
}

export async function caseExists(db: Database, caseId: CaseId): Promise<boolean> {
  const row = await db.selectFrom('cases').select('id').where('id', '=', caseId).executeTakeFirst();
  return row !== undefined;
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
  return rows.map((row) => ({
    bytes: new Uint8Array(row.bytes) as EntryBytes,
    day: row.day,
    stamp: typed('Signature', new Uint8Array(row.stamp)),
  }));
}

export interface ActivityRecord {
  readonly caseId: CaseId;
  readonly day: string;
  readonly shared: number;
  readonly internal: number;
  readonly slotSets: number;
}

/** Cases whose newest entry is of `after.day` or later, by day and then by id, beyond `after`. */
export async function readActivity(
  db: Database,
  after: { readonly day: string; readonly caseId: CaseId | null },
  limit: number,
): Promise<ActivityRecord[]> {
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where((row) =>
      after.caseId === null
        ? row('day', '>=', after.day)
        : row.or([
            row('day', '>', after.day),
            row.and([row('day', '=', after.day), row('id', '>', after.caseId)]),
          ]),
    )
    .orderBy('day')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    caseId: typed('CaseId', new Uint8Array(row.id)),
    day: row.day,
    shared: row.shared,
    internal: row.internal,
    slotSets: row.slot_sets,
  }));
}
