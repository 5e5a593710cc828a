/** What the files of a database are, before anything is in them. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openSqlite } from '../../db/connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('nobody else may read the database, its write-ahead log or its index, also where others could before', async () => {
  const path = join(folder, 'sotto.db');
  const umask = process.umask(0);
  await (await openSqlite(path)).destroy();
  chmodSync(path, 0o644);
  const db = await openSqlite(path);
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
  await db.destroy();
  process.umask(umask);
  expect(Object.fromEntries(modes)).toEqual({
    'sotto.db': 0o600,
    'sotto.db-lock': 0o600,
    'sotto.db-shm': 0o600,
    'sotto.db-wal': 0o600,
    'sotto.db-witness': 0o600,
  });
});

test('no table numbers its rows as they come', async () => {
  const db = await openSqlite(join(folder, 'rows.db'));
  const tables = await sql<{ name: string; wr: number }>`
    select name, wr from pragma_table_list where schema = 'main' and type = 'table'
    and name not like 'sqlite%' and name not like 'kysely%'`.execute(db);
  const numbered = tables.rows.filter(({ wr }) => wr === 0).map(({ name }) => name);
  // Their row numbers are drawn; those of the public log's say what everybody may read.
  expect(numbered.sort()).toEqual(['closings', 'entries', 'keyrings', 'pieces', 'slot_sets', 'tiles']);
  await db.destroy();
});
