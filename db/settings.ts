/** Single values of the instance: its id, the server's own secrets, the set-up link's hash. */
import type { Database, DatabaseTransaction } from './tables.ts';

export async function readSetting(
  db: Database | DatabaseTransaction,
  name: string,
): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row && new Uint8Array(row.value);
}

/** Stores a value unless one is there. @returns the value that is there now */
export async function keepSetting(db: Database, name: string, value: Uint8Array): Promise<Uint8Array> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await readSetting(db, name)) ?? value;
}

/** Overwrites a value. */
export async function replaceSetting(db: Database, name: string, value: Uint8Array): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Deletes a value if it is still this one. @returns whether it was */
export async function takeSetting(
  db: DatabaseTransaction,
  name: string,
  value: Uint8Array,
): Promise<boolean> {
  const deleted = await db
    .deleteFrom('settings')
    .where('name', '=', name)
    .where('value', '=', value)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
