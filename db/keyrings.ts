/** Pages of officers' keyrings, as the server sealed them: a name that says nothing, and one length for all. */
import { sql } from 'kysely';
import { typed, type AccountId, type Hash } from '../crypto/bytes.ts';
import { drawPlace } from './place.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

export interface SealedPage {
  /** Whose page it is, to the server alone. */
  readonly name: Hash;
  readonly box: Uint8Array;
}

export async function readSealedPages(db: Database, names: readonly Hash[]): Promise<SealedPage[]> {
  const rows = await db.selectFrom('keyrings').select(['name', 'box']).where('name', 'in', names).execute();
  return rows.map(({ name, box }) => ({
    name: typed('Hash', new Uint8Array(name)),
    box: new Uint8Array(box),
  }));
}

/** How many accounts have a page of each number there is. */
export async function countPages(db: DatabaseTransaction): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('keyrings')
    .select(['page', ({ fn }) => fn.countAll().as('count')])
    .groupBy('page')
    .execute();
  return new Map(rows.map(({ page, count }) => [page, Number(count)]));
}

/** Puts the pages of one number, of all accounts, in the place of those before; they are stored in the order given. */
export async function replacePages(
  db: DatabaseTransaction,
  page: number,
  pages: readonly SealedPage[],
): Promise<void> {
  await db.deleteFrom('keyrings').where('page', '=', page).execute();
  for (const sealed of pages) {
    await db
      .insertInto('keyrings')
      .values({ ...sealed, page, place: drawPlace() })
      .execute();
  }
}

/** Has other servers wait until this transaction ends, where there are others. */
export async function lockKeyrings(db: DatabaseTransaction): Promise<void> {
  await db
    .updateTable('settings')
    .set({ value: sql.ref('value') })
    .where('name', '=', 'instance')
    .execute();
}

export async function readAccountIds(db: Database): Promise<AccountId[]> {
  const rows = await db.selectFrom('accounts').select('id').execute();
  return rows.map(({ id }) => typed('AccountId', new Uint8Array(id)));
}
