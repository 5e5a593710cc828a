/** Officers' accounts: what lets a person in, and the vaults only that person can open. */
import {
  typed,
  type AccountId,
  type BoxBytes,
  type PersonId,
  type Salt,
  type SigningPublicKey,
} from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction, Tables } from './tables.ts';

export type UnlockMethodName = 'passphrase' | 'words';

export interface AccountRecord {
  readonly id: AccountId;
  readonly person: PersonId;
  readonly salt: Salt;
  readonly vault: BoxBytes;
  readonly authorityVault: BoxBytes | null;
}

export interface UnlockRecord {
  readonly method: UnlockMethodName;
  readonly signInKey: SigningPublicKey;
  readonly wrappedKey: BoxBytes;
}

/** What an account gives to whoever unlocks it one way. */
export interface UnlockableAccount extends Pick<AccountRecord, 'person' | 'vault' | 'authorityVault'> {
  readonly unlock: Pick<UnlockRecord, 'signInKey' | 'wrappedKey'>;
}

/** @returns false, and nothing written, when the account's name or its person has an account already */
export async function addAccount(
  db: DatabaseTransaction,
  account: AccountRecord,
  unlocks: readonly UnlockRecord[],
): Promise<boolean> {
  const { authorityVault, ...rest } = account;
  const added = await db
    .insertInto('accounts')
    .values({ ...rest, authority_vault: authorityVault })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) return false;
  await insertUnlocks(db, account.id, unlocks);
  return true;
}

async function insertUnlocks(db: DatabaseTransaction, account: AccountId, unlocks: readonly UnlockRecord[]) {
  await db
    .insertInto('unlocks')
    .values(
      unlocks.map(({ method, signInKey, wrappedKey }) => ({
        account,
        method,
        sign_in_key: signInKey,
        wrapped_key: wrappedKey,
      })),
    )
    .execute();
}

export async function readSalt(db: Database, id: AccountId): Promise<Salt | undefined> {
  const row = await db.selectFrom('accounts').select('salt').where('id', '=', id).executeTakeFirst();
  return row && typed('Salt', new Uint8Array(row.salt));
}

/** An account by id with one way to unlock it; undefined when either is missing. */
export async function readUnlock(
  db: Database,
  id: AccountId,
  method: UnlockMethodName,
): Promise<UnlockableAccount | undefined> {
  const row = await db
    .selectFrom('accounts')
    .innerJoin('unlocks', 'unlocks.account', 'accounts.id')
    .select(UNLOCKABLE)
    .where('accounts.id', '=', id)
    .where('unlocks.method', '=', method)
    .executeTakeFirst();
  return row && toUnlockable(row);
}

/** The columns of an account joined with a way to unlock it, whichever table holds that. */
export const UNLOCKABLE = ['person', 'vault', 'authority_vault', 'sign_in_key', 'wrapped_key'] as const;

export function toUnlockable(
  row: Pick<Tables['accounts'] & Tables['unlocks'], (typeof UNLOCKABLE)[number]>,
): UnlockableAccount {
  return {
    person: typed('PersonId', new Uint8Array(row.person)),
    vault: new Uint8Array(row.vault) as BoxBytes,
    authorityVault: row.authority_vault && (new Uint8Array(row.authority_vault) as BoxBytes),
    unlock: {
      signInKey: typed('SigningPublicKey', new Uint8Array(row.sign_in_key)),
      wrappedKey: new Uint8Array(row.wrapped_key) as BoxBytes,
    },
  };
}

/**
 * Puts a way to unlock in the place of the one by the same method.
 * @param salt of a new passphrase
 * @returns false, and nothing written, when there is none by that method
 */
export async function replaceUnlock(
  db: DatabaseTransaction,
  account: AccountId,
  unlock: UnlockRecord,
  salt: Salt | null,
): Promise<boolean> {
  const replaced = await db
    .updateTable('unlocks')
    .set({ sign_in_key: unlock.signInKey, wrapped_key: unlock.wrappedKey })
    .where('account', '=', account)
    .where('method', '=', unlock.method)
    .executeTakeFirst();
  if (replaced.numUpdatedRows !== 1n) return false;
  if (salt !== null) await db.updateTable('accounts').set({ salt }).where('id', '=', account).execute();
  return true;
}

/** Puts a new vault and new ways to unlock it in the place of all that unlocked the account before. */
export async function replaceUnlocks(
  db: DatabaseTransaction,
  { id, salt, vault, authorityVault }: AccountRecord,
  unlocks: readonly UnlockRecord[],
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ salt, vault, authority_vault: authorityVault })
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('unlocks').where('account', '=', id).execute();
  await db.deleteFrom('passkeys').where('account', '=', id).execute();
  await insertUnlocks(db, id, unlocks);
}

/** The person an account belongs to. */
export async function readPerson(db: Database, id: AccountId): Promise<PersonId | undefined> {
  const row = await db.selectFrom('accounts').select('person').where('id', '=', id).executeTakeFirst();
  return row && typed('PersonId', new Uint8Array(row.person));
}

/** Deletes a person's account, with its sessions, unlock methods and keyring. */
export async function removeAccount(db: DatabaseTransaction, person: PersonId): Promise<void> {
  await db.deleteFrom('accounts').where('person', '=', person).execute();
}
