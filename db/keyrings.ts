/** Officers' keyrings: sealed pages, each replaced only over the revision that was read. */
import type { AccountId, BoxBytes } from '../crypto/bytes.ts';
import type { Database } from './tables.ts';

export interface KeyringPageRecord {
  readonly page: number;
  readonly revision: number;
  readonly box: BoxBytes;
}

export async function readKeyring(db: Database, account: AccountId): Promise<KeyringPageRecord[]> {
  const rows = await db
    .selectFrom('keyrings')
    .select(['page', 'revision', 'box'])
    .where('account', '=', account)
    .orderBy('page')
    .execute();
  return rows.map((row) => ({ ...row, box: new Uint8Array(row.box) as BoxBytes }));
}

/**
 * Stores a page.
 * @param revision the one it was made from; 0 for a page that was not there
 * @returns the new revision, or null when another one is stored by now
 */
export async function storeKeyringPage(
  db: Database,
  account: AccountId,
  page: number,
  revision: number,
  box: BoxBytes,
): Promise<number | null> {
  if (revision === 0) {
    const added = await db
      .insertInto('keyrings')
      .values({ account, page, revision: 1, box })
      .onConflict((conflict) => conflict.columns(['account', 'page']).doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n ? 1 : null;
  }
  const replaced = await db
    .updateTable('keyrings')
    .set({ revision: revision + 1, box })
    .where('account', '=', account)
    .where('page', '=', page)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return replaced.numUpdatedRows === 1n ? revision + 1 : null;
}
