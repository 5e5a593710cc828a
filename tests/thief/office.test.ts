/**
 * Decoy or case, who wrote, who was left out, what came first? Two hundred cases of an office at work, on a server that is
 * killed twice. The thief has both times all of its files, and no secret, and does no better than chance.
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { openPostgres } from '../../db/connection.ts';
import { stir } from '../../db/stir.ts';
import type { Database } from '../../db/tables.ts';
import { emptyLog } from '../../db/unsettled.ts';
import { compile } from '../stage/compiled.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { scratchSqlite, serveInside } from '../stage/inside.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';
import { startPostgres, type Postgres } from '../stage/postgres.ts';
import {
  looksAtBoth,
  looksAtEntries,
  looksAtReports,
  readPostgres,
  readSqlite,
  type Copy,
} from './copies.ts';
import { filesOfPostgres, looksInFiles, type Files } from './carving.ts';
import { telling, type Looks } from './guesses.ts';
import { OwnServer, Play, threePeople, type Author } from './office.ts';
import { KEY, unusedIn } from './unused.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-thief-'));
const compiled = compile('tests/thief/served.ts');
const program = join(compiled, 'dist/tests/thief/served.js');
let postgres: Postgres;
let office: Awaited<ReturnType<typeof threePeople>>;
beforeAll(async () => {
  await stretchQuickly();
  [postgres, office] = [await startPostgres(), await threePeople()];
});
afterAll(async () => {
  await postgres.stop();
  for (const path of [folder, compiled]) rmSync(path, { recursive: true, force: true });
});

/** Where a server keeps everything, and what somebody gets who takes it. */
interface Store {
  readonly settings: Readonly<Record<string, string>>;
  /** Resolves at a quiet moment after something was written. */
  quietAfter(write: () => Promise<void>): Promise<void>;
  steal(name: string): Promise<Copy>;
  /** All there is, byte by byte. */
  files(): Promise<Files>;
}

const PATIENCE = { timeout: 120_000, interval: 50 };

function onSqlite(): Store {
  const file = join(folder, 'sotto.db');
  writeFileSync(file, office.database, { mode: 0o600 });
  return {
    settings: {},
    quietAfter: async (write) => {
      await write();
      await vi.waitUntil(() => readFileSync(`${file}-wal`).length === 0, PATIENCE);
    },
    steal: async (name) => {
      const path = join(folder, name);
      for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, path + part);
      return readSqlite(path);
    },
    files: async () => ({ 'the file': readFileSync(file), 'the log': readFileSync(`${file}-wal`) }),
  };
}

/** The office in a database of its own. */
async function officeOnPostgres(): Promise<{ url: string; db: Database }> {
  const url = await postgres.newDatabase();
  const db = await openPostgres(url);
  const from = await scratchSqlite(office.database);
  for (const table of ['settings', 'directories', 'accounts', 'unlocks'] as const) {
    const rows = await from.db.selectFrom(table).selectAll().execute();
    await db.insertInto(table).values(rows).execute();
  }
  await from.remove();
  return { url, db };
}

async function onPostgres(): Promise<Store> {
  const { url, db } = await officeOnPostgres();
  afterAll(() => db.destroy());
  return {
    settings: { DATABASE_URL: url },
    quietAfter: async (write) => {
      const before = await transaction(db, 'max');
      await write();
      await vi.waitUntil(async () => (await transaction(db, 'min')) > before, PATIENCE);
    },
    steal: () => readPostgres(db),
    files: () => filesOfPostgres(db, postgres.dataFolder),
  };
}

/** The oldest or the newest that entries are of. */
async function transaction(db: Database, which: 'min' | 'max'): Promise<number> {
  const { rows } = await sql<{ found: string }>`
    select ${sql.raw(which)}(xmin::text::bigint) as found from entries`.execute(db);
  return Number(rows[0]!.found);
}

/** Cases come in halves of a day. Officers write in some of the first, in both halves: nobody has looked at the others. */
const [HALF, WRITTEN_IN] = [100, 40];

/** What was sent to the first database, which is sent to the second as well. */
let sealed: Play['sent'] = [];

/** The server is killed after each half, the second time with reports in its log that came since the last quiet moment. */
async function playDay(store: Store): Promise<{ day: Play; copies: [Copy, Copy]; files: Files }> {
  const day = new Play(office.more, sealed);
  const first = await OwnServer.start(program, folder, store.settings);
  await day.receive(first, HALF - 1);
  await day.work(first, WRITTEN_IN);
  await first.tell('keyrings');
  await store.quietAfter(() => day.decoy(first));
  await first.kill();
  const before = await store.steal('first.db');

  const second = await OwnServer.start(program, folder, store.settings);
  await day.work(second, WRITTEN_IN);
  await day.receive(second, HALF - 1);
  await second.tell('keyrings');
  await store.quietAfter(() => day.decoy(second));
  const late = new Play(office.more);
  for (let i = 0; i < 4; i++) await late.report(second);
  await second.kill();
  sealed = day.sent;
  // Before anything opens them: whoever does copies the log back.
  const files = await store.files();
  return { day, copies: [before, await store.steal('second.db')], files };
}

describe.each(['SQLite', 'PostgreSQL'])('on %s', (engine) => {
  let day: Play;
  let copies: [Copy, Copy];
  let looks: Looks;
  let carved: Looks;
  beforeAll(async () => {
    let files: Files;
    ({ day, copies, files } = await playDay(engine === 'SQLite' ? onSqlite() : await onPostgres()));
    const [first, second] = copies.map(looksAtReports) as [Looks, Looks];
    const earlier = Object.entries(first).map(([name, look]) => [`${name}, earlier`, look] as const);
    looks = { ...second, ...looksAtBoth(...copies), ...(Object.fromEntries(earlier) as Looks) };
    carved = looksInFiles(files, day.came);
  });

  test('decoy or case?', () => {
    expect(day.came).toHaveLength(200);
    expect(day.decoys.size).toBe(30);
    expect(
      telling(
        numbers(day.came, (id) => day.decoys.has(id)),
        { ...looks, ...(engine === 'SQLite' ? carved : placesOfReports(carved)) },
      ),
    ).toEqual([]);
  });

  test('who was left out?', () => {
    expect(
      telling(
        numbers(day.leftOut.keys(), (id) => day.leftOut.get(id)!),
        { ...looks, ...carved },
      ),
    ).toEqual([]);
  });

  test('what came first?', () => {
    const order = new Map(day.came.map((id, i) => [id, i]));
    expect(telling(order, looks)).toEqual([]);
    // PostgreSQL keeps what was overwritten, and its log (PROTOCOL §14).
    const told = telling(order, carved);
    expect(engine === 'SQLite' ? told.length === 0 : told.includes('write-ahead log: first')).toBe(true);
  });

  test('who wrote?', () => {
    const entries = { ...looksAtEntries(copies[1]), ...carved };
    expect(day.authors.size).toBe(2 * WRITTEN_IN);
    const whether = (author: Author) =>
      telling(
        numbers(day.authors.keys(), (id) => day.authors.get(id) === author),
        entries,
      );
    expect(whether('first')).toEqual([]);
    expect(whether('reporter')).toEqual([]);
  });

  test('whose keyring is it, and whose is longer?', () => {
    const [before, after] = copies;
    const old = new Map(before.keyrings.map(({ name, box }) => [name, box]));
    expect(new Set(after.keyrings.map(({ box }) => box.length)).size).toBe(1);
    for (const page of new Set(after.keyrings.map((row) => row.page))) {
      const ofAll = after.keyrings.filter((row) => row.page === page);
      expect(ofAll).toHaveLength(office.more.length);
      expect(new Set(ofAll.map(({ name, box }) => old.get(name) === box)).size).toBe(1);
    }
  });
});

test('what SQLite holds no more has left nothing in the files of that day', () => {
  const { bytes, longest } = unusedIn(join(folder, 'second.db'));
  expect(bytes).toBeGreaterThan(100_000);
  expect(longest).toBeLessThan(KEY);
});

/** Without the last places: where those are in order, they are of the last thing that happened, and to decoys more does here. */
function placesOfReports(looks: Looks): Looks {
  return Object.fromEntries(Object.entries(looks).filter(([name]) => name.endsWith(': first')));
}

function numbers(ids: Iterable<string>, isSo: (id: string) => boolean): Map<string, number> {
  return new Map([...ids].map((id) => [id, Number(isSo(id))]));
}

/** Cases of one day, one after the other, in a database that nobody stirs until a test does. @returns their order */
async function untouched(db: Database): Promise<Map<string, number>> {
  const inside = await serveInside(db);
  const came: string[] = [];
  for (let i = 0; i < 40; i++) {
    await addForeignCases(inside.context, 1);
    const rows = await db.selectFrom('cases').select('id').execute();
    came.push(...rows.map(({ id }) => toBase64url(new Uint8Array(id))).filter((id) => !came.includes(id)));
  }
  return new Map(came.map((id, i) => [id, i]));
}

// Pages are taken, and transactions numbered, one after the other: nothing of what is told is left to chance.
test('on SQLite an untouched file tells the order, and one that was stirred does not', async () => {
  const scratch = await scratchSqlite(office.database);
  const { db, path } = scratch;
  const order = await untouched(db);
  const copy = (name: string) => {
    emptyLog(db);
    copyFileSync(path, join(folder, name));
    return looksAtReports(readSqlite(join(folder, name)));
  };
  expect(telling(order, copy('untouched.db'))).toContain('report: overflow');
  await stir(db);
  expect(telling(order, copy('stirred.db'))).toEqual([]);
  await scratch.remove();
});

/** As in SECURITY.md: once for the server, */
const SETTINGS = [
  'alter system set wal_recycle = off',
  `alter system set min_wal_size = '32MB'`,
  'select pg_reload_conf()',
];
/** and then as often as its operator wants. */
const KEEPS_LITTLE = ['vacuum full cases, entries, slot_sets', 'select pg_switch_wal()', 'checkpoint'];

async function recycles(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ wal_recycle: string }>`show wal_recycle`.execute(db);
  return rows[0]?.wal_recycle;
}

test('on PostgreSQL untouched tables tell the order, and those that were stirred do not', async () => {
  const { db } = await officeOnPostgres();
  // Before the first report: what a checkpoint has kept to be written over before that is there until it is.
  for (const command of SETTINGS) await sql.raw(command).execute(db);
  await expect.poll(() => recycles(db)).toBe('off');
  // From the beginning of a segment on, so that a checkpoint has none to remove before it is looked for.
  await sql`select pg_switch_wal()`.execute(db);
  const order = await untouched(db);
  const told = ['report', 'set for readers', 'set for custodians', 'case'].map((of) => `${of}: transaction`);
  expect(telling(order, looksAtReports(await readPostgres(db)))).toEqual(expect.arrayContaining(told));
  await stir(db);
  expect(telling(order, looksAtReports(await readPostgres(db)))).toEqual([]);
  // What is no more in the tables is in their files, and in the log.
  const inFiles = async () =>
    telling(order, looksInFiles(await filesOfPostgres(db, postgres.dataFolder), order.keys()));
  expect(await inFiles()).toEqual(expect.arrayContaining(['entries: first', 'write-ahead log: first']));
  for (const command of KEEPS_LITTLE) await sql.raw(command).execute(db);
  expect(await inFiles()).toEqual([]);
  await db.destroy();
});
