/** Shares of officers' seeds: one sealed set an account, the newest. */
import { typed, type AccountId, type HelperList, type ShareSet, type Signature } from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

export interface ShareSetRecord {
  readonly set: ShareSet;
  readonly signature: Signature;
  readonly helpers: HelperList;
}

/** Puts a set in the place of the one before. */
export async function storeShareSet(
  db: DatabaseTransaction,
  account: AccountId,
  { set, signature, helpers }: ShareSetRecord,
): Promise<void> {
  const values = { bytes: set, signature, helpers };
  await db
    .insertInto('share_sets')
    .values({ account, ...values })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(values))
    .execute();
}

export async function readShareSet(db: Database, account: AccountId): Promise<ShareSetRecord | undefined> {
  const row = await db
    .selectFrom('share_sets')
    .select(['bytes', 'signature', 'helpers'])
    .where('account', '=', account)
    .executeTakeFirst();
  return (
    row && {
      set: typed('ShareSet', new Uint8Array(row.bytes)),
      signature: typed('Signature', new Uint8Array(row.signature)),
      helpers: typed('HelperList', new Uint8Array(row.helpers)),
    }
  );
}
