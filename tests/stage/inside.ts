/** The server as a function, on a database that a test gives it: no socket, no timers, a clock the test moves. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { setNativeBase64url, toBase64url } from '../../crypto/base64url.ts';
import { createApi, type Api } from '../../client/calls/api.ts';
import { checkDirectory, type KnownDirectory } from '../../client/directory/directory.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { openSqlite } from '../../db/connection.ts';
import { passingOf } from '../../db/passing.ts';
import type { Database } from '../../db/tables.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { createApp } from '../../server/app.ts';
import { nodeBase64url } from '../../server/node-base64url.ts';
import { Calendar } from '../../server/instance/calendar.ts';
import type { Context } from '../../server/instance/context.ts';
import { loadInstance, newSetupToken } from '../../server/instance/instance.ts';
import { newLimits } from '../../server/limits/limits.ts';
import { NewestDirectory } from '../../server/instance/newest-directory.ts';
import { PassingStore } from '../../server/instance/passing-store.ts';
import { stretchQuickly } from './quick-stretching.ts';
import { browserFetch, SETUP } from './running.ts';
import { SERVER_KEY } from './server-key.ts';

/** Any address: nothing listens there. */
export const BASE = 'http://sotto.test';

export interface Inside {
  readonly app: Hono;
  readonly context: Context;
  readonly db: Database;
  /** Milliseconds since 1970; a test moves it on. */
  readonly clock: { now: number };
  /** `fetch` that reaches this server only. */
  readonly send: typeof fetch;
  /** A browser of its own: with a cookie jar. */
  browser(): typeof fetch;
  api(send?: typeof fetch): Api;
}

/** A Tuesday at noon, in a year when real challenges have not expired. */
const START = Date.UTC(2036, 2, 4, 12);

export async function serveInside(
  db: Database,
  pagesFolder: string | null = null,
  clock = { now: START },
  witnesses: Context['witnesses'] = [],
): Promise<Inside> {
  await stretchQuickly();
  // As a server that is started does.
  setNativeBase64url(nodeBase64url);
  const now = () => clock.now;
  const instance = await loadInstance(db, { key: SERVER_KEY, draws: [] });
  const passing = new PassingStore(passingOf(db), instance.secret, now());
  const context: Context = {
    db,
    instance,
    newest: new NewestDirectory(db),
    passing,
    calendar: new Calendar(db, now),
    limits: newLimits(instance.secret),
    witnesses,
    publicUrl: BASE,
    now,
  };
  const app = createApp(context, pagesFolder);
  const send: typeof fetch = async (input, init) => app.fetch(new Request(input, init));
  const browser = () => browserFetch(send);
  return { app, context, db, clock, send, browser, api: (own = browser()) => createApi(BASE, own) };
}

/** A database file of its own. @param bytes what is in it; empty where nothing is given */
export async function scratchSqlite(
  bytes?: Uint8Array,
): Promise<{ db: Database; path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-'));
  const path = join(folder, 'sotto.db');
  if (bytes !== undefined) await writeFile(path, bytes);
  const db = await openSqlite(path);
  const remove = async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  };
  return { db, path, remove };
}

export async function setUpInside(inside: Inside): Promise<SetupResult> {
  const token = await newSetupToken(inside.db);
  if (token === null) throw new Error('set up already');
  return new OfficerSession(inside.api()).setup.run({ ...SETUP, token: toBase64url(token) });
}

/** A reporter who has seen the directory. */
export async function reporterInside(inside: Inside, api: Api = inside.api()): Promise<ReporterSession> {
  const session = new ReporterSession(api);
  await session.checkDirectory(await api.call(readDirectory, {}), null);
  return session;
}

/** An officer who has signed in with recovery words. */
export async function officerInside(
  inside: Inside,
  recoveryWords: readonly string[],
  api: Api = inside.api(),
): Promise<OfficerSession> {
  const session = new OfficerSession(api);
  await session.signIn(SETUP.accountName, { method: 'words', words: recoveryWords.join(' ') });
  return session;
}

export async function knownDirectory(api: Api): Promise<KnownDirectory> {
  return checkDirectory(await api.call(readDirectory, {}), null);
}

/** Every table: how many rows, and a hash of all that is in them. Equal before and after: nothing was written. */
export async function contents(db: Database): Promise<Record<string, string>> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name).sort();
  const told = await Promise.all(
    tables.map(async (table) => {
      const rows = await db
        .selectFrom(table as 'cases')
        .selectAll()
        .execute();
      const listing = rows.map((row) =>
        // Where a row lies is drawn anew whenever it is stirred.
        JSON.stringify({ ...row, place: undefined }, (_, value: unknown) =>
          value instanceof Uint8Array ? toBase64url(value) : value,
        ),
      );
      const hash = createHash('sha256').update(listing.sort().join('\n')).digest('hex').slice(0, 16);
      return [table, `${rows.length} rows, ${hash}`] as const;
    }),
  );
  return Object.fromEntries(told);
}
