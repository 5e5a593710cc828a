/** Proofs as two verifiers see them: the one that is used, and one written from PROTOCOL.md. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { text as decodeText, utf8 } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { checkProof } from '../../client/proof/check.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import { closeLog } from '../../server/log/closing.ts';
import { codeOf } from '../crypto/code-of.ts';
import { domain, frame, keyedH, reporterKeys } from '../crypto/second.ts';
import { Input } from '../crypto/vector.ts';
import { VECTORS } from '../crypto/vectors.ts';
import { reporterInside, scratchSqlite, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { REPORT } from '../stage/running.ts';
import { checkSecond } from './second.ts';
import { Untrue, bytesOf } from './second-shape.ts';

const quiet = () => undefined;
const DAY = 86_400_000;
const PAPER = { before: '<!doctype html>\n<p>What it says.</p>\n', after: '</html>\n' };
const INCIDENT = {
  what: 'incident',
  day: null,
  about: '',
  who: 'The head',
  forms: ['duties'],
  state: 'happened',
  text: 'Moved to the night shift.',
} as const;

const SOMEBODY = new Uint8Array(32).fill(7);
let proofSeed: Uint8Array;

type Json = Record<string, unknown>;
const files: Record<string, string> = {};
let inside: Inside;
let remove: () => Promise<void>;

async function filesOf(reporter: ReporterSession, name: string): Promise<void> {
  const ids = (await reporter.refresh()).items.map(({ id }) => id);
  const draft = (report: 'dated' | 'sealed' | 'opened', entries: string[]) =>
    reporter.draftProof({ for: 'The labour court', report, entries });
  await draft('dated', []);
  files[`${name} dated`] = await reporter.signProof(null);
  files[`${name} page`] = await reporter.signProof(PAPER);
  const others = ids.slice(-2);
  await draft('opened', others);
  files[`${name} opened`] = await reporter.signProof(null);
  await draft('sealed', others);
  files[`${name} sealed`] = await reporter.signProof(null);
}

beforeAll(async () => {
  const scratch = await scratchSqlite();
  remove = () => scratch.remove();
  inside = await serveInside(scratch.db);
  await setUpInside(inside);
  for (const name of ['one', 'other']) {
    const reporter = await reporterInside(inside);
    const { words } = await reporter.send(REPORT, quiet);
    await reporter.open(words.join(' '));
    await reporter.say({ ...INCIDENT, forms: [...INCIDENT.forms] });
    await reporter.say({ ...INCIDENT, forms: [...INCIDENT.forms] });
    if (name === 'one') {
      await reporter.draftProof({ for: 'Early', report: 'dated', entries: [] });
      files['early'] = await reporter.signProof(null);
      const entropy = mnemonicToEntropy(words.join(' '), wordlist);
      ({ proofSeed } = reporterKeys(entropy, bytesOf(bodyOf('early')['instance'])));
    }
    inside.clock.now += DAY;
    await closeLog(inside.context);
    await filesOf(reporter, name);
  }
});
afterAll(() => remove());

function first(file: string) {
  let found: ReturnType<typeof checkProof> | null = null;
  const code = codeOf(() => (found = checkProof(utf8(file))));
  if (code !== null) return null;
  const { door, made, report, entries, for: whom } = found!;
  const told = ({ form, day, isLogged, opened }: typeof report) => ({
    form,
    day,
    isLogged,
    opened: opened && {
      author: opened.author.role === 'reporter' ? 'reporter' : toBase64url(opened.author.id),
      kind: opened.kind,
      content: decodeText(opened.content),
    },
  });
  return { for: whom, made, door, report: told(report), entries: entries.map(told) };
}

function second(file: string) {
  try {
    const { words: _, ...said } = checkSecond(utf8(file));
    return said;
  } catch (error) {
    if (error instanceof Untrue) return null;
    throw error;
  }
}

const bodyOf = (name: string) =>
  JSON.parse((JSON.parse(bare(files[name]!)) as { text: string }).text) as Json;
const bare = (file: string) => file.split('\n').find((line) => line.startsWith('{"text"'))!;

/** Signed by whoever has this seed, who puts their own key wherever they can. */
function signed(body: Json, seed: Uint8Array): string {
  const author = ed25519.getPublicKey(seed);
  const own: Json = { ...body, author: toBase64url(author) };
  const report = own['report'] as Json | null | undefined;
  if (seed === SOMEBODY && report?.['form'] === 'dated') {
    const fields = [author, utf8(String(own['door'])), bytesOf(own['directory'])];
    const claim = keyedH(bytesOf(report['blind']), 'claim', ...fields);
    own['report'] = { ...report, claim: toBase64url(claim) };
  }
  const text = JSON.stringify(own);
  const said = frame(domain('proof'), bytesOf(own['instance']), utf8(text));
  const signature = toBase64url(ed25519.sign(said, seed));
  return `${JSON.stringify({ text, signature }).replaceAll('<', '\\u003c')}\n`;
}

test('both find true what a reporter made, and the same in it', () => {
  for (const [name, file] of Object.entries(files)) {
    expect([name, first(file)]).not.toEqual([name, null]);
    expect([name, second(file)]).toEqual([name, first(file)]);
  }
  expect(second(files['one opened']!)!.entries.map(({ opened }) => opened?.kind)).toEqual([
    'incident',
    'incident',
  ]);
  expect(second(files['early']!)!.report.isLogged).toBe(false);
});

test('what is not true by a vector is not by the second either', () => {
  const topic = VECTORS['proofs']!;
  const wrong = topic.vectors.filter(({ fails }) => fails !== undefined);
  const passed = wrong.filter(({ in: given }) => {
    try {
      return checkSecond(new Input(topic, given).bytes('file')) !== null;
    } catch (error) {
      if (error instanceof Untrue) return false;
      throw error;
    }
  });
  expect(wrong.length).toBeGreaterThan(30);
  expect(passed).toEqual([]);
});

/** Every place in a text, with what stands there. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, one]) => places(one, [...path, name]))];
}
const at = (value: unknown, path: string[]) =>
  path.reduce<unknown>((one, name) => (one as Json)?.[name], value);

function withAt(body: Json, path: string[], value: unknown): Json {
  const copy = structuredClone(body);
  const last = path.at(-1)!;
  const holder = at(copy, path.slice(0, -1)) as Json;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** The same proof with one thing from another, doubled, missing, turned round. */
function variants(name: string): Json[] {
  const body = bodyOf(name);
  const others = ['one dated', 'other opened', 'other sealed', 'early'].map(bodyOf);
  const paths = places(body).filter(({ length }) => length > 0);
  const swapped = paths.flatMap((path) => {
    const found = others.map((other) => at(other, path));
    return [...found, null, undefined].map((value) => withAt(body, path, value));
  });
  const entries = body['entries'] as Json[];
  const lists = [
    [...entries, ...entries],
    entries.toReversed(),
    [body['report'], ...entries],
    entries.slice(1),
  ];
  return [...swapped, ...lists.map((list) => ({ ...body, entries: list }))];
}

test('both find the same of what its author, or somebody else, altered and signed', () => {
  const seen = ['one opened', 'one sealed', 'one dated'].flatMap(variants);
  const step = Math.ceil(seen.length / 180);
  const found = { true: 0, false: 0 };
  for (const [i, body] of seen.entries()) {
    if (i % step !== 0) continue;
    const file = signed(body, (i / step) % 8 === 7 ? SOMEBODY : proofSeed);
    const said = first(file);
    expect([i, second(file)]).toEqual([i, said]);
    found[said === null ? 'false' : 'true'] += 1;
  }
  expect(found.true).toBeGreaterThan(5);
  expect(found.false).toBeGreaterThan(100);
});
