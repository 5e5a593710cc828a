/** Shapes of §1, §7, §8.3 and §11, once more from PROTOCOL.md. */

/** What is wrong, by a code of §1. */
export class Untrue extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function must(fits: boolean, code: string): asserts fits {
  if (!fits) throw new Untrue(code);
}

export type Shape = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

export const text =
  (least: number, most: number): Shape =>
  (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most;
const spelt =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (...values: unknown[]): Shape =>
  (value) =>
    values.includes(value);
const whole =
  (least: number, most: number): Shape =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);
export const listOf =
  (least: number, most: number, shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(shape);
export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
export const object =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    const fields = fieldsOf(value);
    if (fields === null || Object.keys(fields).length !== Object.keys(shapes).length) return false;
    return Object.entries(shapes).every(
      ([name, shape]) => Object.hasOwn(fields, name) && shape(fields[name]),
    );
  };

export const bytesOf = (value: unknown): Uint8Array =>
  new Uint8Array(Buffer.from(String(value), 'base64url'));
export const base64url =
  (...lengths: number[]): Shape =>
  (value) => {
    if (typeof value !== 'string') return false;
    const bytes = Buffer.from(value, 'base64url');
    return bytes.toString('base64url') === value && (lengths.length === 0 || lengths.includes(bytes.length));
  };
export const day: Shape = (value) => {
  if (!spelt(/^\d{4}-\d{2}-\d{2}$/)(value)) return false;
  const time = Date.parse(`${String(value)}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
};

const localised =
  (most: number): Shape =>
  (value) => {
    const fields = fieldsOf(value);
    if (fields === null || !Object.hasOwn(fields, 'en')) return false;
    return Object.entries(fields).every(([name, one]) => /^[a-z]{2,3}$/.test(name) && text(0, most)(one));
  };
const KNOWN_QUESTIONS = ['what', 'where', 'when', 'who', 'know', 'told', 'danger'];
const question: Shape = (value) => {
  const isKnown = KNOWN_QUESTIONS.includes(String(fieldsOf(value)?.['id']));
  return object({ id: spelt(/^[a-z0-9-]{1,40}$/), text: isKnown ? oneOf(null) : localised(200) })(value);
};
const people = (most: number) => listOf(0, most, base64url(16));
const door = object({
  id: spelt(/^[a-z0-9-]{1,40}$/),
  kind: oneOf('official', 'private', 'public'),
  title: localised(20_000),
  text: localised(20_000),
  readers: people(31),
  custodians: people(32),
  oversight: people(31),
  questions: (value) => listOf(0, 10, question)(value) && isSet((value as Fields[]).map(({ id }) => id)),
});
const person = object({
  id: base64url(16),
  name: text(1, 200),
  role: oneOf('officer', 'custodian'),
  kem: base64url(1216),
  signing: base64url(32),
  state: oneOf('active', 'suspended', 'removed'),
});
const directory = object({
  suite: oneOf(1),
  instance: base64url(16),
  name: localised(20_000),
  version: whole(1, 999_999_999),
  previous: orNull(base64url(32)),
  day,
  authority: base64url(32),
  notary: base64url(32),
  doors: listOf(1, 32, door),
  people: listOf(0, 200, person),
  policy: object({
    acknowledgeDays: whole(0, 3660),
    feedbackDays: whole(0, 3660),
    identityDays: whole(0, 3660),
    recoveryHelpers: whole(2, 10),
  }),
});

const isSet = (values: readonly unknown[]) => new Set(values).size === values.length;

export interface Person {
  readonly id: string;
  readonly kem: string;
  readonly signing: string;
}
export interface Directory {
  readonly instance: string;
  readonly version: number;
  readonly authority: string;
  readonly notary: string;
  readonly people: readonly Person[];
}

export function json(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new Untrue('malformed');
  }
}

export function directoryOf(source: string): Directory {
  const value = json(source);
  must(directory(value), 'malformed');
  const found = value as unknown as Directory;
  for (const part of ['id', 'kem', 'signing'] as const)
    must(isSet(found.people.map((one) => one[part])), 'malformed');
  return found;
}
