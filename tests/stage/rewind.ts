/** A database as it was: what a test writes makes no later one longer. What the server remembers beside it, such as sessions, stays. */
import { sql } from 'kysely';
import { inTransaction, type Database } from '../../db/tables.ts';

/** A name of a table that stands for any: which there are is known to the database alone. */
type AnyTable = 'cases';

/** Remembers all rows of an SQLite database. @returns what puts them back, and removes all others */
export async function keepRows(db: Database): Promise<() => Promise<void>> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name as AnyTable);
  const kept = await Promise.all(
    tables.map(async (table) => ({ table, rows: await db.selectFrom(table).selectAll().execute() })),
  );
  return () =>
    inTransaction(db, async (transaction) => {
      await sql`pragma defer_foreign_keys = on`.execute(transaction);
      for (const { table, rows } of kept) {
        await transaction.deleteFrom(table).execute();
        for (const row of rows) await transaction.insertInto(table).values(row).execute();
      }
    });
}
