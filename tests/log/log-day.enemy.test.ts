/** A notary that lies about a day: each lie is found by what a verifier holds, with nobody asked. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Hash } from '../../crypto/bytes.ts';
import { contradict, readClosing, verifyDay, type DayProof } from '../../crypto/log-day.ts';
import { ready } from '../../crypto/sodium.ts';
import type { Day } from '../../crypto/stamp.ts';
import { codeOf } from '../crypto/code-of.ts';
import { hashOf, Notary } from './notary.ts';

const FILLED = 40;
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-27', '2026-11-28'] as const;

let entries: Hash[];
let honest: Notary;
const filled = (day: string, ...own: Hash[]) => [
  ...own,
  ...Array.from({ length: FILLED - own.length }, (_, i) => hashOf(`${day} ${i}`)),
];
beforeAll(async () => {
  await ready();
  entries = DAYS.map((day) => hashOf(`entry of ${day}`));
  honest = new Notary();
  for (const [i, day] of DAYS.entries()) honest.close(day, filled(day, entries[i]!));
});

const verify = (proof: DayProof, hash: Hash, day: string) =>
  verifyDay(proof, honest.log, { hash, day: day as Day });
const codeFor = (proof: DayProof, hash: Hash, day: string) => codeOf(() => verify(proof, hash, day));
const closing = (notary: Notary, which: number) =>
  readClosing(notary.closings.at(which)!.checkpoint, honest.log);

test('an honest one is believed, for every day that a closing covers', () => {
  for (const [i, day] of DAYS.entries()) {
    expect(verify(honest.prove(entries[i]!, i), entries[i]!, day).days.day).toBe(day);
  }
  // There was no server on the 25th and 26th.
  expect(verify(honest.prove(entries[2]!, 2), entries[2]!, '2026-11-25').days.after).toBe(DAYS[1]);
  for (const one of DAYS.keys()) {
    for (const other of DAYS.keys())
      expect([one, other, contradict(closing(honest, one), closing(honest, other))]).toEqual([
        one,
        other,
        false,
      ]);
  }
});

describe('a notary that stamps an entry for an older day', () => {
  const late = () => hashOf('late');
  const lying = () => {
    const notary = Notary.from(honest.leaves, honest.closings);
    notary.close('2026-11-29', filled('2026-11-29', late()));
    return notary;
  };

  test('logs it too late', () => {
    const proof = lying().prove(late(), 4);
    expect(codeFor(proof, late(), '2026-11-29')).toBeNull();
    for (const day of [...DAYS, '2026-11-30'])
      expect([day, codeFor(proof, late(), day)]).toEqual([day, 'bad-stamp']);
  });

  test('cannot hide that there was a closing between, or show another one', () => {
    const proof = lying().prove(late(), 4);
    expect(codeFor({ ...proof, before: null }, late(), '2026-11-29')).toBe('broken-chain');
    const { checkpoint } = honest.closings[2]!;
    const before = { ...proof.before!, checkpoint };
    expect(codeFor({ ...proof, before }, late(), '2026-11-28')).toBe('broken-chain');
  });

  test('cannot use a leaf that an earlier closing has', () => {
    const notary = Notary.from(honest.leaves, honest.closings);
    notary.close('2026-11-29', filled('2026-11-29'));
    expect(codeFor(notary.prove(entries[3]!, 4), entries[3]!, '2026-11-29')).toBe('bad-stamp');
  });

  test('makes the old day anew, and contradicts what it signed then', () => {
    const notary = Notary.from(honest.leaves.slice(0, FILLED), honest.closings.slice(0, 1));
    notary.close(DAYS[1], filled('anew', late()));
    expect(codeFor(notary.prove(late(), 1), late(), DAYS[1])).toBeNull();
    expect(contradict(closing(notary, 1), closing(honest, 1))).toBe(true);
  });
});

describe('a notary that shows two logs', () => {
  const forked = () => {
    const notary = Notary.from(honest.leaves.slice(0, 2 * FILLED), honest.closings.slice(0, 2));
    notary.close(DAYS[2], filled('forked', entries[2]!));
    return notary;
  };

  test('has signed two roots of one size', () => {
    const [one, other] = [closing(forked(), 2), closing(honest, 2)];
    expect(one.size).toBe(other.size);
    expect(contradict(one, other)).toBe(true);
    expect(contradict(other, one)).toBe(true);
  });

  test('has signed two sizes of one day, a smaller log later, or a day that it passed over', () => {
    const longer = Notary.from(honest.leaves.slice(0, FILLED), honest.closings.slice(0, 1));
    longer.close(DAYS[1], filled('longer').concat(filled('and longer'), filled('and longer yet')));
    expect(contradict(closing(longer, 1), closing(honest, 1))).toBe(true);
    expect(contradict(closing(longer, 1), closing(honest, 2))).toBe(true);
    const between = Notary.from(honest.leaves.slice(0, 2 * FILLED), honest.closings.slice(0, 2));
    // With fewer leaves than the closing that passed over it: that there was one is all that is wrong.
    between.close('2026-11-25', filled('between').slice(1));
    between.close('2026-11-30', filled('afterwards'));
    expect(contradict(closing(between, 2), closing(honest, 2))).toBe(true);
    const first = new Notary();
    first.close('2026-11-30', filled('first', ...entries).concat(honest.leaves, honest.leaves));
    expect(contradict(closing(first, 0), closing(honest, 3))).toBe(true);
  });

  test('cannot go on from one of them with the other', () => {
    const notary = Notary.from(forked().leaves, honest.closings.slice(0, 3));
    notary.close(DAYS[3], filled(DAYS[3], entries[3]!));
    expect(codeFor(notary.prove(entries[3]!, 3), entries[3]!, DAYS[3])).toBe('broken-chain');
  });
});

test('a notary that never logged an entry has no proof of it', () => {
  const never = hashOf('never');
  for (const [i, day] of DAYS.entries())
    expect(codeFor(honest.prove(entries[i]!, i), never, day)).toBe('broken-chain');
});

test('a notary that drops a leaf cannot show its later log to begin with the earlier', () => {
  const leaves = honest.leaves.slice(0, 3 * FILLED).filter((leaf) => leaf !== entries[1]);
  const notary = Notary.from(leaves, honest.closings.slice(0, 3));
  notary.close(DAYS[3], filled(DAYS[3], entries[3]!));
  expect(codeFor(notary.prove(entries[3]!, 3), entries[3]!, DAYS[3])).toBe('broken-chain');
  expect(codeFor(notary.prove(entries[1]!, 2), entries[1]!, DAYS[1])).not.toBeNull();
});

test('a notary that puts leaves into another order cannot show that either', () => {
  const leaves = honest.leaves.slice(0, 3 * FILLED);
  [leaves[FILLED], leaves[FILLED + 1]] = [leaves[FILLED + 1]!, leaves[FILLED]!];
  const notary = Notary.from(leaves, honest.closings.slice(0, 3));
  notary.close(DAYS[3], filled(DAYS[3], entries[3]!));
  expect(codeFor(notary.prove(entries[3]!, 3), entries[3]!, DAYS[3])).toBe('broken-chain');
  expect(codeFor(notary.prove(entries[1]!, 1), entries[1]!, DAYS[1])).toBe('broken-chain');
});

test('somebody else, or the notary of another log, is not believed', () => {
  const proof = honest.prove(entries[1]!, 1);
  const entry = { hash: entries[1]!, day: DAYS[1] as Day };
  const [notary] = honest.log.notaries;
  const others = { ...honest.log, notaries: [hashOf('somebody') as never] };
  const elsewhere = { ...honest.log, instance: hashOf('elsewhere').slice(0, 16) as never };
  for (const log of [others, elsewhere, { ...honest.log, notaries: [] }])
    expect(codeOf(() => verifyDay(proof, log, entry))).toBe('bad-signature');
  // One that was replaced signed what it signed.
  const log = { ...honest.log, notaries: [hashOf('newer') as never, notary!] };
  expect(codeOf(() => verifyDay(proof, log, entry))).toBeNull();
});
