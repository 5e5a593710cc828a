/** What does not fit an entry is said where it is written, before anything is sent; whatever is let through seals. */
import * as fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { typed, type PersonId } from '../../crypto/bytes.ts';
import { MAX_CONTENT } from '../../crypto/entry.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { encodeContent } from '../../client/case/kinds/table.ts';
import { textLength } from '../../client/case/kinds/text-length.ts';
import type { KnownDirectory } from '../../client/directory/directory.ts';
import { textProblem } from '../../client/officer/page/entries/problem.ts';
import {
  emptyDraft,
  MOST_ANSWER,
  MOST_TEXT,
  Outgoing,
  type Draft,
} from '../../client/reporter/page/report/draft.ts';
import { unfitOf } from '../../client/reporter/page/report/unfit.ts';
import { sealReports } from '../../client/reporter/worker/sealing.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import { strangerKeys } from '../stage/people.ts';

// What is said is looked at by the browser tests: here it is which sentence, of which there are no words in Node.
vi.mock('../../client/messages/messages.ts', () => ({
  t: (key: string) => key,
  currentLanguage: () => 'en',
}));

/** The largest office there is: every list of it is full, and all that can be left out is. */
let known: KnownDirectory;
let door: Door;
beforeAll(async () => {
  await ready(loadSumo);
  const { kemPublicKey: kem, signingPublicKey: signing } = strangerKeys();
  const idOf = (n: number): PersonId => typed('PersonId', new Uint8Array(16).fill(n));
  const people: Directory['people'] = Array.from({ length: 200 }, (_, i) => ({
    id: idOf(i),
    name: `Person ${i}`,
    role: i < 168 ? 'officer' : 'custodian',
    kem,
    signing,
    state: 'active',
  }));
  const ids = people.map(({ id }) => id);
  door = {
    id: 'd'.repeat(40),
    kind: 'official',
    title: { en: 'Door' },
    text: { en: '' },
    readers: ids.slice(0, 31),
    custodians: ids.slice(168),
    oversight: [],
    questions: Array.from({ length: 10 }, (_, i) => ({
      id: `question-${i}`.padEnd(40, '-'),
      text: { en: `${i}?` },
    })),
  };
  const directory: Directory = {
    suite: 1,
    day: '2036-03-04',
    version: 1,
    previous: null,
    instance: typed('InstanceId', new Uint8Array(16)),
    name: { en: 'Office' },
    authority: signing,
    notary: signing,
    people,
    doors: [door],
    policy: { acknowledgeDays: 7, feedbackDays: 90, identityDays: 7, recoveryHelpers: 2 },
  };
  known = { directory, hash: typed('Hash', new Uint8Array(32)) };
});

/** One letter of one, two, three and four bytes, and what JSON writes with two and six. */
const LETTERS = ['a', 'ع', '中', '😀', '"', '\n', '\u0001', '\ud83d'] as const;

/** As much of a letter as the page lets through. */
function fullOf(letter: string, most: number): string {
  return letter.repeat(Math.floor(most / textLength(letter)));
}

const draftWith = (part: Partial<Draft>): Draft => ({ ...emptyDraft, door: door.id, ...part });
const seal = (draft: Draft) => sealReports(new Outgoing().of(draft, 'en'), known);

test('the fullest report that is let through seals, whatever letters it is written with', () => {
  const leftOut = known.directory.people.slice(31, 168).map(({ id }) => toBase64url(id));
  for (const letter of LETTERS) {
    const answers = Object.fromEntries(door.questions.map(({ id }) => [id, fullOf(letter, MOST_ANSWER)]));
    const identity = { named: true, name: fullOf(letter, 160), contact: fullOf(letter, 480) };
    const draft = draftWith({ text: fullOf(letter, MOST_TEXT), answers, leftOut, ...identity });
    const written = letter === '\n' ? { ...draft, text: `a${draft.text.slice(1)}`, name: 'a' } : draft;
    expect(unfitOf(written, known.directory, door)).toEqual([]);
    expect(seal(written)).toHaveLength(1);
  }
});

test('of anything written, what is let through seals, and nothing else is said to be too long', () => {
  const letter = fc.oneof(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
  );
  const long = (most: number) =>
    fc
      .tuple(
        fc.array(letter, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: Math.ceil(most * 1.2) }),
      )
      .map(([letters, length]) =>
        letters
          .join('')
          .repeat(length)
          .slice(0, Math.ceil(most * 1.2)),
      );
  const property = fc.property(long(MOST_TEXT), long(MOST_ANSWER), fc.boolean(), (text, answer, second) => {
    const answers = Object.fromEntries(door.questions.map(({ id }) => [id, answer]));
    const draft = draftWith({ text, answers, behalf: 'agreed', second });
    const unfit = unfitOf(draft, known.directory, door);
    expect(unfit.length > 0 || seal(draft).length === (second ? 2 : 1)).toBe(true);
    // Ordinary letters count as what they are.
    expect(textLength(text) === text.length || !/^[a-zع中]*$/u.test(text)).toBe(true);
    // The same for what follows, on both sides.
    const isLong = textProblem(text, 'missing') !== undefined;
    expect(isLong || encodeContent('message', { text }).length <= MAX_CONTENT).toBe(true);
  });
  fc.assert(property, { numRuns: 25, seed: 7 });
});

test('what is wrong is said with the screen it is put right on, wherever the way was left', () => {
  const unfit = (part: Partial<Draft>) =>
    unfitOf(draftWith({ text: 'a', ...part }), known.directory, door).map(({ step }) => step);
  const [question] = door.questions;
  expect(unfit({})).toEqual([]);
  expect(unfit({ text: ' ' })).toEqual(['write']);
  expect(unfit({ text: '\u0001'.repeat(MOST_TEXT) })).toEqual(['write']);
  expect(unfit({ answers: { [question!.id]: 'a'.repeat(MOST_ANSWER + 1) } })).toEqual(['questions']);
  expect(unfit({ named: true })).toEqual(['identity']);
  const everybody = known.directory.people.map(({ id }) => toBase64url(id));
  expect(unfit({ leftOut: everybody })).toEqual(['readers']);
  // What the office does not ask is not sent, and counts for nothing.
  expect(unfit({ answers: { other: 'a'.repeat(MOST_ANSWER + 1) } })).toEqual([]);
});
