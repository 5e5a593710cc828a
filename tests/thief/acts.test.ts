/**
 * Who did it, who was left out, and is it a decoy? A thief has two copies of a working server's files, its write-ahead
 * log with them, as they are at that instant: what a server that is killed leaves.
 */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { typed, u32 } from '../../crypto/bytes.ts';
import { keyedHash } from '../../crypto/hash.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { knownDirectory } from '../stage/inside.ts';
import { admitColleague, COLLEAGUE } from '../stage/colleague.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { SERVER_KEY } from '../stage/server-key.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;
const folder = mkdtempSync(join(tmpdir(), 'sotto-thief-'));

let instance: Instance;
let officers: OfficerSession[];
let colleague: string;
beforeAll(stretchQuickly);
beforeAll(async () => {
  instance = await startInstance();
  const made = await setUp(instance);
  const { taken } = await admitColleague(instance, made);
  const { directory } = await knownDirectory(apiOf(instance));
  const person = directory.people.find(({ name }) => name === COLLEAGUE.name)!;
  colleague = toBase64url(person.id);
  officers = [
    await newOfficer(instance, made.recoveryWords),
    await newOfficer(instance, taken.recoveryWords, apiOf(instance), COLLEAGUE.account),
  ];
});
afterAll(async () => {
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns the path of a copy of the database and its log */
function steal(name: string): string {
  const path = join(folder, name);
  for (const part of ['', '-wal']) {
    const from = join(instance.dataFolder, `sotto.db${part}`);
    if (existsSync(from)) copyFileSync(from, path + part);
  }
  return path;
}

/** Every row by its table, as text. */
function rowsOf(path: string): Map<string, string[]> {
  const db = new Sqlite(path);
  const tables = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
  const rows = tables.map((table): [string, string[]] => [
    table,
    (db.prepare(`select * from ${table}`).raw().all() as unknown[][]).map((row) =>
      row.map((value) => (value instanceof Uint8Array ? toBase64url(value) : String(value))).join(' '),
    ),
  ]);
  db.close();
  return new Map(rows);
}

function changedTables(before: string, after: string): string[] {
  const [old, now] = [rowsOf(before), rowsOf(after)];
  return [...now]
    .filter(([table, rows]) => [...rows].sort().join('\n') !== [...old.get(table)!].sort().join('\n'))
    .map(([table]) => table)
    .sort();
}

/** The tables that any commit in a log wrote pages of. */
function tablesInLog(path: string): Set<string> {
  const log = readFileSync(`${path}-wal`);
  const [size, frames] = [4096, new Set<number>()];
  for (let at = 32; at + 24 + size <= log.length; at += 24 + size) frames.add(log.readUInt32BE(at));
  const db = new Sqlite(path);
  const owners = db
    .prepare(
      `select distinct s.pageno as page, coalesce(m.tbl_name, s.name) as owner
       from dbstat s left join sqlite_master m on m.name = s.name`,
    )
    .all() as { page: number; owner: string }[];
  db.close();
  return new Set(owners.filter(({ page }) => frames.has(page)).map(({ owner }) => owner));
}

const logBytes = () => readFileSync(join(instance.dataFolder, 'sotto.db-wal')).length;
const logIsEmpty = () => vi.waitUntil(() => logBytes() === 0, { timeout: 120_000 });

/** What a report, its opening and an answer may leave: rows of the case. */
const OF_CASES = ['cases', 'entries', 'slot_sets'];

test.each([0, 1])(
  'signing in, looking, opening, answering: only the case changes (officer %i)',
  async (who) => {
    await logIsEmpty();
    const before = steal(`before-${who}.db`);
    const reporter = await newReporter(instance);
    await reporter.send({ ...REPORT, leftOut: who === 0 ? [colleague] : [] }, quiet);
    // The left-out one looks as well: the set that does not open is remembered in a keyring, and nowhere else.
    const lines = await Promise.all(officers.map((officer) => officer.inbox.sync(quiet)));
    const officer = officers[who]!;
    const line = lines[who]![0]!;
    await officer.cases.open(line.id);
    await officer.cases.reply(line.id, 'Thank you.');
    const after = steal(`after-${who}.db`);
    // The log first: whoever opens the copy copies it back. The schema's page has the file's own counters.
    const written = [...tablesInLog(after)].filter((table) => table !== 'sqlite_schema');
    // Some of it may be in the file already: the log is emptied at every quiet moment.
    expect(OF_CASES).toEqual(expect.arrayContaining(written));
    expect(changedTables(before, after)).toEqual(OF_CASES);
  },
);

test('keyrings of two copies differ for all or for none, and are of one length and number', async () => {
  const before = steal('keyrings-before.db');
  await writeDownKeyrings(instance.context);
  const after = steal('keyrings-after.db');
  const pages = (path: string) => {
    const db = new Sqlite(path);
    const rows = db.prepare('select page, hex(name) as name, hex(box) as box from keyrings').all();
    db.close();
    return rows as { page: number; name: string; box: string }[];
  };
  const old = new Map(pages(before).map(({ name, box }) => [name, box]));
  const now = pages(after);
  expect(new Set(now.map(({ box }) => box.length)).size).toBe(1);
  for (const page of new Set(now.map((row) => row.page))) {
    const ofAll = now.filter((row) => row.page === page);
    expect(ofAll).toHaveLength(officers.length);
    expect(new Set(ofAll.map(({ name, box }) => old.get(name) === box)).size).toBe(1);
  }
  // An officer's account names no row.
  const accounts = await instance.context.db.selectFrom('accounts').select('id').execute();
  for (const { id } of accounts)
    expect(now.some(({ name }) => name.includes(Buffer.from(id).toString('hex').toUpperCase()))).toBe(false);
});

test('at a quiet moment the log is empty', async () => {
  await logIsEmpty();
  expect(logBytes()).toBe(0);
});

test('no value in the files makes the ids of decoys; the server’s own key does', async () => {
  for (let i = 0; i < 30; i++) await makeDecoyEvent(instance.context);
  const path = steal('decoys.db');
  const values = [...rowsOf(path)].flatMap(([, rows]) => rows.flatMap((row) => row.split(' ')));
  const found = values
    .map((value) => new Uint8Array(Buffer.from(value, 'base64url')))
    .filter(({ length }) => length >= 16 && length <= 64);
  const cases = new Set(
    rowsOf(path)
      .get('cases')!
      .map((row) => row.split(' ')[0]!),
  );
  const { id } = instance.context.instance;
  const recognised = (keys: readonly Uint8Array[]) =>
    keys
      .flatMap((key) => [key, keyedHash(key, 'sotto/server-secret/v1', id)])
      .flatMap((secret) => Array.from({ length: 40 }, (_, i) => keyedHash(secret, 'sotto/decoy/v1', u32(i))))
      .filter((hash) => cases.has(toBase64url(typed('CaseId', hash.slice(0, 16)))));
  expect(found.length).toBeGreaterThan(50);
  expect(recognised(found)).toEqual([]);
  expect(recognised([SERVER_KEY]).length).toBeGreaterThan(0);
});
