/** Slot sets: case keys sealed to people whom the rows do not name. */
import type { CaseId, SlotSetBytes } from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

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

/** @returns false, and nothing written, when one of them is there already */
export async function addSlotSets(db: DatabaseTransaction, sets: readonly SlotSetRecord[]): Promise<boolean> {
  const added = await db
    .insertInto('slot_sets')
    .values(sets.map(({ caseId, ...set }) => ({ case_id: caseId, ...set })))
    .onConflict((conflict) => conflict.columns(['case_id', 'audience', 'epoch', 'ordinal']).doNothing())
    .executeTakeFirst();
  return Number(added.numInsertedOrUpdatedRows) === sets.length;
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
  return rows.map((row) => ({
    caseId: new Uint8Array(row.case_id) as CaseId,
    audience: row.audience as AudienceName,
    epoch: row.epoch,
    ordinal: row.ordinal,
    bytes: new Uint8Array(row.bytes) as SlotSetBytes,
    day: row.day,
  }));
}
