/**
 * When decoys are made, and when something happens to one. What happens to a case depends on its age: it is opened
 * and acknowledged within a week, talked about for weeks, answered within three months (Directive (EU) 2019/1937,
 * article 9(1)), and written in once more long after. A decoy that came to rest earlier would tell that whatever
 * still changes is a case.
 */
import { LENGTH, typed, u32, type CaseId } from '../../crypto/bytes.ts';
import { keyedHash } from '../../crypto/hash.ts';
import { sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { caseExists } from '../../db/cases.ts';
import { countCasesAfter, readOpening } from '../../db/shapes.ts';
import { lastTurnBy } from '../../db/turns.ts';
import type { Context } from '../instance/context.ts';

export const DAY = 24 * 60 * 60 * 1000;

/** Decoys a day at the least, however quiet the line is. */
const FEWEST_A_DAY = 1;

/** Decoys among all that came over the last month. */
const SHARE = 0.5;

/** Which decoys of an age something happens to before any other. */
export interface Due {
  readonly unopened?: true;
  /** Nothing happened to them for as long. */
  readonly quietDays?: number;
}

/**
 * What happens to one decoy in a day, on average, from an age in days on: about seven things in its first year,
 * and without an end, since no age may come after which nothing changes but cases. First come those that nobody
 * opened, of the first month, and those that nothing happened to for some days, when an answer is due.
 */
const LIFE: readonly { from: number; aDay: number; first?: Due }[] = [
  { from: 0, aDay: 0.9, first: { unopened: true } },
  { from: 1, aDay: 0.75, first: { unopened: true } },
  { from: 3, aDay: 0.25, first: { unopened: true } },
  { from: 8, aDay: 0.045, first: { unopened: true } },
  { from: 30, aDay: 0.018 },
  { from: 75, aDay: 0.045, first: { quietDays: 20 } },
  { from: 100, aDay: 0.006 },
  { from: 190, aDay: 0.002 },
  { from: 370, aDay: 0.0003 },
];

/** Decoys of some ages: those numbered from `first` to before `end`. */
export interface Generation {
  readonly first: number;
  readonly end: number;
  readonly due: Due;
  /** Things that happen to all of them in a day, on average. */
  readonly aDay: number;
}

export interface Pace {
  /** How many decoys there are: the number of the next. */
  readonly made: number;
  /** New decoys a day, on average. */
  readonly newADay: number;
  readonly generations: readonly Generation[];
  /** Everything that happens in a day, on average. */
  readonly aDay: number;
}

/** How much goes on at present. Looks at a few rows for each age, however many cases there are. */
export async function readPace(context: Context): Promise<Pace> {
  const lately = await countCasesAfter(context.db, await lastTurnBefore(context, 30));
  const newADay = Math.max(FEWEST_A_DAY, (SHARE * lately) / 30);
  const made = await firstWhere(async (number) => !(await caseExists(context.db, decoyId(context, number))));
  const generations: Generation[] = [];
  let first = 0;
  // The oldest first: each generation begins where the one before ends.
  for (const [i, { from, aDay, first: due = {} }] of [...LIFE.entries()].reverse()) {
    const youngest = await lastTurnBefore(context, from - 1);
    const end = i === 0 ? made : await firstWhere(isYounger(context, youngest), first, made);
    generations.push({ first, end, due, aDay: aDay * (end - first) });
    first = end;
  }
  const aDay = generations.reduce((sum, generation) => sum + generation.aDay, newADay);
  return { made, newADay, generations, aDay };
}

/**
 * The last turn of more than so many days ago. Ages go by turns, which grow with the number of a decoy: one that was made
 * while the clock was wrong is as old as its neighbours.
 */
export function lastTurnBefore(context: Context, days: number): Promise<number> {
  return lastTurnBy(context.db, dayOf(context.now() - (days + 1) * DAY));
}

/** Whether a decoy came after a turn. */
function isYounger(context: Context, turn: number) {
  return async (number: number) => {
    const opened = await readOpening(context.db, decoyId(context, number));
    return opened === undefined || opened > turn;
  };
}

/** The first number that fits, where all after it do too: `low` to `high`, which fits if nothing before does. */
async function firstWhere(
  fits: (number: number) => Promise<boolean>,
  low = 0,
  high = Infinity,
): Promise<number> {
  let [least, most] = [low, high];
  for (let step = 1; most === Infinity; step *= 2) {
    if (await fits(low + step - 1)) most = low + step - 1;
    else least = low + step;
  }
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (await fits(middle)) most = middle;
    else least = middle + 1;
  }
  return least;
}

export function decoyId(context: Context, number: number): CaseId {
  return typed('CaseId', secretOf(context, number).slice(0, LENGTH.CaseId));
}

/** The least and the most that `liveliness` gives. */
const LEAST_LIVELY = 0.4;
export const MOST_LIVELY = 2.2;

/** How much more than on average happens to a decoy, 1 on average: some cases are long, and many short. */
export function liveliness(context: Context, number: number): number {
  const bytes = secretOf(context, number);
  const part = new DataView(bytes.buffer, bytes.byteOffset + LENGTH.CaseId).getUint32(0) / 2 ** 32;
  return LEAST_LIVELY + (MOST_LIVELY - LEAST_LIVELY) * part ** 2;
}

/** What is known of a decoy by its number, to the server alone: the id, and after it what no officer sees. */
function secretOf(context: Context, number: number): Uint8Array {
  return keyedHash(context.instance.secret, 'sotto/decoy/v1', u32(number));
}

/** A number from 0 to 1, from libsodium. */
export function random(): number {
  return sodium.randombytes_random() / 2 ** 32;
}
