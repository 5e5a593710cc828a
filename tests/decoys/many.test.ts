/** However many cases there are, one thing that happens to a decoy looks at so many of them. */
import { expect, test } from 'vitest';
import { countCasesAfter, MOST_COUNTED } from '../../db/shapes.ts';
import { readPace } from '../../server/decoys/life.ts';
import { scratchSqlite, serveInside } from '../stage/inside.ts';
import { random } from '../stage/people.ts';

test('a flood of cases is counted up to a number, and the pace of decoys ends there', async () => {
  const scratch = await scratchSqlite();
  const { db } = scratch;
  const inside = await serveInside(db);
  const add = async (cases: number) => {
    for (let left = cases; left > 0; left -= 512) {
      const rows = Array.from({ length: Math.min(left, 512) }, () => random('CaseId', 16)).map((id) => ({
        id,
        turn: 1,
        opened: 1,
        shared: 1,
        internal: 0,
        slot_sets: 2,
      }));
      await db.insertInto('cases').values(rows).execute();
    }
  };
  await add(MOST_COUNTED - 1);
  expect(await countCasesAfter(db, 0)).toBe(MOST_COUNTED - 1);
  await add(2);
  expect(await countCasesAfter(db, 0)).toBe(MOST_COUNTED);
  const { newADay } = await readPace(inside.context);
  await add(2000);
  expect((await readPace(inside.context)).newADay).toBe(newADay);
  await scratch.remove();
});
