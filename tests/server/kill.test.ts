/** The real server as a process of its own, killed in the middle of its work. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { CHUNK_LENGTH, PIECE_CHUNKS } from '../../crypto/blob.ts';
import { entryHash } from '../../crypto/header.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { createApi } from '../../client/calls/api.ts';
import { filesOf } from '../../client/case/fold/files.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { leafHash } from '../../crypto/merkle.ts';
import { openPostgres, openSqlite } from '../../db/connection.ts';
import { readTiles } from '../../db/log.ts';
import type { Database, Tables } from '../../db/tables.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { openCase } from '../../server/api/reporter.ts';
import { compile } from '../stage/compiled.ts';
import { startProcess, type ServerProcess } from '../stage/process.ts';
import { serveInside } from '../stage/inside.ts';
import { startPostgres } from '../stage/postgres.ts';
import { REPORT, SETUP } from '../stage/running.ts';
import { SERVER_KEY_TEXT } from '../stage/server-key.ts';
import { freshWork, newReport } from '../stage/people.ts';
import { addEntryRows } from '../log/rows.ts';

let folder: string;
beforeAll(async () => {
  await ready(loadSumo);
  folder = compile();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (data = 'data') => startProcess(join(folder, 'dist/server/main.js'), join(folder, data));

function ended(running: ServerProcess): Promise<void> {
  return new Promise((resolve) => running.process.once('exit', () => resolve()));
}

test('killed at any instant, it has lost nothing that it acknowledged, and has no half of anything', async () => {
  let running = await start();
  await new OfficerSession(createApi(running.url)).setup.run({ ...SETUP, token: running.token! });
  const acknowledged = new Map<string, string>();
  const sent: Awaited<ReturnType<typeof newReport>>[] = [];
  for (let round = 0; round < 5; round++) {
    const api = createApi(running.url);
    const batch = await Promise.all(Array.from({ length: 16 }, () => newReport(api)));
    sent.push(...batch);
    // In the middle of the batch: after some answers, while the others are under way.
    const until = 2 + 3 * round;
    let answers = 0;
    const waiting = [...batch];
    const sendNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { sealed, request } = next;
        const stamp = await api.call(openCase, request);
        acknowledged.set(toBase64url(entryHash(sealed.entry)), JSON.stringify(stampOf(stamp)));
        if (++answers === until) running.process.kill('SIGKILL');
      }
    };
    // Four at once: those that arrive together share a commit, and all of them are answered after it.
    const outcomes = Array.from({ length: 4 }, sendNext);
    await Promise.allSettled([...outcomes, ended(running)]);
    // Nothing but where it is: no request leaves a line.
    expect(running.said()).toMatch(/^(?:Set up this instance|Sotto is at)[^\n]*\n$/);
    running = await start();
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(40);
  expect(acknowledged.size).toBeLessThan(sent.length);
  await everyStoredCaseIsWhole();
  // Sent again, each report that was acknowledged gets its first stamp, and each other one is stored now.
  const api = createApi(running.url);
  for (const { sealed, request, known } of sent) {
    const stamp = await api.call(openCase, { ...request, work: await freshWork(api) });
    const hash = entryHash(sealed.entry);
    const told = JSON.stringify(stampOf(stamp));
    expect(told).toBe(acknowledged.get(toBase64url(hash)) ?? told);
    const { notary, instance } = known.directory;
    expect(verifyStamp(notary, instance, hash, stamp as Stamp)).toBe(true);
  }
  expect(await everyStoredCaseIsWhole()).toBe(sent.length);
  running.process.kill('SIGTERM');
  await ended(running);
});

test('killed while a file comes, and right after it was acknowledged, it loses nothing of it, and nothing goes twice', async () => {
  let running = await start('files');
  await new OfficerSession(createApi(running.url)).setup.run({ ...SETUP, token: running.token! });
  const PIECES = 6;
  const bytes = new Uint8Array(randomBytes(PIECES * PIECE_CHUNKS * CHUNK_LENGTH));
  const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
  const acknowledged: string[] = [];
  const repeated: string[] = [];
  const traffic: Uint8Array[] = [];
  let restarted: Promise<void> | null = null;
  const restart = async () => {
    running.process.kill('SIGKILL');
    await ended(running);
    running = await start('files');
  };
  /** As of a line that is at the same address again. */
  const api = createApi('http://line', async (input, init) => {
    const path = (input as string).slice('http://line'.length);
    const body = init?.body as string | Blob | undefined;
    if (body) traffic.push(new Uint8Array(await new Blob([body]).arrayBuffer()));
    const isPiece = init?.method === 'PUT';
    if (isPiece && acknowledged.includes(path)) repeated.push(path);
    const answer = await fetch(running.url + path, init);
    if (isPiece && answer.ok && acknowledged.push(path) === 2) restarted = restart();
    return answer;
  });
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  const { words } = await reporter.send(REPORT, () => undefined);
  await reporter.open(words.join(' '));
  const name = 'night-shift-roster.pdf';
  await reporter.sendFile('one', new File([bytes], name), () => undefined);
  await restarted!;
  expect([new Set(acknowledged).size, repeated]).toEqual([PIECES, []]);

  await restart();
  const again = new ReporterSession(api);
  await again.checkDirectory(await api.call(readDirectory, {}), null);
  const [file] = filesOf((await again.open(words.join(' '))).items);
  const opened = await again.openFile(file!.id, () => undefined);
  expect([file!.name, digest(new Uint8Array(await opened.arrayBuffer()))]).toEqual([name, digest(bytes)]);

  expect(running.said()).toMatch(/^Sotto is at[^\n]*\n$/);
  running.process.kill('SIGTERM');
  await ended(running);
  const stored = Buffer.concat([readFileSync(join(folder, 'files/sotto.db')), ...traffic]);
  expect(stored.length).toBeGreaterThan(2 * bytes.length);
  const secrets = [Buffer.from(name), Buffer.from(bytes.subarray(0, 16)), Buffer.from(bytes.subarray(-16))];
  expect(secrets.map((secret) => stored.includes(secret))).toEqual([false, false, false]);
});

function stampOf({ day, signature }: { day: string; signature: Uint8Array }) {
  return { day, signature: toBase64url(signature) };
}

/** @returns how many cases there are; each with its report and both founding sets */
async function everyStoredCaseIsWhole(): Promise<number> {
  const database = new Sqlite(join(folder, 'data/sotto.db'), { readonly: true });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const cases = await db.selectFrom('cases').selectAll().execute();
  const entries = await db.selectFrom('entries').selectAll().execute();
  const sets = await db.selectFrom('slot_sets').selectAll().execute();
  await db.destroy();
  for (const { id, shared, internal, slot_sets } of cases) {
    const own = entries.filter(({ case_id }) => Buffer.from(id).equals(case_id));
    expect([shared, internal, slot_sets, own.length]).toEqual([1, 0, 2, 1]);
  }
  expect([entries.length, sets.length]).toEqual([cases.length, 2 * cases.length]);
  return cases.length;
}

describe('killed while it closes a day of the log, before any statement', () => {
  const DAY = 24 * 60 * 60 * 1000;
  /** From the first that writes a tile: that one, what comes before the commit, the commit, and what comes after it. */
  const STATEMENTS = [0, 5, 6, 7];
  const NONE = { isClosed: false, sizes: [], tiles: 0 };
  const ALL = { isClosed: true, sizes: [8192], tiles: 33 };

  /**
   * @param settings with which the server finds the same database
   * @returns what there is after each time it was killed, and after a start at the end
   */
  async function killed(open: () => Promise<Database>, data: string, settings: Record<string, string>) {
    const program = join(folder, 'dist/server/main.js');
    const env = { ...settings, SOTTO_KEY: SERVER_KEY_TEXT };
    const db = await open();
    const inside = await serveInside(db, null, { now: Date.now() - DAY });
    await inside.context.calendar.keep();
    const { day } = await db.selectFrom('clock').select('day').executeTakeFirstOrThrow();
    const hashes = await addEntryRows(db, day, 3);
    await db.destroy();
    const found: unknown[] = [];
    for (const at of STATEMENTS) {
      const killing = { KILL_FROM: 'insert into "tiles"', KILL_AT: String(at) };
      const flags = ['--import', new URL('../stage/killing.mjs', import.meta.url).href];
      await expect(startProcess(program, data, flags, { ...env, ...killing })).rejects.toThrow(
        'ended with null',
      );
      found.push(await stateOf(open, day));
    }
    const running = await startProcess(program, data, [], env);
    running.process.kill('SIGTERM');
    await ended(running);
    await expectOnce(open, hashes);
    return [...found, await stateOf(open, day)];
  }

  async function stateOf(open: () => Promise<Database>, day: string) {
    const db = await open();
    const { closed } = await db.selectFrom('clock').select('closed').executeTakeFirstOrThrow();
    const closings = await db.selectFrom('closings').select('size').execute();
    const tiles = await db.selectFrom('tiles').select('level').execute();
    await db.destroy();
    return { isClosed: closed === day, sizes: closings.map(({ size }) => size), tiles: tiles.length };
  }

  async function expectOnce(open: () => Promise<Database>, hashes: readonly Uint8Array[]) {
    const db = await open();
    const tiles = await readTiles(db, { level: 0, index: 0 }, 32);
    await db.destroy();
    const leaves = Buffer.concat(tiles.map((tile) => tile.hashes)).toString('hex');
    for (const hash of hashes)
      expect(leaves.split(Buffer.from(leafHash(hash)).toString('hex'))).toHaveLength(2);
  }

  test('on SQLite, the next start does all of it, once', async () => {
    const data = join(folder, 'closing');
    mkdirSync(data);
    const found = await killed(() => openSqlite(join(data, 'sotto.db')), data, {});
    expect(found).toEqual([NONE, NONE, NONE, ALL, ALL]);
  });

  test('on PostgreSQL as well', async () => {
    const postgres = await startPostgres();
    const url = await postgres.newDatabase();
    const found = await killed(() => openPostgres(url), join(folder, 'unused'), { DATABASE_URL: url });
    expect(found).toEqual([NONE, NONE, NONE, ALL, ALL]);
    await postgres.stop();
  });
});
