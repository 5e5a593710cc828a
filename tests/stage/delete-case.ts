import { typed } from '../../crypto/bytes.ts';
import { keepLeaves } from '../../db/log.ts';
import { inTransaction, type Database } from '../../db/tables.ts';

/** Deletes a case with everything that is its own. */
export function deleteCase(db: Database, caseId: Uint8Array): Promise<void> {
  return inTransaction(db, async (transaction) => {
    await keepLeaves(transaction, typed('CaseId', new Uint8Array(caseId)));
    const blobs = transaction.selectFrom('blobs').select('id').where('case_id', '=', caseId);
    await transaction.deleteFrom('pieces').where('blob', 'in', blobs).execute();
    for (const table of ['entries', 'slot_sets', 'blobs'] as const)
      await transaction.deleteFrom(table).where('case_id', '=', caseId).execute();
    await transaction.deleteFrom('cases').where('id', '=', caseId).execute();
  });
}
