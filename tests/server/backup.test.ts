/** A backup while the line serves, the line put back to it, and everybody who had gone on meanwhile. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { backUp, check } from '../../server/backup/backup.ts';
import type { Config } from '../../server/operator/config.ts';
import { start, type Running } from '../../server/listen.ts';
import { declareRestored, restore } from '../../server/backup/restore.ts';
import { makeOffice, type MadeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, newReporter, REPORT } from '../stage/running.ts';
import { SERVER_KEY_TEXT } from '../stage/server-key.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let office: MadeOffice<undefined>;
let scratch: string;
const running = new Set<Running>();

beforeAll(stretchQuickly);
beforeAll(async () => {
  office = await makeOffice();
  scratch = mkdtempSync(join(tmpdir(), 'sotto-backup-'));
});
afterAll(async () => {
  for (const one of running) await one.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** A data folder with the office in it. */
function line(name: string, key: string | null = SERVER_KEY_TEXT): Config {
  const dataFolder = join(scratch, name);
  mkdirSync(dataFolder);
  writeFileSync(join(dataFolder, 'sotto.db'), office.database);
  if (key === null) writeFileSync(join(dataFolder, 'server.key'), SERVER_KEY_TEXT, { mode: 0o600 });
  return {
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    key: key ?? undefined,
    databaseUrl: null,
    publicUrl: null,
    pagesFolder: dataFolder,
  };
}

async function serve(config: Config, now?: () => number): Promise<Running> {
  const one = await start(config, now);
  running.add(one);
  return one;
}

async function stop(one: Running): Promise<void> {
  running.delete(one);
  await one.stop();
}

const refusal = (act: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(act)
    .then(
      () => 'done',
      (error: unknown) => String(error),
    );

test('made while it serves: one whole file for its owner alone, which overwrites nothing', async () => {
  const config = line('serving');
  const server = await serve(config);
  const reporter = await newReporter(server);
  await reporter.send(REPORT, () => undefined);
  const file = join(scratch, 'serving.backup');
  const umask = process.umask(0);
  expect(backUp(config, file, false)).toEqual({ directories: 1, cases: 1, entries: 1 });
  process.umask(umask);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(scratch).filter((name) => name.startsWith('serving.backup'))).toEqual([
    'serving.backup',
  ]);
  expect(check(config, file)).toEqual({ directories: 1, cases: 1, entries: 1 });
  const before = readFileSync(file);
  expect(await refusal(() => backUp(config, file, false))).toMatch(/is there already/);
  expect(readFileSync(file).equals(before)).toBe(true);
  // It served on, and the next one has what came since.
  await (await newReporter(server)).send(REPORT, () => undefined);
  expect(backUp(config, join(scratch, 'second.backup'), false)).toMatchObject({ cases: 2 });
  await stop(server);
  expect(backUp(config, join(scratch, 'third.backup'), false)).toMatchObject({ cases: 2 });
});

test('where a link stands for the file, what belongs to it lies beside the file', async () => {
  const config = line('linked');
  const path = join(config.dataFolder, 'sotto.db');
  const real = join(scratch, 'elsewhere.db');
  renameSync(path, real);
  symlinkSync(real, path);
  const server = await serve(config);
  await (await newReporter(server)).send(REPORT, () => undefined);
  expect(existsSync(`${real}-wal`)).toBe(true);
  expect(backUp(config, join(scratch, 'linked.backup'), false)).toMatchObject({ cases: 1 });
  await stop(server);
  expect(readdirSync(config.dataFolder).filter((name) => name.startsWith('sotto'))).toEqual(['sotto.db']);
});

test('of a database that is not whole none is made', async () => {
  const config = line('broken');
  const db = new Sqlite(join(config.dataFolder, 'sotto.db'));
  db.exec(`insert into cases select zeroblob(16), * from (select ${casesValues(db)})`);
  db.close();
  expect(await refusal(() => backUp(config, join(scratch, 'broken.backup'), false))).toMatch(/is not whole/);
  expect(readdirSync(scratch).filter((name) => name.startsWith('broken.backup'))).toEqual([]);
});

test('the log goes with it, and a part that is missing is found', async () => {
  const config = line('logged');
  const now = Date.now();
  const day = 24 * 60 * 60 * 1000;
  let server = await start(config, () => now);
  await server.stop();
  server = await serve(config, () => now + day);
  const read = async () => (await fetch(`${server.url}/log/checkpoint`)).text();
  const checkpoint = await read();
  expect(checkpoint).toMatch(/^sotto\/[^\n]+\n8192\n/);
  const file = join(scratch, 'logged.backup');
  backUp(config, file, false);
  await stop(server);
  await restore(config, file, false);
  server = await serve(config, () => now + day);
  expect(await read()).toBe(checkpoint);
  await stop(server);
  for (const missing of ['delete from tiles where level = 0 and "index" = 3', 'delete from closings']) {
    const path = join(scratch, 'cut.backup');
    writeFileSync(path, readFileSync(file));
    new Sqlite(path).exec(missing).close();
    expect(await refusal(() => check(config, path))).toMatch(/parts of the log are missing/);
  }
});

/** Values for all columns of a case but its id, which say that it has entries. */
function casesValues(db: Sqlite.Database): string {
  const columns = db.pragma('table_info(cases)') as { name: string; type: string }[];
  const value = ({ name, type }: { name: string; type: string }) =>
    type === 'text' ? `'2036-01-01' as ${name}` : `1 as ${name}`;
  return columns.slice(1).map(value).join(', ');
}

test('the key goes with it only where that was asked for', async () => {
  const config = line('key', null);
  backUp(config, join(scratch, 'without.backup'), false);
  expect(existsSync(join(scratch, 'without.backup.key'))).toBe(false);
  const file = join(scratch, 'with.backup');
  backUp(config, file, true);
  expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
  const empty = { ...config, dataFolder: join(scratch, 'elsewhere') };
  expect(await refusal(() => restore(empty, join(scratch, 'without.backup'), false))).toMatch(
    /key of this instance is missing/,
  );
  expect(await restore(empty, file, false)).toMatchObject({ aside: null });
  const server = await serve(empty);
  await stop(server);
});

test('what cannot be put back changes nothing', async () => {
  const config = line('kept');
  const good = join(scratch, 'good.backup');
  backUp(config, good, false);
  const server = await serve(config);
  expect(await refusal(() => restore(config, good, false))).toMatch(/a server runs on/);
  const live = join(scratch, 'live.copy');
  writeFileSync(live, readFileSync(join(config.dataFolder, 'sotto.db')));
  await stop(server);
  const before = readFileSync(join(config.dataFolder, 'sotto.db'));
  const spoiled = (name: string, spoil: (path: string) => void) => {
    const path = join(scratch, name);
    writeFileSync(path, readFileSync(good));
    spoil(path);
    return path;
  };
  await expect(declareRestored({ ...config, dataFolder: join(scratch, 'nowhere') })).rejects.toThrow(
    /there is no database/,
  );
  const tries: [string, RegExp][] = [
    [join(scratch, 'none'), /there is no file/],
    [
      spoiled('journal', (path) => writeFileSync(`${path}-journal`, 'left over')),
      /journal-journal is of another database/,
    ],
    [scratch, /there is no file/],
    [join(config.dataFolder, 'sotto.db'), /is the database itself/],
    [live, /live\.copy was copied while a server wrote to it/],
    [spoiled('empty', (path) => truncateSync(path, 0)), /empty is empty/],
    [spoiled('cut', (path) => truncateSync(path, 40_960)), /cut was cut short/],
    [spoiled('text', (path) => writeFileSync(path, 'x'.repeat(5000))), /text is not a database/],
    [
      spoiled('foreign', (path) => {
        rmSync(path);
        new Sqlite(path).exec('create table a (b)').close();
      }),
      /is not a database of Sotto|no such table/,
    ],
  ];
  for (const [file, says] of tries) {
    expect(await refusal(() => restore(config, file, false))).toMatch(says);
    expect(readFileSync(join(config.dataFolder, 'sotto.db')).equals(before)).toBe(true);
    expect(readdirSync(config.dataFolder).filter((name) => /restor/.test(name))).toEqual([]);
  }
  expect(await refusal(() => backUp(config, join(scratch, 'x'.repeat(250)), false))).toMatch(
    /ENAMETOOLONG.*name another file/,
  );
  // A journal that lies beside what is replaced goes with it.
  writeFileSync(join(config.dataFolder, 'sotto.db-journal'), 'left over');
  // Told to, it takes the copy of a live file: better than nothing.
  expect(await restore(config, live, true)).toMatchObject({
    aside: expect.stringContaining('before-restore-') as string,
  });
  expect(existsSync(join(config.dataFolder, 'sotto.db-journal'))).toBe(false);
});

test('put back to an older state, the line says so, and everybody goes on', async () => {
  const config = line('journey');
  const words = office.made.recoveryWords;
  let server = await serve(config);
  const early = await (await newReporter(server)).send(REPORT, () => undefined);
  let officer = await newOfficer(server, words);
  const [first] = await officer.inbox.sync(() => undefined);
  await officer.cases.reply(first!.id, 'Received, we look into it.');
  const file = join(scratch, 'journey.backup');
  // How far the officer had read is in it: pages of a keyring are written down by a server that stops, or in a rhythm.
  await stop(server);
  backUp(config, file, false);
  server = await serve(config);
  officer = await newOfficer(server, words);
  // What the backup does not have: more in the case, and another case.
  const open = new ReporterSession(apiOf(server));
  await open.open(early.words.join(' '));
  await open.write('message', 'It happened again.');
  const late = await (await newReporter(server)).send(REPORT, () => undefined);
  await officer.inbox.sync(() => undefined);
  await officer.cases.reply(first!.id, 'Thank you.');
  await stop(server);
  const { aside, contents } = await restore(config, file, false);
  expect(contents).toMatchObject({ cases: 1 });
  expect(readdirSync(aside!)).toContain('sotto.db');
  server = await serve(config);
  // A reporter who comes back reads the older state, and writes on; whose case is gone is told that it is.
  const back = new ReporterSession(apiOf(server));
  const view = await back.open(early.words.join(' '));
  expect(view.items.map((item) => item.kind)).toEqual(['message']);
  await back.write('message', 'I wrote more, and it is not here.');
  const gone = new ReporterSession(apiOf(server));
  await expect(gone.open(late.words.join(' '))).rejects.toMatchObject({ code: 'not-found' });
  await (await newReporter(server)).send(REPORT, () => undefined);
  // An officer who comes back has all that is there, and writes on.
  const again = await newOfficer(server, words);
  const lines = await again.inbox.sync(() => undefined);
  expect(lines).toHaveLength(2);
  expect(await again.inbox.told()).toMatchObject({ isPutBack: true });
  const opened = await again.cases.open(first!.id);
  expect(opened.items.filter((item) => item.kind === 'message')).toHaveLength(2);
  await again.cases.reply(first!.id, 'We had to go back to a copy.');
  await stop(server);
});
