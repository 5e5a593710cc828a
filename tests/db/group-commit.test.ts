import { afterEach, expect, test } from 'vitest';
import { keepSetting, readSetting } from '../../db/settings.ts';
import { inTransaction } from '../../db/tables.ts';
import { scratchSqlite } from '../server/inside.ts';

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
