/**
 * What strangers, reporters and one officer can put before an officer's inbox, and what it costs every look after that:
 * nothing is tried, asked for or read twice, and no case stands in the way of another.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { createApi } from '../../client/calls/api.ts';
import { newestFirst, shortestFirst } from '../../client/officer/worker/inbox/fair-order.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { readCase, readKeyring, readSlotSets } from '../../server/api/officer.ts';
import { COLLEAGUE, admitColleague } from '../stage/colleague.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { Enemy, type Alter } from '../stage/lying-server.ts';
import { makeOffice } from '../stage/made-office.ts';
import { officerAtWork } from '../stage/people.ts';
import {
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { Spoiler } from '../stage/spoiler.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const JUNK = 70;
const quiet = () => undefined;

let office: Awaited<ReturnType<typeof makeOffice<{ colleagueWords: readonly string[] }>>>;
beforeAll(stretchQuickly);
beforeAll(async () => {
  office = await makeOffice(async (instance, made) => {
    const { taken } = await admitColleague(instance, made);
    return { colleagueWords: taken.recoveryWords };
  });
});

let instance: Instance;
beforeEach(async () => {
  await instance?.stop();
  instance = await startInstance({ database: office.database });
});
afterAll(() => instance.stop());

/** An officer's page, and which requests it makes. */
async function listened(tricks: Partial<Record<string, Alter>> = {}) {
  const asked: string[] = [];
  const enemy = new Enemy(browserFetch(), tricks);
  const send: typeof fetch = async (input, init) => {
    asked.push(new URL(input as string).pathname);
    return enemy.send(input, init);
  };
  const session = await newOfficer(instance, office.made.recoveryWords, createApi(instance.url, send));
  const count = (path: string) => asked.splice(0).filter((one) => one === path).length;
  return { session, count, asked, enemy };
}

async function send(text: string): Promise<string> {
  const reporter = await newReporter(instance);
  const { words } = await reporter.send({ ...REPORT, text }, quiet);
  return (await reporter.open(words.join(' '))).id;
}

const texts = async (session: OfficerSession) =>
  (await session.inbox.kept()).map(({ excerpt }) => excerpt).sort();

test('what did not open is neither asked for nor tried again, by the next look or after signing in anew', async () => {
  await addForeignCases(instance.context, JUNK);
  const first = await listened();
  await first.session.inbox.sync(quiet);
  expect(first.count(readSlotSets.path)).toBeGreaterThan(1);
  await send('Something new.');
  await first.session.inbox.sync(quiet);
  expect(first.count(readSlotSets.path)).toBe(1);
  expect(await texts(first.session)).toEqual(['Something new.']);
  await first.session.lock();
  const second = await listened();
  await second.session.inbox.sync(quiet);
  expect(second.asked).not.toContain(readSlotSets.path);
  expect(second.asked).not.toContain(readCase.path);
  expect(await texts(second.session)).toEqual(['Something new.']);
});

test('a case that cannot be read to its end is not read again because more is added to it', async () => {
  const id = await send('Before it is spoilt.');
  const other = await send('Another.');
  const { session, asked } = await listened();
  await session.inbox.sync(quiet);
  const colleague = await officerAtWork(
    createApi(instance.url, browserFetch()),
    office.more.colleagueWords,
    COLLEAGUE.account,
  );
  const spoiler = new Spoiler(colleague, id);
  await spoiler.spoil('random bytes');
  await session.inbox.sync(quiet);
  // Once more, as what fails may be a passing thing.
  await spoiler.goOn('One.');
  await session.inbox.sync(quiet);
  asked.length = 0;
  for (const text of ['Two.', 'Three.']) {
    await spoiler.goOn(text);
    await session.inbox.sync(quiet);
  }
  expect(asked).not.toContain(readCase.path);
  const rows = await session.inbox.kept();
  expect(rows.find((row) => row.id === id)).toMatchObject({ trouble: 'unreadable' });
  expect(rows.find((row) => row.id === other)).toMatchObject({ trouble: null });
});

test('a case that is too long to be read in passing holds up no other, and is read when it is opened', async () => {
  const id = await send('Long.');
  const colleague = await newOfficer(instance, office.more.colleagueWords, undefined, COLLEAGUE.account);
  await colleague.inbox.sync(quiet);
  // Characters of three bytes: each message fills an entry of the largest size.
  for (let i = 0; i < 10; i++) await colleague.cases.reply(id, `${i}${'語'.repeat(30_000)}`);
  await send('Short.');
  const { session, asked } = await listened();
  const rows = await session.inbox.sync(quiet);
  expect(rows.find((row) => row.id === id)).toMatchObject({ trouble: 'too-long' });
  expect(rows.filter((row) => row.trouble === null)).toMatchObject([{ excerpt: 'Short.' }]);
  expect((await session.cases.open(id)).items.length).toBeGreaterThan(9);
  expect((await session.inbox.kept()).find((row) => row.id === id)).toMatchObject({
    trouble: null,
    excerpt: 'Long.',
  });
  await colleague.cases.reply(id, 'One more.');
  asked.length = 0;
  const later = await session.inbox.sync(quiet);
  expect(asked).not.toContain(readCase.path);
  expect(later.find((row) => row.id === id)).toMatchObject({ trouble: 'too-long', excerpt: 'Long.' });
});

test('a case whose sets no answer can give takes no other with it', async () => {
  const bad = await send('Bad.');
  await addForeignCases(instance.context, 5);
  const good = await send('Good.');
  const { session } = await listened({
    [readSlotSets.path]: (answer, asked) =>
      JSON.stringify(asked).includes(bad) ? { slotSets: 'none' } : answer,
  });
  const rows = await session.inbox.sync(quiet);
  expect(rows.map(({ id }) => id)).toEqual([good]);
  await session.lock();
  // It was not given up for good: another look finds it.
  const later = await listened();
  expect((await later.session.inbox.sync(quiet)).map(({ id }) => id).sort()).toEqual([bad, good].sort());
});

test.each([
  ['the index', 0],
  ['the cases that opened', 1],
  ['what did not open', 2],
])('a keyring that lost %s lets its officer in, who finds every case again and is told', async (_, page) => {
  const ids = [await send('One.'), await send('Two.')].sort();
  await addForeignCases(instance.context, 3);
  const { session } = await listened();
  await session.inbox.sync(quiet);
  await session.lock();
  const robbed = await listened({
    [readKeyring.path]: (answer) => {
      const { pages } = answer as { pages: { page: number }[] };
      return { pages: pages.filter((one) => one.page !== page) };
    },
  });
  const rows = await robbed.session.inbox.sync(quiet);
  expect(rows.map(({ id }) => id).sort()).toEqual(ids);
  expect(rows.every(({ trouble }) => trouble === null)).toBe(true);
  // Without an index nobody can know that there was one, until it is to be stored.
  expect(await robbed.session.inbox.isDamaged()).toBe(page !== 0);
});

test('ids that were chosen push nobody behind them', () => {
  const item = (turn: number, first: number) => ({
    caseId: typed('CaseId', new Uint8Array(16).fill(first)),
    turn,
    shared: 1,
    internal: 0,
    slotSets: 2,
  });
  const feed = [
    ...Array.from({ length: 200 }, (_, i) => item(1, i)),
    ...Array.from({ length: 200 }, (_, i) => item(2, i)),
  ];
  const places = Array.from({ length: 40 }, () => newestFirst(feed).indexOf(feed[200]!));
  // The first of its day by id is anywhere among those of its day, and an older one is not behind them all.
  expect(Math.min(...places)).toBeLessThan(100);
  expect(Math.max(...places)).toBeGreaterThan(100);
  const oldest = Array.from({ length: 40 }, () => newestFirst(feed).indexOf(feed[0]!));
  expect(Math.min(...oldest)).toBeLessThan(200);
  expect(new Set(newestFirst(feed)).size).toBe(feed.length);
});

test('long cases are not read before short ones, and neither wait for ever', () => {
  const lengths = [...Array.from({ length: 50 }, () => 4000), ...Array.from({ length: 50 }, () => 1)];
  const cases = lengths.map((length) => ({ length }));
  const order = shortestFirst(cases, ({ length }) => length);
  expect(order).toHaveLength(100);
  expect(order.slice(0, 20).filter(({ length }) => length === 1).length).toBeGreaterThan(10);
  expect(order.slice(0, 40).some(({ length }) => length === 4000)).toBe(true);
});
