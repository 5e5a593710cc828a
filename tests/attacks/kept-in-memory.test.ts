/** What the server keeps in memory for a while never grows without end, whoever brings it; nobody is kept out by that. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { typed, type AccountId, type BoxBytes } from '../../crypto/bytes.ts';
import { passingOf } from '../../db/passing.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { readKeyring, storeKeyringPage, writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { addSession, readSession, readSessions, touchSession } from '../../server/sign-in/kept-sessions.ts';
import { scratchSqlite, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { random } from '../stage/people.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let own: AccountId;
beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  await setUpInside(inside);
  const { id } = await scratch.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow();
  own = typed('AccountId', new Uint8Array(id));
});
afterAll(() => scratch.remove());

test('an account has so many sessions: the one unused the longest ends, the one in use and others’ go on', async () => {
  const other = random('AccountId', 16);
  const begin = async (account: AccountId, started: number) => {
    const session = { token: random('Hash', 32), account, challenge: 'c', started, seen: started };
    await addSession(inside.context, session);
    return session.token;
  };
  const seconds = inside.clock.now / 1000;
  const others = await begin(other, seconds);
  const inUse = await begin(own, seconds);
  const unused = await begin(own, seconds + 1);
  for (let i = 2; i < 2 * LIMITS.sessions; i++) {
    await touchSession(inside.context, inUse, seconds + i);
    const newest = await begin(own, seconds + i);
    expect(await readSession(inside.context, newest)).toBeDefined();
  }
  expect(await readSessions(inside.context, own)).toHaveLength(LIMITS.sessions);
  expect(await readSession(inside.context, inUse)).toBeDefined();
  expect(await readSession(inside.context, unused)).toBeUndefined();
  expect(await readSession(inside.context, others)).toBeDefined();
});

test('of what belongs to nobody the oldest goes, and never a session', async () => {
  const passing = passingOf(scratch.db, 3);
  const record = (bundle: boolean) => ({
    key: random('Hash', 32),
    bundle: bundle ? random('Hash', 32) : null,
    value: new Uint8Array(1),
    hour: 1,
  });
  const session = record(true);
  await passing.add(session);
  const spent = Array.from({ length: 5 }, () => record(false));
  for (const one of spent) await passing.add(one);
  const kept = await Promise.all(spent.map(({ key }) => passing.read(key)));
  expect(kept.map((one) => one !== undefined)).toEqual([false, false, true, true, true]);
  expect(await passing.read(session.key)).toBeDefined();
});

test('keyring pages that cannot be written down are taken up to a number, and again once they can', async () => {
  const box = new Uint8Array(100) as BoxBytes;
  const store = (page: number) => storeKeyringPage(inside.context, own, page, 0, box);
  await sql`pragma query_only = on`.execute(scratch.db);
  let taken = 0;
  for (let page = 0; page < 300; page++) {
    taken += await store(page).then(
      () => 1,
      () => 0,
    );
  }
  expect(taken).toBe(256);
  await sql`pragma query_only = off`.execute(scratch.db);
  expect(await store(300)).toBe(1);
  await writeDownKeyrings(inside.context);
  expect(await readKeyring(inside.context, own)).toHaveLength(257);
});
