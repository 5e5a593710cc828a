/** What people without an account can store: the more comes, the more it costs, and honest people get through. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { solve, workFor } from '../../client/calls/work.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import { appendOwnEntry, openCase } from '../../server/api/reporter.ts';
import { Price } from '../../server/limits/price.ts';
import { newLimits } from '../../server/limits/limits.ts';
import { Space } from '../../server/limits/space.ts';
import { REPORT } from '../stage/running.ts';
import {
  knownDirectory,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { Attacker, LARGEST, SMALLEST } from '../stage/attacker.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  await setUpInside(inside);
});
afterAll(() => scratch.remove());
/** Every test begins in quiet times. */
beforeEach(() => {
  Object.assign(inside.context.limits, newLimits(inside.context.instance.secret));
});

const SMALL = String(36 * 1024);
const hashesOf = async (kind: 'case' | 'entry' = 'case', bytes = SMALL) => {
  const { parameters } = (await inside.api().call(getChallenge, { for: kind, bytes })).challenge;
  return parameters.cost * 16 ** parameters.keyPrefix.length;
};
const attacker = async () => new Attacker(inside.api(), await knownDirectory(inside.api()));
/** As if so many bytes had been accepted. */
const fill = (kind: 'case' | 'entry', bytes: number) =>
  inside.context.limits.price.add(kind, inside.clock.now, bytes);

const MB = 1024 * 1024;

test('asking for work makes nobody’s work more', async () => {
  const before = await hashesOf();
  for (let i = 0; i < 6200; i++) await inside.app.request('/api/challenge');
  expect(await hashesOf()).toBe(before);
});

test('work goes by how long a report is', async () => {
  const [short, long] = [await hashesOf('case', '36864'), await hashesOf('case', String(9 * 36 * 1024))];
  expect(long / short).toBeGreaterThan(8);
  expect(long / short).toBeLessThan(10);
  // What was done for a short one is not enough for a long one.
  const one = await attacker();
  const request = await one.openRequest(LARGEST, 32);
  const cheap = await solve((await inside.api().call(getChallenge, workFor('entry', 100))).challenge);
  await expect(inside.api().call(openCase, { ...request, work: cheap })).rejects.toMatchObject({
    code: 'work-refused',
  });
  await expect(inside.api().call(openCase, request)).resolves.toBeDefined();
});

test('work grows smoothly with what is accepted, and falls again with time', async () => {
  const seen = [await hashesOf()];
  for (let i = 0; i < 40; i++) {
    fill('case', 64 * 1024);
    seen.push(await hashesOf());
  }
  const steps = seen.slice(1).map((hashes, i) => hashes / seen[i]!);
  expect(Math.max(...steps)).toBeLessThanOrEqual(2);
  expect(seen.at(-1)! / seen[0]!).toBeGreaterThan(4);
  inside.clock.now += 60 * 60 * 1000;
  expect(await hashesOf()).toBe(seen[0]);
});

test('what was accepted under a clock that was a year ahead is forgotten as fast once it is put right', async () => {
  const before = await hashesOf();
  const year = 365 * 24 * 60 * 60 * 1000;
  inside.clock.now += year;
  fill('case', 40 * 240 * MB);
  await expect(hashesOf()).rejects.toMatchObject({ code: 'full' });
  inside.clock.now -= year;
  await expect(hashesOf()).rejects.toMatchObject({ code: 'full' });
  inside.clock.now += 7 * 24 * 60 * 60 * 1000;
  expect(await hashesOf()).toBe(before);
});

test('proofs that were saved up are worth little once work has grown', async () => {
  const one = await attacker();
  const saved = await one.openRequest(SMALLEST);
  fill('case', 3 * MB);
  await expect(inside.api().call(openCase, saved)).rejects.toMatchObject({ code: 'work-refused' });
});

test('the same report sent again is stored once, counted once, and answered whatever it would cost', async () => {
  const one = await attacker();
  const request = await one.openRequest(SMALLEST);
  const first = await inside.api().call(openCase, request);
  fill('case', 2 * MB);
  const before = await hashesOf();
  for (let i = 0; i < 20; i++) expect(await inside.api().call(openCase, request)).toEqual(first);
  expect(await hashesOf()).toBe(before);
});

test('an honest report gets through beside an attack that goes on, with the work of that moment', async () => {
  fill('case', 2.6 * MB);
  const reporter = await reporterInside(inside);
  const before = await hashesOf();
  expect(before).toBeGreaterThan(4096);
  await expect(reporter.send(REPORT, () => undefined)).resolves.toHaveProperty('words');
});

test('an honest report gets through where work grew while it was done', async () => {
  let asked = 0;
  const api = inside.api(async (input, init) => {
    const response = await inside.send(input, init);
    if (new Request(input).url.includes('/api/challenge') && ++asked === 1) fill('case', 2.6 * MB);
    return response;
  });
  const reporter = await reporterInside(inside, api);
  await expect(reporter.send(REPORT, () => undefined)).resolves.toHaveProperty('words');
  expect(asked).toBe(2);
});

test('new cases take nothing from those that are open', async () => {
  const one = await attacker();
  await one.open();
  const before = await hashesOf('entry');
  for (let i = 0; i < 30; i++) fill('case', MB);
  await expect(inside.api().call(getChallenge, { for: 'case', bytes: SMALL })).rejects.toMatchObject({
    code: 'full',
  });
  expect(await hashesOf('entry')).toBe(before);
  await one.append(SMALLEST);
});

test('a machine that solves a million hashes a second for an hour stores less than 200 MB', () => {
  const price = new Price();
  let [now, stored] = [0, 0];
  const bytes = 36 * 1024;
  while (now < 3600_000) {
    now += price.hashes('case', now, bytes) / 1000;
    price.add('case', now, bytes);
    stored += bytes;
  }
  expect(stored / MB).toBeLessThan(200);
  // And those who come after it, once, are not asked for more than a quarter of a minute of a laptop.
  expect(price.factor('case', now, bytes)).toBeLessThan(1024);
});

describe('where the disk is nearly full', () => {
  const withFree = (megabytes: number) =>
    Object.assign(inside.context.limits, { space: new Space(() => Promise.resolve(megabytes * MB)) });

  test('new cases are refused before messages, and reading goes on', async () => {
    const one = await attacker();
    await one.open();
    const late = await attacker();
    withFree(300);
    await expect(late.open()).rejects.toMatchObject({ code: 'full' });
    await one.append(SMALLEST);
    withFree(200);
    const entry = one.entry(SMALLEST);
    const signed = await one.signed('append');
    const append = { ...signed, entry, work: await solve(signed.challenge) };
    await expect(inside.api().call(appendOwnEntry, append)).rejects.toMatchObject({ code: 'full' });
    await expect(one.read()).resolves.toMatchObject({ more: false });
  });
});
