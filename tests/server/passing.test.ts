/** What passes is in no file with SQLite; with PostgreSQL its rows say nothing, and servers share them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountIdOf } from '../../crypto/id.ts';
import { openPostgres } from '../../db/connection.ts';
import { checkToken, newToken } from '../../server/challenges/challenge.ts';
import { readSessions } from '../../server/sign-in/kept-sessions.ts';
import { spend, spendFor } from '../../server/challenges/spending.ts';
import { contents, officerInside, scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';
import { random } from '../stage/people.ts';
import { startPostgres, type Postgres } from '../stage/postgres.ts';
import { SETUP } from '../stage/running.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

test('on SQLite signing in writes nothing, and a new process knows no session', async () => {
  const scratch = await scratchSqlite();
  const { db } = scratch;
  const inside = await serveInside(db);
  const { recoveryWords } = await setUpInside(inside);
  const before = await contents(db);
  const officer = await officerInside(inside, recoveryWords);
  expect(await officer.account.sessions()).toMatchObject([{ isThis: true }]);
  expect(await contents(db)).toEqual(before);
  const account = accountIdOf(inside.context.instance.id, SETUP.accountName);
  expect(await readSessions(inside.context, account)).toHaveLength(1);
  const next = await serveInside(db);
  expect(await readSessions(next.context, account)).toEqual([]);
  // What was used is not remembered either, so what was given before is good no more.
  const token = newToken(inside.context, 'passkey');
  expect(checkToken(inside.context, 'passkey', token)).toBe(true);
  inside.clock.now += 1000;
  const later = await serveInside(db, null, inside.clock);
  expect(checkToken(later.context, 'passkey', token)).toBe(false);
  await scratch.remove();
});

test('on PostgreSQL two servers share sessions and what was spent, and their rows name nobody', async () => {
  const url = await postgres.newDatabase();
  const databases = await Promise.all([openPostgres(url), openPostgres(url)]);
  const [first, second] = (await Promise.all(databases.map((db) => serveInside(db)))) as [
    Awaited<ReturnType<typeof serveInside>>,
    Awaited<ReturnType<typeof serveInside>>,
  ];
  const { recoveryWords } = await setUpInside(first);
  const browser = first.browser();
  await officerInside(first, recoveryWords, first.api(browser));
  await officerInside(second, recoveryWords);
  const account = accountIdOf(first.context.instance.id, SETUP.accountName);
  const sessions = await readSessions(second.context, account);
  expect(sessions).toHaveLength(2);
  const spent = { challenge: 'a challenge', expires: first.clock.now };
  expect([await spend(first.context, spent), await spend(second.context, spent)]).toEqual([true, false]);
  const rows = await first.db.selectFrom('passing').selectAll().execute();
  const all = Buffer.concat(rows.flatMap(({ key, bundle, value }) => [key, bundle ?? key, value]));
  for (const { token, challenge } of sessions)
    for (const told of [account, token, Buffer.from(challenge)])
      expect(all.includes(Buffer.from(told))).toBe(false);
  const lengths = rows.filter(({ bundle }) => bundle !== null).map(({ value }) => value.length);
  expect(lengths).toEqual([lengths[0], lengths[0]]);
  await first.context.passing.forget(first.clock.now + 24 * 60 * 60 * 1000);
  expect(await first.db.selectFrom('passing').selectAll().execute()).toEqual([]);
  await Promise.all(databases.map((db) => db.destroy()));
});

test('work is good again where nothing came of it, and once where something did', async () => {
  const scratch = await scratchSqlite();
  const { db } = scratch;
  const { context } = await serveInside(db);
  const spent = { challenge: 'work', expires: context.now() };
  const run = (wrote: boolean, on = random('Hash', 32)) =>
    spendFor(
      context,
      spent,
      on,
      async (isGood) => isGood,
      () => wrote,
    );
  const failing = spendFor(
    context,
    spent,
    random('Hash', 32),
    () => Promise.reject(new Error('failed')),
    () => true,
  );
  await expect(failing).rejects.toThrow('failed');
  const same = random('Hash', 32);
  expect([await run(false), await run(true, same), await run(true)]).toEqual([true, true, false]);
  // The same bytes, come twice at one instant: whichever is written first, the other is told its stamp.
  expect(await run(true, same)).toBe(true);
  await scratch.remove();
});
