/** Challenges that were used, with work or by a passkey, so that none is used twice. */
import { prepared } from './prepared.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

export interface SpentWork {
  /** What makes the challenge this server's, which names it: it says no time of day. */
  readonly challenge: string;
  /** UTC day on which it expires. */
  readonly day: string;
}

const insertWork = prepared<SpentWork>((db, value) =>
  db
    .insertInto('spent_works')
    .values({ challenge: value('challenge'), day: value('day') })
    .onConflict((conflict) => conflict.column('challenge').doNothing()),
);

/** @returns false when it was used before */
export async function spendWork(db: DatabaseTransaction, work: SpentWork): Promise<boolean> {
  const spent = await insertWork(db, work);
  return spent === 1;
}

/** Forgets works that expired before a UTC day. */
export async function forgetWorks(db: Database, before: string): Promise<void> {
  await db.deleteFrom('spent_works').where('day', '<', before).execute();
}
