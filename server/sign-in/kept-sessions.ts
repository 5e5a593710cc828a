/** Officers' sessions as they are kept: known by the hash of their cookie, and by their account. */
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { equal, text, typed, utf8, type AccountId, type Hash } from '../../crypto/bytes.ts';
import { LIMITS } from '../api/limits.ts';
import type { Context } from '../instance/context.ts';
import { hourOf, type Kept, type Kind } from '../instance/passing-store.ts';

export interface Session {
  /** Hash of the cookie. */
  readonly token: Hash;
  readonly account: AccountId;
  /** What access keys sign during the session. */
  readonly challenge: string;
  /** Seconds since 1970. */
  readonly started: number;
  readonly seen: number;
}

const SESSION: Kind = { purpose: 'session', size: 256 };

/** Where an account has as many as it may, those end that were not used for the longest: nobody is kept out by them. */
export async function addSession(context: Context, session: Session): Promise<void> {
  const { token, account } = session;
  const running = await readSessions(context, account);
  const unused = running
    .sort((a, b) => a.seen - b.seen)
    .slice(0, Math.max(0, running.length + 1 - LIMITS.sessions));
  for (const old of unused) await endSession(context, old.token);
  await context.passing.add(SESSION, token, toBytes(session), lastHour(session), account);
}

export async function readSession(context: Context, token: Hash): Promise<Session | undefined> {
  const kept = await context.passing.read(SESSION, token);
  return kept && fromBytes(kept);
}

/** All sessions of an account, the oldest first, also those that ended by time and are not forgotten yet. */
export async function readSessions(context: Context, account: AccountId): Promise<Session[]> {
  const kept = await context.passing.readBundle(SESSION, account);
  const order = ({ started, token }: Session) => `${started} ${toBase64url(token)}`;
  return kept.map(fromBytes).sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** Notes when a session was last seen. One that ends meanwhile stays ended. */
export async function touchSession(context: Context, token: Hash, seen: number): Promise<void> {
  const kept = await context.passing.read(SESSION, token);
  if (kept === undefined) return;
  const session = { ...fromBytes(kept), seen };
  await context.passing.swap(SESSION, kept, toBytes(session), lastHour(session));
}

/** @param account whose session it must be, where that is not known already */
export async function endSession(context: Context, token: Hash, account?: AccountId): Promise<void> {
  if (account !== undefined) {
    const session = await readSession(context, token);
    if (session === undefined || !equal(session.account, account)) return;
  }
  await context.passing.remove(SESSION, token);
}

/** Ends every session of an account but one. */
export async function endOtherSessions(context: Context, account: AccountId, kept: Hash): Promise<void> {
  for (const { token } of await readSessions(context, account))
    if (!equal(token, kept)) await endSession(context, token);
}

export async function endAllSessions(context: Context, account: AccountId): Promise<void> {
  for (const { token } of await readSessions(context, account)) await endSession(context, token);
}

function lastHour({ started }: Session): number {
  return hourOf((started + LIMITS.sessionSeconds) * 1000);
}

function toBytes({ token, account, challenge, started, seen }: Session): Uint8Array {
  return utf8(JSON.stringify([toBase64url(token), toBase64url(account), challenge, started, seen]));
}

function fromBytes({ value }: Kept): Session {
  const [token, account, challenge, started, seen] = JSON.parse(text(value)) as [
    string,
    string,
    string,
    number,
    number,
  ];
  return {
    token: typed('Hash', fromBase64url(token)!),
    account: typed('AccountId', fromBase64url(account)!),
    challenge,
    started,
    seen,
  };
}
