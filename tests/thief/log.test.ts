/**
 * Each thing that is done, by itself in the write-ahead log of SQLite, as where a server is killed at once: the order of
 * its pages tells neither a decoy from a case nor who wrote. That it tells what was done after what is known (PROTOCOL §14).
 */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyLog } from '../../db/unsettled.ts';
import { appendEntry } from '../../server/api/officer.ts';
import { appendOwnEntry } from '../../server/api/reporter.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { scratchSqlite, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import {
  accessOf,
  officerAtWork,
  officerEntry,
  ownAppendRequest,
  sentCase,
  type OfficerAtWork,
} from '../stage/people.ts';
import { telling, type Looks } from './guesses.ts';
import { framesOf, type Frame } from './log-frames.ts';

type Act = 'report' | 'decoy' | 'officer' | 'reporter' | 'entry of a decoy';

const ROUNDS = 16;

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let officer: OfficerAtWork;
/** What was done, and what it left. */
const done: { readonly act: Act; readonly frames: readonly Frame[] }[] = [];

beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  const { recoveryWords } = await setUpInside(inside);
  officer = await officerAtWork(inside.api(), recoveryWords);
  // Whoever writes first on a day begins its turn as well.
  await sentCase(inside.api());
  for (let i = 0; i < ROUNDS; i++) {
    const sent = await watched('report', () => sentCase(inside.api()));
    await writeIn(sent, i % 2 === 0 ? 'officer' : 'reporter');
    await writeIn(await sentCase(inside.api()), i % 2 === 0 ? 'reporter' : 'officer');
    await decoy();
  }
});
afterAll(() => scratch.remove());

async function watched<T>(act: Act, doIt: () => Promise<T>): Promise<T> {
  emptyLog(scratch.db);
  const result = await doIt();
  const log = `${scratch.path}-wal`;
  done.push({ act, frames: framesOf(existsSync(log) ? readFileSync(log) : Buffer.alloc(0)) });
  return result;
}

async function writeIn(
  sent: Awaited<ReturnType<typeof sentCase>>,
  who: 'officer' | 'reporter',
): Promise<void> {
  const { caseId, key, head } = sent;
  if (who === 'officer') {
    const entry = officerEntry(officer, caseId, key, 'Thank you.', { seq: 1, previous: head });
    const request = { ...accessOf(officer, caseId, key, 'append'), entry, slotSets: [] };
    await watched('officer', () => officer.api.call(appendEntry, request));
  } else {
    const request = await ownAppendRequest(inside.api(), sent, 'The van came again.');
    await watched('reporter', () => inside.api().call(appendOwnEntry, request));
  }
}

/** What happens to decoys until there is a new one: each entry of a conversation is one like any other. */
async function decoy(): Promise<void> {
  for (;;) {
    const [cases, notes] = [await count('cases'), await count('slot_sets')];
    await watched('entry of a decoy', () => makeDecoyEvent(inside.context));
    const { frames } = done.pop()!;
    const isNew = (await count('cases')) > cases;
    if (isNew) done.push({ act: 'decoy', frames });
    // A first note has a slot set with it, as an officer's has.
    else if ((await count('slot_sets')) === notes) done.push({ act: 'entry of a decoy', frames });
    if (isNew) return;
  }
}

async function count(table: 'cases' | 'slot_sets'): Promise<number> {
  const row = await scratch.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** What two kinds of acts left that tells which is which. */
function tells(one: Act, other: Act): string[] {
  const acts = done.flatMap(({ act, frames }, i) =>
    act === one || act === other ? [{ name: String(i), act, frames }] : [],
  );
  const look = (value: (frames: readonly Frame[]) => number) =>
    new Map(acts.map(({ name, frames }) => [name, value(frames)]));
  const orderOf = (frames: readonly Frame[]) => frames.map(({ kind }) => kind).join(' ');
  const orders = [...new Set(acts.map(({ frames }) => orderOf(frames)))];
  const looks: Record<string, ReadonlyMap<string, number>> = {
    pages: look((frames) => frames.length),
    commits: look((frames) => frames.filter(({ isLast }) => isLast).length),
    'first page': look((frames) => frames[0]?.page ?? 0),
    'last page': look((frames) => frames.at(-1)?.page ?? 0),
    'pages twice': look((frames) => frames.length - new Set(frames.map(({ page }) => page)).size),
  };
  for (const kind of ['leaf', 'inner', 'index', 'inner index', 'long'] as const)
    looks[`pages of kind ${kind}`] = look((frames) => frames.filter((frame) => frame.kind === kind).length);
  for (const order of orders) looks[order] = look((frames) => Number(orderOf(frames) === order));
  return telling(new Map(acts.map(({ name, act }) => [name, Number(act === one)])), looks satisfies Looks);
}

test('each act is in the log, in one commit', () => {
  expect(new Set(done.map(({ frames }) => frames.filter(({ isLast }) => isLast).length))).toEqual(
    new Set([1]),
  );
  for (const act of ['report', 'decoy', 'officer', 'reporter', 'entry of a decoy'] as const)
    expect(done.filter((one) => one.act === act).length).toBeGreaterThanOrEqual(ROUNDS);
});

test('decoy or case?', () => {
  expect(tells('decoy', 'report')).toEqual([]);
  expect(tells('entry of a decoy', 'officer')).toEqual([]);
  expect(tells('entry of a decoy', 'reporter')).toEqual([]);
});

test('who wrote?', () => {
  expect(tells('officer', 'reporter')).toEqual([]);
});

test('an entry and a report are told from each other, so that something is seen at all', () => {
  expect(tells('officer', 'report')).not.toEqual([]);
});
