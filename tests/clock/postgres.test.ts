import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPostgres } from '../../db/connection.ts';
import { inTransaction } from '../../db/tables.ts';
import { beginTurn, holdTurn, readTurn } from '../../db/turns.ts';
import { officerInside, reporterInside, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { startPostgres, type Postgres } from '../stage/postgres.ts';
import { REPORT } from '../stage/running.ts';
import { testClock } from './databases.ts';

const MINUTE = 60 * 1000;
const quiet = () => undefined;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

testClock('PostgreSQL', async () => {
  const db = await openPostgres(await postgres.newDatabase());
  return { db, remove: () => db.destroy() };
});

/** Two servers on one database, the clock of the second behind that of the first. */
async function twoServers(behind: number) {
  const url = await postgres.newDatabase();
  const databases = [await openPostgres(url), await openPostgres(url)];
  const [first, second] = (await Promise.all(databases.map((db) => serveInside(db)))) as [Inside, Inside];
  const made = await setUpInside(first);
  const setClocks = (now: number) => {
    first.clock.now = now;
    second.clock.now = now - behind;
  };
  const report = async (server: Inside) => {
    const reporter = await reporterInside(server);
    const { words } = await reporter.send(REPORT, quiet);
    return (await reporter.open(words.join(' '))).id;
  };
  const listed = async (server: Inside) => {
    const found = await (await officerInside(server, made.recoveryWords)).inbox.sync(quiet);
    return found.map(({ id }) => id);
  };
  const turn = async () => (await readTurn(first.db)).turn;
  const stop = () => Promise.all(databases.map((db) => db.destroy()));
  return { first, second, setClocks, report, listed, turn, stop };
}

const MIDNIGHT = Date.UTC(2036, 2, 7);

test('two servers whose clocks are minutes apart lose no report at midnight, and begin one turn', async () => {
  const { first, second, setClocks, report, listed, turn, stop } = await twoServers(4 * MINUTE);
  const all: string[] = [];
  setClocks(MIDNIGHT - 10 * MINUTE);
  for (const server of [first, second]) all.push(await report(server));
  const before = await turn();
  // The first is over it, the second is not; then both are.
  for (const minute of [1, 2, 3, 5, 6]) {
    setClocks(MIDNIGHT + minute * MINUTE);
    for (const server of [first, second, first]) {
      all.push(await report(server));
      expect((await listed(second)).toSorted()).toEqual(all.toSorted());
    }
  }
  expect(await turn()).toBe(before + 1);
  await stop();
});

test('two servers of which one is a year ahead lose no report, and do not take turns in beginning turns', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { first, second, setClocks, report, listed, turn, stop } = await twoServers(365 * 24 * 60 * MINUTE);
  const all: string[] = [];
  setClocks(MIDNIGHT);
  for (const server of [first, second, first, second, first, second]) all.push(await report(server));
  const begun = await turn();
  for (const server of [first, second, first, second]) {
    all.push(await report(server));
    expect((await listed(server)).toSorted()).toEqual(all.toSorted());
  }
  expect(await turn()).toBe(begun);
  // The wrong one is put right.
  first.clock.now = second.clock.now;
  for (const server of [second, first, second]) all.push(await report(server));
  expect((await listed(second)).toSorted()).toEqual(all.toSorted());
  expect(await turn()).toBe(begun + 1);
  said.mockRestore();
  await stop();
});

test('whoever can read a turn can read all that was written under the one before', async () => {
  const { first, second, turn, stop } = await twoServers(0);
  const before = await readTurn(first.db);
  let begun = false;
  let beginning: Promise<unknown> = Promise.resolve();
  await inTransaction(first.db, async (transaction) => {
    await holdTurn(transaction);
    beginning = beginTurn(second.db, before, '2036-03-09').then(() => (begun = true));
    const waits = sql<{ waiting: string }>`select count(*) as waiting from pg_locks where not granted`;
    await expect
      .poll(async () => Number((await waits.execute(second.db)).rows[0]?.waiting))
      .toBeGreaterThan(0);
    expect(begun).toBe(false);
    expect(await turn()).toBe(before.turn);
  });
  await beginning;
  expect(await turn()).toBe(before.turn + 1);
  await stop();
});
