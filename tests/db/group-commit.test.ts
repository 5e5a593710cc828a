import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { keepSetting, readSetting } from '../../db/settings.ts';
import { inTransaction, type Database, type DatabaseTransaction } from '../../db/tables.ts';
import { scratchSqlite } from '../stage/inside.ts';

let remove: () => Promise<void> = () => Promise.resolve();
afterEach(() => remove());

async function scratch() {
  const made = await scratchSqlite();
  remove = () => made.remove();
  return made.db;
}

const bytes = Uint8Array.of(1);

test('works that share a commit happen each whole or not at all', async () => {
  const db = await scratch();
  const names = ['a', 'b', 'c', 'd'];
  const outcomes = await Promise.allSettled(
    names.map((name) =>
      inTransaction(db, async (transaction) => {
        await keepSetting(transaction, name, bytes);
        if (name === 'b' || name === 'd') throw new Error(`${name} fails`);
        return name;
      }),
    ),
  );
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: new Error('b fails') },
    { status: 'fulfilled', value: 'c' },
    { status: 'rejected', reason: new Error('d fails') },
  ]);
  const kept = await Promise.all(names.map((name) => readSetting(db, name)));
  expect(kept.map((value) => value !== undefined)).toEqual([true, false, true, false]);
});

/** What came of works that share a commit, and which of their names are stored. */
async function together(
  db: Database,
  works: Record<string, (transaction: DatabaseTransaction) => Promise<void>>,
) {
  const settled = await Promise.allSettled(
    Object.entries(works).map(([name, work]) =>
      inTransaction(db, async (transaction) => {
        await keepSetting(transaction, name, bytes);
        await work(transaction);
      }),
    ),
  );
  const kept = await Promise.all(Object.keys(works).map((name) => readSetting(db, name)));
  return {
    confirmed: settled.map(({ status }) => status === 'fulfilled'),
    stored: kept.map((value) => value !== undefined),
  };
}
const nothing = () => Promise.resolve();
const onlyLast = { confirmed: [true, false, true], stored: [true, false, true] };

test('one that brings down the whole transaction fails alone', async () => {
  const db = await scratch();
  const ending = async (transaction: DatabaseTransaction) => {
    await sql`rollback`.execute(transaction);
    throw new Error('undone');
  };
  expect(await together(db, { a: nothing, b: ending, c: nothing })).toEqual(onlyLast);
  const ofItsOwn = async (transaction: DatabaseTransaction) => {
    await sql`release one`.execute(transaction);
    throw new Error('no savepoint');
  };
  expect(await together(db, { d: nothing, e: ofItsOwn, f: nothing })).toEqual(onlyLast);
});

test('one for whose sake the commit fails, fails alone', async () => {
  const db = await scratch();
  await sql`create table parents (id integer primary key)`.execute(db);
  await sql`create table children (parent integer references parents (id) deferrable initially deferred)`.execute(
    db,
  );
  const orphan = async (transaction: DatabaseTransaction) => {
    await sql`insert into children values (1)`.execute(transaction);
  };
  expect(await together(db, { a: nothing, b: orphan, c: nothing })).toEqual(onlyLast);
});

test('one for which there is no room fails alone', async () => {
  const db = await scratch();
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql`pragma max_page_count = ${sql.raw(String(rows[0]!.page_count + 8))}`.execute(db);
  const large = async (transaction: DatabaseTransaction) => {
    await keepSetting(transaction, 'large', new Uint8Array(1_000_000));
  };
  expect(await together(db, { a: nothing, b: large, c: nothing })).toEqual(onlyLast);
  expect(await readSetting(db, 'large')).toBeUndefined();
});

test('one that stands alone and fails leaves nothing, and the next goes on', async () => {
  const db = await scratch();
  const failing = inTransaction(db, async (transaction) => {
    await keepSetting(transaction, 'alone', bytes);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await readSetting(db, 'alone')).toBeUndefined();
  expect(await inTransaction(db, () => Promise.resolve('next'))).toBe('next');
});

test('a commit that fails is told to everybody who shared it', async () => {
  const db = await scratch();
  const outcomes = ['a', 'b', 'c'].map((name) =>
    inTransaction(db, (transaction) => keepSetting(transaction, name, bytes)),
  );
  const settled = Promise.allSettled(outcomes);
  await db.destroy();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
