/** The text of a directory version (PROTOCOL §7): what the authority signs, and everyone reads. */
import * as z from 'zod/mini';
import { THRESHOLD } from '../../crypto/threshold.ts';
import { localised } from './localised.ts';
import { rights } from './rights.ts';
import { isStandard } from './usual-questions.ts';
import { bytesOf, day } from './wire.ts';

/** Who an entrance is for; each has its own wording and questions in the page. */
export const doorKinds = ['official', 'private', 'public'] as const;
export type DoorKind = (typeof doorKinds)[number];

/** Questions of one door: with answers as long as may be, all of them fit one entry. */
export const MOST_QUESTIONS = 10;
export const QUESTION_CHARACTERS = 200;

/** One of the standard questions, in the page's own words, or one of the office's. */
const question = z
  .strictObject({
    id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
    text: z.nullable(localised.check(z.refine((texts) => Object.values(texts).every(isShort)))),
  })
  .check(z.refine(({ id, text }) => (text === null) === isStandard(id)));

function isShort(text: string): boolean {
  return text.length <= QUESTION_CHARACTERS;
}

const door = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
  kind: z.enum(doorKinds),
  title: localised,
  /** What the office says of this door, in its own words. */
  text: localised,
  /** Person ids of the officers who read what comes in here. */
  readers: z.array(bytesOf('PersonId')).check(z.maxLength(31)),
  custodians: z.array(bytesOf('PersonId')).check(z.maxLength(32)),
  /** Who reads instead when the reporter leaves out every reader. */
  oversight: z.array(bytesOf('PersonId')).check(z.maxLength(31)),
  /** In the order they are asked. */
  questions: z.array(question).check(
    z.maxLength(MOST_QUESTIONS),
    z.refine((questions) => new Set(questions.map(({ id }) => id)).size === questions.length),
  ),
  /** Doors of before there was this say nothing of it. */
  rights: z.optional(rights),
});

const person = z.strictObject({
  id: bytesOf('PersonId'),
  /** The name or the role, as the office chose to show it. */
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  role: z.enum(['officer', 'custodian']),
  kem: bytesOf('KemPublicKey'),
  signing: bytesOf('SigningPublicKey'),
  state: z.enum(['active', 'suspended', 'removed']),
});

type AnyPerson = z.output<typeof person>;

/** People of one office, those who left among them: more would not fit a directory's text. */
export const MOST_PEOPLE = 200;

/** Whoever is found by an id is the only one with it, and no key is two people's. */
const people = z
  .array(person)
  .check(
    z.maxLength(MOST_PEOPLE),
    z.refine(isOneEach('id')),
    z.refine(isOneEach('kem')),
    z.refine(isOneEach('signing')),
  );

function isOneEach(field: 'id' | 'kem' | 'signing') {
  return (all: readonly AnyPerson[]) => new Set(all.map((one) => one[field].join())).size === all.length;
}

/** Ten years: no term of an office is longer, and no date it gives is one that a page can't count to. */
const MOST_DAYS = 3660;
const days = z.int().check(z.gte(0), z.lte(MOST_DAYS));

const policy = z.strictObject({
  /** Days within which receipt of a report is acknowledged (D 9(1)(b)). */
  acknowledgeDays: days,
  /** Days within which the reporter gets feedback (D 9(1)(f)). */
  feedbackDays: days,
  /** Days between a custodian's approval and the disclosure of an identity, for the reporter to object. */
  identityDays: days,
  /** Colleagues who must help for somebody who lost every way in: one alone never can. */
  recoveryHelpers: z.int().check(z.gte(THRESHOLD.least), z.lte(THRESHOLD.most)),
});

export const directorySchema = z.strictObject({
  suite: z.literal(1),
  instance: bytesOf('InstanceId'),
  /** The name of the office, shown on every page. */
  name: localised,
  /** As many digits as a version is asked for with. */
  version: z.int().check(z.gte(1), z.lte(999_999_999)),
  /** Hash of the version before; null for the first. */
  previous: z.nullable(bytesOf('Hash')),
  day,
  authority: bytesOf('SigningPublicKey'),
  notary: bytesOf('SigningPublicKey'),
  doors: z.array(door).check(z.minLength(1), z.maxLength(32)),
  people,
  policy,
});

export type Directory = z.output<typeof directorySchema>;
export type Door = Directory['doors'][number];
export type Person = Directory['people'][number];

/** Reads a directory's text, or null when it is not one. */
export function parseDirectory(text: string): Directory | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = z.safeDecode(directorySchema, json as z.input<typeof directorySchema>);
  return parsed.success ? parsed.data : null;
}

export function formatDirectory(directory: Directory): string {
  return JSON.stringify(z.encode(directorySchema, directory));
}
