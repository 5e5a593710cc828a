/**
 * In which order cases are taken, where there are many: whoever floods the line with cases, or chooses their ids, pushes
 * nobody else's behind them for long.
 */
import { sodium } from '../../../../crypto/sodium.ts';
import type { FeedCase } from './feed.ts';

/** Of every so many, one is not the newest, but any. */
const ANY_OF = 4;

/** The newest turn first, in random order within one; every fourth is any of all. */
export function newestFirst(cases: readonly FeedCase[]): FeedCase[] {
  const sorted = shuffled(cases).sort((one, other) => other.turn - one.turn);
  return withOthers(sorted, shuffled(cases));
}

/** The shortest first, so that long ones hold up nothing; every fourth is any of all. */
export function shortestFirst<T>(cases: readonly T[], length: (one: T) => number): T[] {
  const sorted = shuffled(cases).sort((one, other) => length(one) - length(other));
  return withOthers(sorted, shuffled(cases));
}

function withOthers<T>(first: readonly T[], others: readonly T[]): T[] {
  const order = new Set<T>();
  const any = others.values();
  for (const [i, one] of first.entries()) {
    if (i % ANY_OF === ANY_OF - 1) order.add(any.next().value!);
    order.add(one);
  }
  return [...order];
}

function shuffled<T>(list: readonly T[]): T[] {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i--) {
    const j = sodium.randombytes_uniform(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
