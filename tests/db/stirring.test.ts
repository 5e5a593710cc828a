/** Whatever is written is stirred, whenever it comes: no later write has to come first. */
import { expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import type { Database } from '../../db/tables.ts';
import { stir } from '../../db/stir.ts';
import { keepStirring } from '../../server/timers/stirring.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };

/** Where entries lie, in the order of their cases' ids. */
async function places(db: Database): Promise<Map<string, number>> {
  const rows = await db.selectFrom('entries').select(['case_id', 'place']).execute();
  return new Map(rows.map(({ case_id: id, place }) => [String(new Uint8Array(id)), place]));
}

/** Whether all entries lie elsewhere than they did. */
async function allMoved(db: Database, before: ReadonlyMap<string, number>): Promise<boolean> {
  const now = await places(db);
  return [...before].every(([id, place]) => now.get(id) !== place);
}

/** Cases in a database of their own, which nobody stirs until a test does. */
async function written(cases: number) {
  const scratch = await scratchSqlite();
  const inside = await serveInside(scratch.db);
  await setUpInside(inside);
  await addForeignCases(inside.context, cases);
  return { db: scratch.db, remove: () => scratch.remove(), add: () => addForeignCases(inside.context, 1) };
}

test('what comes while others are stirred is stirred after it', async () => {
  // Many transactions, so that something comes between two.
  const { db, add, remove } = await written(60);
  const first = await places(db);
  const stirring = keepStirring(db);
  try {
    const anyMoved = async () => [...(await places(db))].some(([id, at]) => first.get(id) !== at);
    await vi.waitUntil(anyMoved, { ...PATIENCE, interval: 1 });
    expect(await allMoved(db, first)).toBe(false);
    await add();
    const late = [...(await places(db))].filter(([id]) => !first.has(id));
    expect(late).toHaveLength(1);
    await vi.waitUntil(() => allMoved(db, new Map(late)), PATIENCE);
  } finally {
    await stirring.stop();
    await remove();
  }
});

test('whoever writes meanwhile has most of the time', async () => {
  const { db, add, remove } = await written(120);
  let isOver = false;
  const stirring = stir(db).finally(() => (isOver = true));
  let writes = 0;
  for (; !isOver; writes++) await add();
  await stirring;
  // Five megabytes are five transactions: with no rest after them some six others come in between, and else some 240;
  // fewer where the machine is busy, as no rest is longer than a second.
  expect(writes).toBeGreaterThan(15);
  await remove();
});

test('what could not be stirred is the next time', async () => {
  const { db, remove } = await written(3);
  const first = await places(db);
  await sql`pragma query_only = on`.execute(db);
  await expect(stir(db)).rejects.toThrow(/readonly/);
  await sql`pragma query_only = off`.execute(db);
  expect(await places(db)).toEqual(first);
  await stir(db);
  expect(await allMoved(db, first)).toBe(true);
  await remove();
});
