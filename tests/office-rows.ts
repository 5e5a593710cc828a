/** An office as its tables hold it, to begin again from: making accounts takes a passphrase’s time each. */
import type { Instance } from './running.ts';

export type OfficeRows = Awaited<ReturnType<typeof officeRows>>;

export async function officeRows({ context: { db } }: Instance) {
  return {
    directories: await db.selectFrom('directories').selectAll().execute(),
    accounts: await db.selectFrom('accounts').selectAll().execute(),
    unlocks: await db.selectFrom('unlocks').selectAll().execute(),
  };
}

/** Puts the office back as it was, with no case and no request. */
export async function restoreOffice({ context: { db } }: Instance, rows: OfficeRows): Promise<void> {
  for (const table of ['recoveries', 'cases', 'accounts', 'directories'] as const)
    await db.deleteFrom(table).execute();
  await db.insertInto('directories').values(rows.directories).execute();
  await db.insertInto('accounts').values(rows.accounts).execute();
  await db.insertInto('unlocks').values(rows.unlocks).execute();
}
