/** Officers' sessions: an opaque cookie, kept here only as a hash. How long one lasts, a page knows too: `server/api/limits.ts`. */
import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { LIMITS } from '../api/limits.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { equal, type AccountId, type Hash } from '../../crypto/bytes.ts';
import { hash } from '../../crypto/hash.ts';
import { sodium } from '../../crypto/sodium.ts';
import { readPerson } from '../../db/accounts.ts';
import type { Context } from '../instance/context.ts';
import { Refusal } from '../answers/refusal.ts';
import { addSession, endSession, readSession, touchSession, type Session } from './kept-sessions.ts';

const COOKIE = 'sotto';

/** Seconds between notes that a session is in use. Each is written where servers share a database: finer would say more. */
const TOUCH_SECONDS = 5 * 60;

function seconds(context: Context): number {
  return Math.floor(context.now() / 1000);
}

/**
 * Starts a session. Two pages of one browser share its cookie, so the second goes on with the session of the
 * first; another one would make everything the first page signs worth nothing.
 * @returns what access keys sign while it lasts
 */
export async function startSession(context: Context, http: HonoContext, account: AccountId): Promise<string> {
  const running = await findSession(context, http);
  if (running !== null && equal(running.account, account)) return running.challenge;
  const cookie = sodium.randombytes_buf(32);
  const challenge = toBase64url(sodium.randombytes_buf(24));
  const now = seconds(context);
  await addSession(context, { token: tokenOf(cookie), account, challenge, started: now, seen: now });
  setCookie(http, COOKIE, toBase64url(cookie), {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
  });
  return challenge;
}

/** @throws Refusal `signed-out` without a session that is still good */
export async function requireSession(context: Context, http: HonoContext): Promise<Session> {
  const session = await findSession(context, http);
  if (session === null) throw new Refusal('signed-out');
  return session;
}

async function findSession(context: Context, http: HonoContext): Promise<Session | null> {
  const token = readToken(http);
  const session = token && (await readSession(context, token));
  if (!session) return null;
  const person = await readPerson(context.db, session.account);
  // Asked every time: whoever is suspended or removed is out at once, also with a session begun just now.
  const active = person !== undefined && (await context.newest.stateOf(person)) === 'active';
  const now = seconds(context);
  if (!active || isOver(context, session)) {
    await endSession(context, session.token);
    return null;
  }
  if (now - session.seen > TOUCH_SECONDS) await touchSession(context, session.token, now);
  return session;
}

/** Whether a session has ended by time. */
export function isOver(context: Context, { seen, started }: Session): boolean {
  const now = seconds(context);
  // One that begins only later was begun by a clock that was ahead, and would last until then.
  const isAhead = seen - now > LIMITS.sessionIdleSeconds;
  return isAhead || now - seen > LIMITS.sessionIdleSeconds || now - started > LIMITS.sessionSeconds;
}

export async function stopSession(context: Context, http: HonoContext): Promise<void> {
  const token = readToken(http);
  if (token) await endSession(context, token);
  deleteCookie(http, COOKIE, { prefix: 'host', path: '/', secure: true });
}

function readToken(http: HonoContext): Hash | null {
  const cookie = fromBase64url(getCookie(http, COOKIE, 'host') ?? '');
  return cookie?.length === 32 ? tokenOf(cookie) : null;
}

function tokenOf(cookie: Uint8Array): Hash {
  return hash('sotto/session/v1', cookie);
}
