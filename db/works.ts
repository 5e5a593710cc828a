/** Proofs of work that were used, so that none is used twice. */
import type { Database, DatabaseTransaction } from './tables.ts';

export interface SpentWork {
  /** The challenge's signature, which names it. */
  readonly challenge: string;
  /** UTC day on which it expires. */
  readonly day: string;
}

/** @returns false when it was used before */
export async function spendWork(db: DatabaseTransaction, work: SpentWork): Promise<boolean> {
  const spent = await db
    .insertInto('spent_works')
    .values(work)
    .onConflict((conflict) => conflict.column('challenge').doNothing())
    .executeTakeFirst();
  return Number(spent.numInsertedOrUpdatedRows) === 1;
}

/** Forgets works that expired before a UTC day. */
export async function forgetWorks(db: Database, before: string): Promise<void> {
  await db.deleteFrom('spent_works').where('day', '<', before).execute();
}
