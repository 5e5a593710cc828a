/** Slot sets: case keys sealed to people whom the rows do not name. */
import type { CaseId, SlotSetBytes } from '../crypto/bytes.ts';
import { prepared } from './prepared.ts';
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

const insertSlotSet = prepared<SlotSetRecord>((db, value) =>
  db
    .insertInto('slot_sets')
    .values({
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
    const added = await insertSlotSet(db, set);
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
  return rows.map((row) => ({
    caseId: new Uint8Array(row.case_id) as CaseId,
    audience: row.audience as AudienceName,
    epoch: row.epoch,
    ordinal: row.ordinal,
    bytes: new Uint8Array(row.bytes) as SlotSetBytes,
    day: row.day,
  }));
}
