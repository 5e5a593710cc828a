/** What SQLite holds no more leaves nothing in its file: rows that were stirred, cases that were deleted, keyrings that were rewritten. */
import { copyFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { stir } from '../../db/stir.ts';
import { emptyLog } from '../../db/unsettled.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';
import { KEY, unusedIn } from './unused.ts';

const scratch = await scratchSqlite();
const inside = await serveInside(scratch.db);
await setUpInside(inside);
afterAll(() => scratch.remove());

/** Forty cases that come, are stirred, and of which ten go. @returns what is in the file */
async function used(name: string) {
  const { db, path } = scratch;
  await addForeignCases(inside.context, 40);
  await stir(db);
  const gone = await db.selectFrom('cases').select('id').limit(10).execute();
  const ids = gone.map(({ id }) => id);
  for (const table of ['entries', 'slot_sets'] as const)
    await db.deleteFrom(table).where('case_id', 'in', ids).execute();
  await db.deleteFrom('cases').where('id', 'in', ids).execute();
  emptyLog(db);
  copyFileSync(path, `${path}-${name}`);
  return unusedIn(`${path}-${name}`);
}

test('there is much room that is in use no more, and nothing in it', async () => {
  const { bytes, longest } = await used('overwritten');
  expect(bytes).toBeGreaterThan(100_000);
  expect(longest).toBeLessThan(KEY);
});

test('where it is not overwritten, it is found', async () => {
  await sql`pragma secure_delete = off`.execute(scratch.db);
  expect((await used('left')).longest).toBeGreaterThan(100);
});
