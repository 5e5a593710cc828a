/** A database that lost a part is refused, and one that is whole is not: real files, as a kill or a copy leaves them. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../db/connection.ts';
import { inTransaction, type Database } from '../../db/tables.ts';
import { NotServed, troubleOf } from '../../db/trouble.ts';

const FILES = ['sotto.db', 'sotto.db-wal', 'sotto.db-witness'];

let folder: string;
let open: Database[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-whole-'));
  open = [];
});
afterEach(async () => {
  for (const db of open) await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string, file = 'sotto.db') => join(folder, name, file);

async function opened(name: string, say?: (words: string) => void): Promise<Database> {
  mkdirSync(join(folder, name), { recursive: true });
  const db = await openSqlite(at(name), say);
  open.push(db);
  return db;
}

async function closed(db: Database): Promise<void> {
  open.splice(open.indexOf(db), 1);
  await db.destroy();
}

/** One acknowledged commit of as many settings of some kilobytes. */
async function write(db: Database, from: number, to: number): Promise<void> {
  await inTransaction(db, async (transaction) => {
    for (let i = from; i < to; i++) {
      const value = new Uint8Array(3000).fill(i);
      await transaction
        .insertInto('settings')
        .values({ name: `kept-${i}`, value })
        .execute();
    }
  });
}

async function count(db: Database): Promise<number> {
  const rows = await db.selectFrom('settings').select('name').where('name', 'like', 'kept-%').execute();
  return rows.length;
}

/** What is on disk now, elsewhere: as if the server had been killed at this instant. */
function killed(from: string, to: string, files: readonly string[] = FILES): void {
  mkdirSync(join(folder, to), { recursive: true });
  for (const file of files) if (existsSync(at(from, file))) copyFileSync(at(from, file), at(to, file));
}

/** What SQLite would put back into a file it lies beside: of a first start, before which the file had no page. */
function journal(): Buffer {
  const path = join(folder, 'journal.db');
  const file = new Sqlite(path);
  file.pragma('cache_size = 1');
  file.exec('begin; create table a (b)');
  const insert = file.prepare('insert into a values (?)');
  for (let i = 0; i < 300; i++) insert.run('y'.repeat(500));
  const bytes = readFileSync(`${path}-journal`);
  file.close();
  return bytes;
}

async function refusal(name: string): Promise<string> {
  const said = await opened(name).then(
    () => 'opened',
    (error: unknown) => (error instanceof NotServed ? error.message : String(error)),
  );
  expect(said).toMatch(/^\S.*\.$/);
  return said;
}

describe('whole', () => {
  test('killed at any time between commits, it has all that was acknowledged', async () => {
    const db = await opened('live');
    // Beyond the thousand pages after which SQLite copies its log back and begins it anew.
    for (let i = 0; i < 8; i++) {
      await write(db, i * 200, (i + 1) * 200);
      killed('live', `dead-${i}`);
      const copy = await opened(`dead-${i}`);
      expect(await count(copy)).toBe((i + 1) * 200);
      await closed(copy);
    }
  });

  test('stopped, it is one file, and starts again and again', async () => {
    for (let i = 0; i < 3; i++) {
      const db = await opened('line');
      await write(db, i, i + 1);
      await closed(db);
      expect(existsSync(at('line', 'sotto.db-wal'))).toBe(false);
      expect(statSync(at('line')).mode & 0o777).toBe(0o600);
    }
    expect(await count(await opened('line'))).toBe(3);
  });

  test('a witness that was lost says nothing', async () => {
    const db = await opened('live');
    await write(db, 0, 50);
    killed('live', 'dead', ['sotto.db', 'sotto.db-wal']);
    expect(await count(await opened('dead'))).toBe(50);
  });
});

describe('refused after a kill', () => {
  /** A line that served, stopped, served on and was killed, with an older copy of its files. */
  async function line(): Promise<void> {
    const first = await opened('live');
    await write(first, 0, 20);
    await closed(first);
    killed('live', 'old');
    const second = await opened('live');
    await write(second, 20, 40);
    killed('live', 'older');
    for (let i = 40; i < 140; i += 25) await write(second, i, i + 25);
    killed('live', 'dead');
  }

  test.each<[string, () => void, RegExp]>([
    ['0 bytes', () => truncateSync(at('dead'), 0), /is empty \(0 bytes\)/],
    ['something else', () => writeFileSync(at('dead'), 'x'.repeat(9000)), /is not a database/],
    ['a piece of it', () => truncateSync(at('dead'), 8192), /was cut short/],
    ['nothing but its log', () => rmSync(at('dead')), /sotto\.db is missing/],
    ['no log', () => rmSync(at('dead', 'sotto.db-wal')), /-wal was cut short/],
    ['an empty log', () => truncateSync(at('dead', 'sotto.db-wal'), 0), /-wal was cut short/],
    [
      'half a log',
      () => truncateSync(at('dead', 'sotto.db-wal'), statSync(at('dead', 'sotto.db-wal')).size / 2),
      /-wal was cut short/,
    ],
    [
      'a log without its last commit',
      () => truncateSync(at('dead', 'sotto.db-wal'), statSync(at('dead', 'sotto.db-wal')).size - 4120),
      /-wal was cut short/,
    ],
    [
      'a log with another byte',
      () => {
        const bytes = readFileSync(at('dead', 'sotto.db-wal'));
        bytes[5000]! ^= 1;
        writeFileSync(at('dead', 'sotto.db-wal'), bytes);
      },
      /-wal was cut short or damaged/,
    ],
    ['an older file beside the newer log', () => copyFileSync(at('old'), at('dead')), /is older than what/],
    ['an older log', () => copyFileSync(at('older', 'sotto.db-wal'), at('dead', 'sotto.db-wal')), /-wal/],
    ['a folder', () => (rmSync(at('dead')), mkdirSync(at('dead'))), /sotto\.db is not a file/],
    [
      'a journal of something else beside it',
      () => writeFileSync(at('dead', 'sotto.db-journal'), journal()),
      /-journal is of another database/,
    ],
    [
      'a lock that something else wrote',
      () =>
        writeFileSync(
          at('dead', 'sotto.db-lock'),
          'not what it should be, and longer than a hundred bytes. '.repeat(3),
        ),
      /-lock was written by something else/,
    ],
    [
      'both of them older',
      () => killed('older', 'dead', ['sotto.db', 'sotto.db-wal']),
      /is older than what|sotto\.db-wal/,
    ],
    [
      'an older file and no log',
      () => {
        rmSync(at('dead', 'sotto.db-wal'));
        copyFileSync(at('old'), at('dead'));
      },
      /is older than what/,
    ],
    [
      'the file alone, copied elsewhere',
      () => {
        rmSync(at('dead', 'sotto.db-wal'));
        rmSync(at('dead', 'sotto.db-witness'));
      },
      /was copied while a server wrote to it/,
    ],
  ])('%s', async (_, spoil, says) => {
    await line();
    spoil();
    const before = FILES.map((file) => existsSync(at('dead', file)) && statSync(at('dead', file)).size);
    expect(await refusal('dead')).toMatch(says);
    // Nothing was touched: with the right file put back, nothing is lost.
    expect(FILES.map((file) => existsSync(at('dead', file)) && statSync(at('dead', file)).size)).toEqual(
      before,
    );
    rmSync(join(folder, 'dead'), { recursive: true });
    killed('live', 'dead');
    expect(await count(await opened('dead'))).toBe(140);
  });

  test('and after a clean stop: an older file', async () => {
    const first = await opened('live');
    await write(first, 0, 20);
    await closed(first);
    killed('live', 'old');
    const second = await opened('live');
    await write(second, 20, 40);
    await closed(second);
    copyFileSync(at('old'), at('live'));
    expect(await refusal('live')).toMatch(/is older than what was last served here/);
  });
});

describe('pages', () => {
  async function damagedIn(table: string): Promise<void> {
    const db = await opened('line');
    await write(db, 0, 50);
    for (let i = 0; i < 200; i++) {
      const id = new Uint8Array(32).fill(i);
      await db
        .insertInto('invitations')
        .values({ id, expires: '2036-01-01', person: null, kem: id, signing: id })
        .execute();
    }
    const { rows } = await sql<{ pageno: number; pgsize: number }>`
      select pageno, pgsize from dbstat where name = ${table} and pagetype = 'leaf' limit 1
    `.execute(db);
    await closed(db);
    const { pageno, pgsize } = rows[0]!;
    const bytes = readFileSync(at('line'));
    bytes.fill(0xff, (pageno - 1) * pgsize, pageno * pgsize);
    writeFileSync(at('line'), bytes);
  }

  test('damaged where nothing works without them: refused', async () => {
    await damagedIn('settings');
    expect(await refusal('line')).toMatch(/is damaged \(.*sotto restore FILE/);
  });

  test('damaged elsewhere: named, and served', async () => {
    await damagedIn('invitations');
    const said: string[] = [];
    expect(await count(await opened('line', (words) => said.push(words)))).toBe(50);
    expect(said).toEqual([expect.stringMatching(/damaged in invitations/)]);
  });
});

describe('one server', () => {
  test('a second one is refused, and after the first ended it is not', async () => {
    const db = await opened('line');
    expect(await refusal('line')).toMatch(/a server runs on .*sotto\.db already/);
    await write(db, 0, 1);
    await closed(db);
    expect(await count(await opened('line'))).toBe(1);
  });
});

describe('under a server that runs', () => {
  const troubleOfWriting = (db: Database) =>
    write(db, 100, 101).then(
      () => null,
      (error: unknown) => troubleOf(error),
    );

  test.each<[string, () => void]>([
    ['the file is deleted', () => rmSync(at('line'))],
    [
      'the file is replaced by a copy',
      () => {
        copyFileSync(at('line'), at('line', 'copy'));
        renameSync(at('line', 'copy'), at('line'));
      },
    ],
    ['the log is deleted', () => rmSync(at('line', 'sotto.db-wal'))],
    ['what goes with the log is deleted', () => rmSync(at('line', 'sotto.db-shm'))],
    ['the folder is deleted', () => rmSync(join(folder, 'line'), { recursive: true })],
    ['the folder is moved away', () => renameSync(join(folder, 'line'), join(folder, 'away'))],
  ])('%s: nothing is confirmed', async (_, spoil) => {
    const db = await opened('line');
    await write(db, 0, 10);
    spoil();
    expect(await troubleOfWriting(db)).toBe('gone');
    const together = [1, 2].map((i) =>
      inTransaction(db, (transaction) =>
        transaction
          .insertInto('settings')
          .values({ name: `together-${i}`, value: new Uint8Array(1) })
          .execute(),
      ),
    );
    const ends = await Promise.allSettled(together);
    expect(ends.map((end) => end.status === 'rejected' && troubleOf(end.reason))).toEqual(['gone', 'gone']);
  });

  test('moved away and back, it goes on with all that was confirmed', async () => {
    const db = await opened('line');
    await write(db, 0, 10);
    renameSync(join(folder, 'line'), join(folder, 'away'));
    expect(await troubleOfWriting(db)).toBe('gone');
    renameSync(join(folder, 'away'), join(folder, 'line'));
    await write(db, 10, 20);
    await closed(db);
    expect(await count(await opened('line'))).toBeGreaterThanOrEqual(20);
  });

  test('a full disk is told as one, what was there is read, and with room it goes on', async () => {
    const db = await opened('line');
    await write(db, 0, 10);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(db);
    const ends = await Promise.allSettled([write(db, 10, 90), write(db, 90, 180)]);
    expect(ends.map((end) => end.status === 'rejected' && troubleOf(end.reason))).toEqual(['full', 'full']);
    expect(await count(db)).toBeGreaterThanOrEqual(10);
    await sql.raw('pragma max_page_count = 100000').execute(db);
    await write(db, 200, 210);
  });
});
