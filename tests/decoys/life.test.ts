/**
 * What an officer who was left out sees of a case, day after day, is its number of entries: here of decoys that the
 * server made over more than a year, and of the cases of a model office that keeps the legal clocks.
 */
import { CompiledQuery, type KyselyPlugin, type QueryId, type RootOperationNode } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sodium } from '../../crypto/sodium.ts';
import { readActivity } from '../../db/activity.ts';
import { readTurn } from '../../db/turns.ts';
import type { Context } from '../../server/instance/context.ts';
import { makeDecoyEvent, nextPause } from '../../server/decoys/decoys.ts';
import { scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Days that are looked at: cases of the first month become a year old. */
const DAYS = 400;

interface Change {
  /** Age of the case in days. */
  readonly age: number;
  readonly chain: 'shared' | 'internal';
}

interface Seen {
  /** The day it was opened on, from the first day looked at. */
  readonly opened: number;
  readonly changes: Change[];
}

let decoys: Seen[];
let model: Seen[];
let statements: { most: number; plans: string[] };

/** Slots are all one here: how often something happens is looked at, and not what it is made of, as in making.test.ts. */
function makeSlotsOnce(): void {
  const build = sodium as unknown as Record<
    'crypto_kem_xwing_keypair' | 'crypto_kem_xwing_enc',
    () => object
  >;
  const { publicKey, privateKey } = sodium.crypto_kem_xwing_keypair();
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(publicKey);
  // Whoever asked wipes the secret.
  build.crypto_kem_xwing_keypair = () => ({ publicKey, privateKey: privateKey.slice() });
  build.crypto_kem_xwing_enc = () => ({ ciphertext, sharedSecret: sharedSecret.slice() });
}

/** Lets the server make decoys, without waiting, and looks at the feed after each event. */
async function watchDecoys() {
  const scratch = await scratchSqlite();
  const inside = await serveInside(scratch.db);
  const { context, clock } = inside;
  await setUpInside(inside);
  makeSlotsOnce();
  const begin = clock.now;
  const today = () => (clock.now - begin) / DAY;
  const found = new Map<string, Seen & { shared: number; internal: number }>();
  while (today() < DAYS) {
    clock.now += await nextPause(context);
    await makeDecoyEvent(context);
    for (const one of await readActivity(
      context.db,
      { turn: (await readTurn(context.db)).turn, caseId: null },
      1000,
    )) {
      const id = String(one.caseId);
      const before = found.get(id);
      if (before === undefined) {
        found.set(id, { opened: today(), changes: [], shared: one.shared, internal: one.internal });
        continue;
      }
      for (const chain of ['shared', 'internal'] as const) {
        if (one[chain] > before[chain]) before.changes.push({ age: today() - before.opened, chain });
        before[chain] = one[chain];
      }
    }
  }
  const statements = await statementsOf(context);
  await scratch.remove();
  return { decoys: [...found.values()], statements };
}

/** How much the database is asked for an event, at most, and how it goes about what it is asked about some rows. */
async function statementsOf(context: Context) {
  const asked: [RootOperationNode, QueryId][] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push([node, queryId]);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const spied = { ...context, db: context.db.withPlugin(plugin) };
  let most = 0;
  for (let i = 0; i < 20; i++) {
    const before = asked.length;
    await nextPause(spied);
    await makeDecoyEvent(spied);
    most = Math.max(most, asked.length - before);
  }
  const plans = new Set<string>();
  for (const [node, id] of asked) {
    const { sql, parameters } = context.db.getExecutor().compileQuery(node, id);
    if (!sql.startsWith('select') || !sql.includes('where')) continue;
    const explain = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
    const { rows } = await context.db.executeQuery<{ detail: string }>(explain);
    for (const { detail } of rows) plans.add(detail);
  }
  return { most, plans: [...plans] };
}

/** The same numbers at every run. */
function dice(): () => number {
  let state = 20_191_937;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A case of an office that opens it within days, acknowledges within seven, talks for weeks, answers within three
 * months, and hears of it once more, now and then, until long after.
 */
function modelCase(opened: number, random: () => number): Seen {
  const exponential = (mean: number) => -Math.log(1 - random()) * mean;
  const first = Math.min(6.9, exponential(1.2));
  const ages = [first, first + random() * (7 - first)];
  const talks = Math.floor(exponential(3));
  for (let i = 0; i < talks; i++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    ages.push(first + 18 * Math.exp(normal));
  }
  const feedback = 72 + random() * 18;
  ages.push(feedback, feedback + exponential(4));
  while (random() < 0.4) ages.push(90 + random() * 275);
  const changes = ages
    .sort((a, b) => a - b)
    .filter((age) => opened + age < DAYS)
    .map((age, i): Change => ({ age, chain: i > 0 && random() < 1 / 3 ? 'internal' : 'shared' }));
  return { opened, changes };
}

beforeAll(async () => {
  ({ decoys, statements } = await watchDecoys());
  const random = dice();
  // Opened on the same days as the decoys, and looked at for as long; ten times as many, for exact numbers.
  model = decoys.flatMap(({ opened }) => Array.from({ length: 10 }, () => modelCase(opened, random)));
});

/** How well one number tells the two apart at best: 0 not at all, 1 always (Kolmogorov and Smirnov). */
function distance(one: readonly number[], other: readonly number[]): number {
  const below = (numbers: readonly number[], limit: number) =>
    numbers.filter((number) => number <= limit).length / numbers.length;
  const limits = [...new Set(one)];
  return Math.max(...limits.map((limit) => Math.abs(below(one, limit) - below(other, limit))));
}

/** Cases that are looked at for five months or more. */
const older = (all: readonly Seen[]) => all.filter(({ opened }) => opened < DAYS - 150);

/** The part of these that something of some age happened to. */
const changed = (all: readonly Seen[], from: number, to = Infinity) =>
  all.filter(({ changes }) => changes.some(({ age }) => age >= from && age < to)).length / all.length;

const ages = (all: readonly Seen[]) => all.flatMap(({ changes }) => changes.map(({ age }) => age));

/*
 * Some 250 decoys are old enough, with 7 changes each. Chance moves each number by 0.04 or less (one standard
 * deviation, over eight runs); the bounds are five of those away, and far from what decoys give that are left alone
 * after some weeks: 0.5 by age, and none that changes after 30 days.
 */
test('the age at which something changes does not tell decoys from cases', () => {
  expect(decoys.length).toBeGreaterThan(250);
  expect(distance(ages(decoys), ages(model))).toBeLessThan(0.25);
});

test('how long a case changes, and how often, does not either', () => {
  const [ours, theirs] = [older(decoys), older(model)];
  const last = ({ changes }: Seen) => changes.at(-1)?.age ?? 0;
  expect(distance(ours.map(last), theirs.map(last))).toBeLessThan(0.35);
  const length = ({ changes }: Seen) => changes.length;
  expect(distance(ours.map(length), theirs.map(length))).toBeLessThan(0.3);
});

test('decoys change within a week, are answered within three months, and change long after, as cases do', () => {
  const ours = older(decoys);
  expect(changed(ours, 0, 8)).toBeGreaterThan(0.9);
  expect(changed(ours, 30)).toBeGreaterThan(0.85);
  expect(changed(ours, 100)).toBeGreaterThan(changed(older(model), 100) - 0.2);
  expect(changed(ours, 100)).toBeLessThan(changed(older(model), 100) + 0.35);
  const year = decoys.filter(({ opened }) => opened < DAYS - 330);
  // A fifth of some sixty.
  expect(changed(year, 200)).toBeGreaterThan(0);
});

test('a decoy has no note before it was opened', () => {
  const chains = (all: readonly Seen[]) => new Set(all.flatMap(({ changes }) => changes[0]?.chain ?? []));
  expect([...chains(decoys)]).toEqual(['shared']);
  expect(
    decoys.filter(({ changes }) => changes.some(({ chain }) => chain === 'internal')).length,
  ).toBeGreaterThan(decoys.length / 2);
});

test('what a decoy costs does not grow with the cases: a few rows by their keys for each age', () => {
  expect(statements.most).toBeLessThan(300);
  expect(statements.plans.length).toBeGreaterThan(3);
  // Of the recent ones so many are looked at, and no more: many.test.ts.
  const scans = statements.plans.filter((plan) => plan.startsWith('SCAN') && plan !== 'SCAN recent');
  expect(scans).toEqual([]);
});
