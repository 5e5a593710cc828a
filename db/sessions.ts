/** Officers' sessions, known by the hash of their cookie. */
import { typed, type AccountId, type Hash } from '../crypto/bytes.ts';
import type { Database } from './tables.ts';

export interface SessionRecord {
  /** Hash of the cookie. */
  readonly token: Hash;
  readonly account: AccountId;
  /** What access keys sign during the session. */
  readonly challenge: string;
  /** Seconds since 1970. */
  readonly started: number;
  readonly seen: number;
}

export async function addSession(db: Database, session: SessionRecord): Promise<void> {
  await db.insertInto('sessions').values(session).execute();
}

export async function readSession(db: Database, token: Hash): Promise<SessionRecord | undefined> {
  const row = await db.selectFrom('sessions').selectAll().where('token', '=', token).executeTakeFirst();
  return row && { ...row, token, account: typed('AccountId', new Uint8Array(row.account)) };
}

/** All sessions of an account, the oldest first, also those that ended by time and are not forgotten yet. */
export async function readSessions(db: Database, account: AccountId): Promise<SessionRecord[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('account', '=', account)
    .orderBy('started')
    .orderBy('token')
    .execute();
  return rows.map((row) => ({ ...row, token: typed('Hash', new Uint8Array(row.token)), account }));
}

export async function touchSession(db: Database, token: Hash, seen: number): Promise<void> {
  await db.updateTable('sessions').set({ seen }).where('token', '=', token).execute();
}

/** @param account whose session it must be, where that is not known already */
export async function endSession(db: Database, token: Hash, account?: AccountId): Promise<void> {
  const ending = db.deleteFrom('sessions').where('token', '=', token);
  await (account === undefined ? ending : ending.where('account', '=', account)).execute();
}

/** Ends every session of an account but one. */
export async function endOtherSessions(db: Database, account: AccountId, kept: Hash): Promise<void> {
  await db.deleteFrom('sessions').where('account', '=', account).where('token', '!=', kept).execute();
}

export async function endAllSessions(db: Database, account: AccountId): Promise<void> {
  await db.deleteFrom('sessions').where('account', '=', account).execute();
}

/** Forgets sessions that ended by time. */
export async function forgetSessions(db: Database, startedBefore: number, seenBefore: number): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((row) => row.or([row('started', '<', startedBefore), row('seen', '<', seenBefore)]))
    .execute();
}
