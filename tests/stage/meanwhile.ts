/** Two things at the same instant, one of which has not ended when the other begins. */
import { expect } from 'vitest';
import { sql } from 'kysely';
import { inTransaction, type Database, type DatabaseTransaction } from '../../db/tables.ts';

/**
 * Asks while a transaction is open, which ends as soon as what was asked is done or waits for it. SQLite has one writer:
 * what was asked comes after it there.
 */
export async function meanwhile<T>(
  db: Database,
  isPostgres: boolean,
  hold: (transaction: DatabaseTransaction) => Promise<unknown>,
  ask: () => Promise<T>,
): Promise<PromiseSettledResult<T>> {
  let isDone = false;
  let asked = Promise.allSettled<T>([]);
  const waits = async () => {
    const { rows } = await sql`select 1 from pg_locks where not granted`.execute(db);
    return isDone || rows.length > 0;
  };
  await inTransaction(db, async (transaction) => {
    await hold(transaction);
    asked = Promise.allSettled([ask()]);
    void asked.then(() => (isDone = true));
    if (isPostgres) await expect.poll(waits, { interval: 10, timeout: 120_000 }).toBe(true);
  });
  return (await asked)[0]!;
}
