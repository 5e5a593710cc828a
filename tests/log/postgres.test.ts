import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { leafHash } from '../../crypto/merkle.ts';
import { openPostgres } from '../../db/connection.ts';
import { readTiles } from '../../db/log.ts';
import { closeLog } from '../../server/log/closing.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { startPostgres, type Postgres } from '../stage/postgres.ts';
import { testClosing } from './databases.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const newOne = async () => {
  const db = await openPostgres(await postgres.newDatabase());
  return { db, remove: () => db.destroy() };
};
// That a long day looks like any other is tried where rows are cheap.
testClosing('PostgreSQL', newOne, 300);

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const MIDNIGHT = Date.UTC(2036, 2, 7);

test('two servers, one of them still before midnight, write while both close: every entry is logged once', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const url = await postgres.newDatabase();
  const databases = [await openPostgres(url), await openPostgres(url)];
  const [first, second] = (await Promise.all(databases.map((db) => serveInside(db)))) as [Inside, Inside];
  first.clock.now = second.clock.now = MIDNIGHT - DAY;
  await setUpInside(first);
  await first.context.calendar.keep();
  for (let day = 0; day < 3; day++) {
    first.clock.now = MIDNIGHT + day * DAY + MINUTE;
    second.clock.now = first.clock.now - 2 * MINUTE;
    await Promise.all([
      ...[first, second, first, second].map(({ context }) => addForeignCases(context, 5)),
      ...[first, second, first].map(({ context }) => closeLog(context)),
    ]);
  }
  const { closed } = await first.db.selectFrom('clock').select('closed').executeTakeFirstOrThrow();
  const closings = await first.db.selectFrom('closings').select(['day', 'size']).orderBy('day').execute();
  expect(closings.map(({ size }) => size)).toEqual([8192, 16_384, 24_576]);
  const tiles = await readTiles(first.db, { level: 0, index: 0 }, 1000);
  const logged = tiles.flatMap(({ hashes }) =>
    Array.from({ length: 256 }, (_, i) => toBase64url(hashes.slice(32 * i, 32 * i + 32))),
  );
  expect(new Set(logged).size).toBe(24_576);
  const entries = await first.db.selectFrom('entries').select(['hash', 'day']).execute();
  expect(entries).toHaveLength(60);
  const isLogged = ({ hash }: { hash: Uint8Array }) =>
    logged.includes(toBase64url(leafHash(new Uint8Array(hash))));
  const wrong = entries.filter((entry) => isLogged(entry) !== entry.day <= closed);
  expect(wrong).toEqual([]);
  said.mockRestore();
  await Promise.all(databases.map((db) => db.destroy()));
});
