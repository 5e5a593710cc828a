/** Slot sets: case keys sealed to people whom the rows do not name. */
import type { CaseId, SlotSetBytes } from '../crypto/bytes.ts';
import { drawPlace } from './place.ts';
import { prepared } from './prepared.ts';
import type { Database, DatabaseTransaction, Tables } from './tables.ts';

export type AudienceName = 'shared' | 'officers' | 'custodians';

export interface SlotSetRecord {
  readonly caseId: CaseId;
  readonly audience: AudienceName;
  readonly epoch: number;
  /** 0 is the founding set of its audience and epoch. */
  readonly ordinal: number;
  readonly bytes: SlotSetBytes;
  /** UTC day. */
  readonly day: string;
}

const insertSlotSet = prepared<SlotSetRecord & { place: number }>((db, value) =>
  db
    .insertInto('slot_sets')
    .values({
      place: value('place'),
      case_id: value('caseId'),
      audience: value('audience'),
      epoch: value('epoch'),
      ordinal: value('ordinal'),
      bytes: value('bytes'),
      day: value('day'),
    })
    .onConflict((conflict) => conflict.columns(['case_id', 'audience', 'epoch', 'ordinal']).doNothing()),
);

/** @returns false when one of them is there already: the transaction is then to be undone */
export async function addSlotSets(db: DatabaseTransaction, sets: readonly SlotSetRecord[]): Promise<boolean> {
  for (const set of sets) {
    const added = await insertSlotSet(db, { ...set, place: drawPlace() });
    if (added !== 1) return false;
  }
  return true;
}

/** All slot sets of cases, of these audiences. */
export async function readSlotSets(
  db: Database,
  cases: readonly CaseId[],
  audiences: readonly AudienceName[],
): Promise<SlotSetRecord[]> {
  if (cases.length === 0) return [];
  const rows = await db
    .selectFrom('slot_sets')
    .selectAll()
    .where('case_id', 'in', cases)
    .where('audience', 'in', audiences)
    .orderBy('case_id')
    .orderBy('epoch')
    .orderBy('ordinal')
    .execute();
  return rows.map(record);
}

/** Slot sets of one audience of a case in the order they came, after the first `from`. */
export async function readSlotSetsFrom(
  db: Database,
  caseId: CaseId,
  audience: AudienceName,
  from: number,
  limit: number,
  founding = false,
): Promise<SlotSetRecord[]> {
  const sets = db
    .selectFrom('slot_sets')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('audience', '=', audience);
  const rows = await (founding ? sets.where('ordinal', '=', 0) : sets)
    .orderBy('epoch')
    .orderBy('ordinal')
    .limit(limit)
    .offset(from)
    .execute();
  return rows.map(record);
}

/** Where a slot set stands, and how long it is. */
export interface SlotSetPlace extends Omit<SlotSetRecord, 'bytes'> {
  readonly length: number;
}

/** Where the slot sets of cases stand, in the order they came; the sets themselves are not read. */
export async function readSlotSetPlaces(db: Database, cases: readonly CaseId[]): Promise<SlotSetPlace[]> {
  if (cases.length === 0) return [];
  const rows = await db
    .selectFrom('slot_sets')
    .select(['case_id', 'audience', 'epoch', 'ordinal', 'day'])
    .select(({ fn }) => fn<number>('length', ['bytes']).as('length'))
    .where('case_id', 'in', cases)
    .orderBy('case_id')
    .orderBy('epoch')
    .orderBy('ordinal')
    .execute();
  return rows.map(({ case_id: id, length, audience, ...row }) => ({
    ...row,
    caseId: new Uint8Array(id) as CaseId,
    audience: audience as AudienceName,
    length: Number(length),
  }));
}

/** One founding slot set; undefined when there is none of that epoch. */
export async function readFounding(
  db: Database,
  caseId: CaseId,
  audience: AudienceName,
  epoch: number,
): Promise<SlotSetRecord | undefined> {
  const row = await db
    .selectFrom('slot_sets')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('audience', '=', audience)
    .where('epoch', '=', epoch)
    .where('ordinal', '=', 0)
    .executeTakeFirst();
  return row && record(row);
}

/** The founding slot set of the newest epoch of an audience. */
export async function readNewestFounding(
  db: Database,
  caseId: CaseId,
  audience: AudienceName,
): Promise<SlotSetRecord | undefined> {
  const row = await db
    .selectFrom('slot_sets')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('audience', '=', audience)
    .where('ordinal', '=', 0)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && record(row);
}

function record(row: Tables['slot_sets']): SlotSetRecord {
  return {
    caseId: new Uint8Array(row.case_id) as CaseId,
    audience: row.audience as AudienceName,
    epoch: row.epoch,
    ordinal: row.ordinal,
    bytes: new Uint8Array(row.bytes) as SlotSetBytes,
    day: row.day,
  };
}
