/** An office as its tables hold it, to begin again from: making accounts takes a passphrase’s time each. */
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import type { Instance } from './running.ts';

export type OfficeRows = Awaited<ReturnType<typeof officeRows>>;

export async function officeRows({ context: { db } }: Instance) {
  return {
    directories: await db.selectFrom('directories').selectAll().execute(),
    accounts: await db.selectFrom('accounts').selectAll().execute(),
    unlocks: await db.selectFrom('unlocks').selectAll().execute(),
  };
}

/** Puts the office back as it was, with no case, no request and no invitation. */
export async function restoreOffice({ context }: Instance, rows: OfficeRows): Promise<void> {
  // What waits to be written down would come back with the next office.
  await writeDownKeyrings(context);
  const { db } = context;
  const tables = [
    'recoveries',
    'invitations',
    'entries',
    'slot_sets',
    'cases',
    'keyrings',
    'accounts',
    'directories',
  ] as const;
  for (const table of tables) await db.deleteFrom(table).execute();
  await db.insertInto('directories').values(rows.directories).execute();
  await db.insertInto('accounts').values(rows.accounts).execute();
  await db.insertInto('unlocks').values(rows.unlocks).execute();
}
