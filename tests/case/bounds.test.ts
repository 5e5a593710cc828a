/** How much an entry can say: as much as a page of ours writes, and nothing that costs its readers more than itself. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { LENGTH, typed, utf8, type PersonId } from '../../crypto/bytes.ts';
import type { VerifiedChain, VerifiedEntry } from '../../crypto/chain.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { checkPeople, checkReportPeople } from '../../client/case/keys/people.ts';
import { checkAuthors } from '../../client/case/keys/readers.ts';
import { foldNotes } from '../../client/case/fold/view.ts';
import { readableNotes } from '../../client/case/fold/readable.ts';
import { contentOf, encodeContent, type ContentKind } from '../../client/case/kinds/table.ts';
import { IDENTITY_BOX } from '../../client/case/kinds/identity-limits.ts';
import { MOST_QUESTIONS, type Directory } from '../../server/api/directory.ts';

beforeAll(() => ready(loadSumo));

const filled = (length: number, of = 0) => toBase64url(new Uint8Array(length).fill(of));
const person = (n: number) => {
  const id = new Uint8Array(LENGTH.PersonId);
  new DataView(id.buffer).setUint32(0, n);
  return typed('PersonId', id);
};
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => toBase64url(person(from + i)));
const set = (audience: string) => ({ audience, epoch: 0, hash: filled(32), commitment: filled(32) });

const report = (changes: object = {}, sealing: object = {}, identity: object = {}) => ({
  door: 'official',
  text: 'A report',
  answers: {},
  language: 'en',
  behalf: null,
  identity: { state: 'absent', box: filled(IDENTITY_BOX), custodians: [], days: 7, ...identity },
  sealing: {
    directory: { version: 1, hash: filled(32), authority: filled(32) },
    reporter: filled(LENGTH.KemPublicKey),
    sealedTo: people(2),
    leftOut: [],
    slotSets: [set('shared'), set('custodians')],
    ...sealing,
  },
  claim: { key: filled(32), blind: filled(LENGTH.ClaimBlind) },
  ...changes,
});

const questions = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`q${i}`, 'x']));
const rotation = (sealedTo: string[]) => ({ sealedTo, slotSet: set('shared'), former: filled(32) });
const asked = (custodians: string[], slotSets: object[] = []) => ({ reason: 'x', custodians, slotSets });
const twice = (ids: string[]) => [...ids, ids[0]!];

/** What is taken, and what is not, of everything that there can be many of. */
const BOUNDS: [string, ContentKind, object, object][] = [
  ['readers', 'report', report({}, { sealedTo: people(32) }), report({}, { sealedTo: people(33) })],
  ['readers of nothing', 'report', report(), report({}, { sealedTo: [] })],
  ['a reader twice', 'report', report(), report({}, { sealedTo: twice(people(2)) })],
  [
    'people left out',
    'report',
    report({}, { leftOut: people(200, 9) }),
    report({}, { leftOut: people(201, 9) }),
  ],
  ['somebody left out twice', 'report', report(), report({}, { leftOut: twice(people(2, 9)) })],
  ['slot sets', 'report', report(), report({}, { slotSets: Array<object>(3).fill(set('shared')) })],
  [
    'custodians',
    'report',
    report({}, {}, { custodians: people(32) }),
    report({}, {}, { custodians: people(33) }),
  ],
  ['a custodian twice', 'report', report(), report({}, {}, { custodians: twice(people(1)) })],
  [
    'answers',
    'report',
    report({ answers: questions(MOST_QUESTIONS) }),
    report({ answers: questions(MOST_QUESTIONS + 1) }),
  ],
  [
    'the name of a question',
    'report',
    report({ answers: { 'a-1': 'x' } }),
    report({ answers: { 'a b': 'x' } }),
  ],
  ['a language', 'report', report({ language: 'zh-Hant' }), report({ language: 'x'.repeat(36) })],
  ['readers of a new key', 'rotation', rotation(people(32)), rotation(people(33))],
  ['a reader of a new key twice', 'rotation', rotation(people(2)), rotation(twice(people(2)))],
  [
    'slot sets of a grant',
    'grant',
    { to: filled(16), slotSets: [set('shared'), set('officers')] },
    { to: filled(16), slotSets: Array<object>(3).fill(set('shared')) },
  ],
  ['custodians who are asked', 'identity-request', asked(people(32)), asked(people(33))],
  ['a custodian who is asked twice', 'identity-request', asked(people(1)), asked(twice(people(1)))],
  [
    'slot sets of a request',
    'identity-request',
    asked(people(1), [set('shared'), set('officers')]),
    asked(people(1), Array<object>(3).fill(set('shared'))),
  ],
];

test.each(BOUNDS)('%s: %s', (_, kind, good, bad) => {
  const decode = (content: object) => contentOf({ kind, content: utf8(JSON.stringify(content)) });
  expect(() => decode(good)).not.toThrow();
  expect(() => decode(bad)).toThrow('malformed');
});

const directory = {
  people: Array.from({ length: 3 }, (_, i) => ({ id: person(i), name: `Person ${i}`, state: 'active' })),
} as unknown as Directory;

/** An entry that was opened; of the rest nothing is asked. */
function entry(kind: ContentKind, content: object, author: PersonId | null = null, seq = 0): VerifiedEntry {
  return {
    header: { seq, chain: 'shared', epoch: 0 },
    kind,
    content: utf8(JSON.stringify(content)),
    author: author === null ? { role: 'reporter' } : { role: 'person', id: author },
    day: '2036-01-01',
    hash: new Uint8Array(32),
  } as unknown as VerifiedEntry;
}

describe('people', () => {
  test('who are not in the directory are named by no report and no grant', () => {
    const stranger = toBase64url(person(9));
    for (const bad of [
      report({}, { sealedTo: [stranger] }),
      report({}, { leftOut: [stranger] }),
      report({}, {}, { custodians: [stranger] }),
    ])
      expect(() => checkReportPeople(entry('report', bad), directory)).toThrow('malformed');
    const grant = entry('grant', { to: stranger, slotSets: [] }, person(0));
    expect(() => checkPeople([entry('report', report()), grant], directory)).toThrow('malformed');
    expect(() => checkReportPeople(entry('report', report()), directory)).not.toThrow();
  });

  test('who read are not left out as well', () => {
    const both = report({}, { sealedTo: people(2), leftOut: people(1) });
    expect(() => contentOf(entry('report', both))).toThrow('malformed');
  });

  test('who read already are given access by no page', () => {
    const grant = (to: number) => entry('grant', { to: toBase64url(person(to)), slotSets: [] }, person(0));
    expect(() => checkAuthors([entry('report', report()), grant(2)])).not.toThrow();
    expect(() => checkAuthors([entry('report', report()), grant(1)])).toThrow('malformed');
    expect(() => checkAuthors([entry('report', report()), grant(2), grant(2)])).toThrow('malformed');
  });
});

test('what an entry says is decoded once, however often it is asked for', () => {
  const notes = Array.from({ length: 64 }, (_, seq) => {
    const made = entry('note', { text: 'A note' }, person(0), seq);
    const founding = seq === 0 ? { founding: { ...set('officers'), commitment: filled(32) } } : {};
    const content = utf8(JSON.stringify({ text: 'A note', ...founding }));
    return { ...made, content, header: { seq, chain: 'internal', epoch: 0 }, commitment: new Uint8Array(32) };
  }) as unknown as VerifiedEntry[];
  // The last cannot be read: the fold begins again and again to find how much can.
  const bad = {
    ...notes[0]!,
    header: { seq: 64, chain: 'internal', epoch: 0 },
    kind: 'message',
  } as VerifiedEntry;
  const all = [...notes, bad];
  const links = all.map(({ header, day }) => ({ header, day }));
  const chain = { links, entries: all, stopped: null } as unknown as VerifiedChain;
  const parse = vi.spyOn(JSON, 'parse');
  const { entries, unreadable } = readableNotes(chain, [entry('report', report())], directory);
  const parsed = parse.mock.calls.length;
  parse.mockRestore();
  expect([entries.length, unreadable?.number]).toEqual([64, 65]);
  expect(parsed).toBeLessThanOrEqual(all.length + 2);
  expect(foldNotes(notes, directory)).toHaveLength(64);
});

test('what a page writes is taken', () => {
  const content = encodeContent('message', { text: 'x'.repeat(50_000) });
  expect(contentOf({ kind: 'message', content })).toMatchObject({ hasMore: false });
});
