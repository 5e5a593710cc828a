/** Checkpoints by the thread beside: nothing is lost, and the log stays short. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSqlite } from '../../db/connection.ts';
import { keepSetting, readSetting } from '../../db/settings.ts';
import { inTransaction, type Database } from '../../db/tables.ts';

/** Bytes of one value: more than a page, so that each write has a place of its own in the file. */
const VALUE = 20_000;

let folder: string;
let path: string;
let db: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-checkpoint-'));
  path = join(folder, 'sotto.db');
  db = await openSqlite(path);
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true, force: true });
});

async function write(from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    const value = new Uint8Array(VALUE).fill(i % 251);
    await inTransaction(db, (transaction) => keepSetting(transaction, `value ${i}`, value));
  }
}

const sizeOf = async (file: string) => (await stat(file)).size;

test('what a hundred wrote goes into the database, and the log begins again', async () => {
  await write(0, 99);
  expect(await sizeOf(path)).toBeLessThan(99 * VALUE);
  await write(99, 100);
  await vi.waitFor(async () => expect(await sizeOf(path)).toBeGreaterThan(100 * VALUE), 20_000);
  let next = 100;
  await vi.waitFor(async () => {
    const log = await sizeOf(`${path}-wal`);
    await write(next, ++next);
    expect(await sizeOf(`${path}-wal`)).toBe(log);
  }, 20_000);
});

test('everything is there when it is closed while the thread copies', async () => {
  await write(0, 100);
  await db.destroy();
  db = await openSqlite(path);
  for (let i = 0; i < 100; i++) expect((await readSetting(db, `value ${i}`))?.[0]).toBe(i);
});

test('whoever reads and writes meanwhile is neither refused nor mixed up', async () => {
  const writing = write(0, 300);
  const readings = Array.from({ length: 50 }, async (_, i) => {
    const first = await readSetting(db, `value ${i * 6}`);
    return first === undefined || first[0] === (i * 6) % 251;
  });
  await writing;
  expect(new Set(await Promise.all(readings))).toEqual(new Set([true]));
  for (let i = 0; i < 300; i++) expect((await readSetting(db, `value ${i}`))?.[0]).toBe(i % 251);
});
