/** Passkeys of officers' accounts, and whether the passphrase unlocks alone. */
import {
  typed,
  type AccountId,
  type BoxBytes,
  type CredentialKey,
  type PasskeyId,
  type Salt,
  type SigningPublicKey,
} from '../crypto/bytes.ts';
import { toUnlockable, UNLOCKABLE, type UnlockableAccount } from './accounts.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

export interface PasskeyRecord {
  readonly id: PasskeyId;
  readonly signInKey: SigningPublicKey;
  readonly credentialKey: CredentialKey;
  readonly wrappedKey: BoxBytes;
  readonly box: BoxBytes;
}

/** What unlocks an account besides its words. */
export interface UnlockSetRecord {
  /** `both`: there is no way to unlock by passphrase alone. */
  readonly mode: 'either' | 'both';
  /** With the UTC day each was added. */
  readonly passkeys: readonly (PasskeyRecord & { readonly day: string })[];
}

export async function readUnlockSet(db: Database, account: AccountId): Promise<UnlockSetRecord> {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('account', '=', account)
    .orderBy('day')
    .orderBy('id')
    .execute();
  const passphrase = await db
    .selectFrom('unlocks')
    .select('method')
    .where('account', '=', account)
    .where('method', '=', 'passphrase')
    .executeTakeFirst();
  return {
    mode: passphrase === undefined && rows.length > 0 ? 'both' : 'either',
    passkeys: rows.map((row) => ({
      id: typed('PasskeyId', new Uint8Array(row.id)),
      day: row.day,
      signInKey: typed('SigningPublicKey', new Uint8Array(row.sign_in_key)),
      credentialKey: new Uint8Array(row.credential_key) as CredentialKey,
      wrappedKey: new Uint8Array(row.wrapped_key) as BoxBytes,
      box: new Uint8Array(row.box) as BoxBytes,
    })),
  };
}

/** An account by id with one of its passkeys, and its authenticator's key; undefined when either is missing. */
export async function readPasskeyUnlock(
  db: Database,
  account: AccountId,
  id: PasskeyId,
): Promise<(UnlockableAccount & { readonly credentialKey: CredentialKey }) | undefined> {
  const row = await db
    .selectFrom('accounts')
    .innerJoin('passkeys', 'passkeys.account', 'accounts.id')
    .select([...UNLOCKABLE, 'credential_key'])
    .where('accounts.id', '=', account)
    .where('passkeys.id', '=', id)
    .executeTakeFirst();
  return row && { ...toUnlockable(row), credentialKey: new Uint8Array(row.credential_key) as CredentialKey };
}

/**
 * Keeps what an authenticator has counted to.
 * @returns false, and nothing is kept, where it does not go up; one that does not count stays at 0
 */
export async function raiseCounter(
  db: DatabaseTransaction,
  account: AccountId,
  id: PasskeyId,
  counter: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ counter })
    .where('account', '=', account)
    .where('id', '=', id)
    .where('counter', counter === 0 ? '=' : '<', counter)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Has changes of one account's set wait for one another. */
export async function lockUnlockSet(db: DatabaseTransaction, account: AccountId): Promise<void> {
  // A write that changes nothing holds the row in either engine until the transaction ends.
  await db
    .updateTable('accounts')
    .set((row) => ({ salt: row.ref('salt') }))
    .where('id', '=', account)
    .execute();
}

export interface UnlockSetChange {
  readonly mode: UnlockSetRecord['mode'];
  readonly passkeys: readonly PasskeyRecord[];
  /** Of a new passphrase. */
  readonly salt: Salt | null;
  /** The way to unlock by passphrase alone, where it is made anew. */
  readonly passphrase: { readonly signInKey: SigningPublicKey; readonly wrappedKey: BoxBytes } | null;
}

/** Puts a whole set in the place of the one before. @param today the day of passkeys that were not there */
export async function replaceUnlockSet(
  db: DatabaseTransaction,
  account: AccountId,
  { mode, passkeys, salt, passphrase }: UnlockSetChange,
  before: UnlockSetRecord,
  today: string,
): Promise<void> {
  const days = new Map(before.passkeys.map(({ id, day }) => [id.join(), day]));
  const counted = await db
    .selectFrom('passkeys')
    .select(['id', 'counter'])
    .where('account', '=', account)
    .execute();
  const counters = new Map(counted.map(({ id, counter }) => [new Uint8Array(id).join(), counter]));
  await db.deleteFrom('passkeys').where('account', '=', account).execute();
  for (const { id, signInKey, credentialKey, wrappedKey, box } of passkeys) {
    const day = days.get(id.join()) ?? today;
    const counter = counters.get(id.join()) ?? 0;
    await db
      .insertInto('passkeys')
      .values({
        account,
        id,
        day,
        sign_in_key: signInKey,
        credential_key: credentialKey,
        counter,
        wrapped_key: wrappedKey,
        box,
      })
      .execute();
  }
  if (salt !== null) await db.updateTable('accounts').set({ salt }).where('id', '=', account).execute();
  if (mode === 'both' || passphrase !== null) {
    await db
      .deleteFrom('unlocks')
      .where('account', '=', account)
      .where('method', '=', 'passphrase')
      .execute();
  }
  if (passphrase !== null) {
    const { signInKey, wrappedKey } = passphrase;
    await db
      .insertInto('unlocks')
      .values({ account, method: 'passphrase', sign_in_key: signInKey, wrapped_key: wrappedKey })
      .execute();
  }
}
