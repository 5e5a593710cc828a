/**
 * Whoever holds the database and every public key tries to tell an office in which a person was left out of every
 * report from one in which nobody was.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { LENGTH, typed, type KemPublicKey, type SlotSetBytes } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { parseEntry } from '../../crypto/header.ts';
import { kemPublicKey, newPersonSeed, personKeys } from '../../crypto/person.ts';
import { newEntropy, reporterKeys } from '../../crypto/receipt.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { parseDirectory } from '../../server/api/directory.ts';
import { readFeed } from '../../server/api/officer.ts';
import { admitColleague, COLLEAGUE } from '../stage/colleague.ts';
import { apiOf, newReporter, REPORT, setUp, startInstance } from '../stage/running.ts';
import { officerAtWork } from '../stage/people.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const REPORTS = 10;
const quiet = () => undefined;

beforeAll(stretchQuickly);
beforeAll(() => ready());

/** What a seized database gives, with what its owner can ask of it as an officer. */
interface Seized {
  readonly tables: Record<string, string[]>;
  readonly headers: string[];
  readonly slotSets: SlotSetBytes[];
  /** All bytes of every case, and what the directory says of people: ids and keys. */
  readonly cases: Buffer;
  readonly people: Uint8Array[];
  /** What the colleague's session is told of cases, without their ids. */
  readonly told: string[];
}

/** Runs an office in which every report leaves somebody out, or none does. */
async function seize(isLeftOut: boolean): Promise<Seized> {
  const instance = await startInstance();
  try {
    const made = await setUp(instance);
    const { taken, published } = await admitColleague(instance, made);
    const colleague = published.people.find(({ name }) => name === COLLEAGUE.name)!;
    for (let i = 0; i < REPORTS; i++) {
      const reporter = await newReporter(instance);
      await reporter.send({ ...REPORT, leftOut: isLeftOut ? [colleague.id] : [] }, quiet);
    }
    const { db } = instance.context;
    const names = (await db.introspection.getTables()).map(({ name }) => name).sort();
    const tables: Record<string, string[]> = {};
    for (const name of names) {
      const rows = await db
        .selectFrom(name as 'cases')
        .selectAll()
        .execute();
      tables[name] = rows.map((row) => shapeOf(row)).sort();
    }
    const entries = await db.selectFrom('entries').select('bytes').execute();
    const sets = await db.selectFrom('slot_sets').select('bytes').execute();
    const slotSets = sets.map(({ bytes }) => new Uint8Array(bytes) as SlotSetBytes);
    const officer = await officerAtWork(apiOf(instance), taken.recoveryWords, COLLEAGUE.account);
    const { cases } = await officer.api.call(readFeed, { from: null, after: null });
    const { text } = await apiOf(instance).call(readDirectory, {});
    const { people } = parseDirectory(text)!;
    return {
      tables,
      slotSets,
      cases: Buffer.concat([...entries.map(({ bytes }) => bytes), ...slotSets]),
      people: people.flatMap(({ id, kem, signing }) => [id, kem, signing]),
      headers: [
        ...entries.map(({ bytes }) => {
          const { chain, seq, audience, epoch } = parseEntry(new Uint8Array(bytes) as never).header;
          return JSON.stringify({ chain, seq, audience, epoch, length: bytes.length });
        }),
        ...slotSets.map((set) => {
          const { header, slots } = parseSlotSet(set);
          return JSON.stringify({ audience: header.audience, epoch: header.epoch, slots: slots.length });
        }),
      ].sort(),
      told: cases
        .map(({ turn, shared, internal, slotSets }) => JSON.stringify({ turn, shared, internal, slotSets }))
        .sort(),
    };
  } finally {
    await instance.stop();
  }
}

/** Columns whose values mean something; of all others only the length can tell anything. */
const PLAIN = new Set([
  'chain',
  'audience',
  'method',
  'name',
  'seq',
  'turn',
  'opened',
  'epoch',
  'ordinal',
  'shared',
  'internal',
]);

function shapeOf(row: object): string {
  const shape = Object.entries(row).map(([column, value]: [string, unknown]) => {
    if (value instanceof Uint8Array || typeof value === 'string') {
      return PLAIN.has(column) ? `${column} ${String(value)}` : `${column}: ${value.length}`;
    }
    return PLAIN.has(column) ? `${column} ${String(value)}` : column;
  });
  return shape.join(', ');
}

/** Bytes of an X-Wing ciphertext that are ML-KEM's compressed vector: four numbers of ten bits in five bytes. */
const VECTOR = 960;
const MODULUS = 3329;

/**
 * How many numbers below the modulus are compressed to each of the 1024: three or four. A ciphertext has the
 * latter more often than random bytes do.
 */
const PREIMAGES = Array.from({ length: 1024 }, () => 0);
for (let x = 0; x < MODULUS; x++) PREIMAGES[Math.round((1024 * x) / MODULUS) % 1024]!++;

/** Share of numbers with four preimages, over all slots, and how many numbers there were. */
function frequent(slotSets: readonly SlotSetBytes[]): { share: number; count: number } {
  let [hits, count] = [0, 0];
  for (const slot of slotSets.flatMap((set) => parseSlotSet(set).slots)) {
    for (let at = 0; at < VECTOR; at += 5) {
      let bits = 0n;
      for (let i = 4; i >= 0; i--) bits = (bits << 8n) | BigInt(slot[at + i]!);
      for (let i = 0n; i < 4n; i++) {
        if (PREIMAGES[Number((bits >> (10n * i)) & 1023n)] === 4) hits++;
        count++;
      }
    }
  }
  return { share: hits / count, count };
}

/** How far two shares are apart, in standard deviations of chance. */
function distance(one: readonly SlotSetBytes[], other: readonly SlotSetBytes[]): number {
  const [a, b] = [frequent(one), frequent(other)];
  const share = (a.share * a.count + b.share * b.count) / (a.count + b.count);
  return Math.abs(a.share - b.share) / Math.sqrt(share * (1 - share) * (1 / a.count + 1 / b.count));
}

/** Beyond what chance gives in a lifetime of test runs. */
const NOTICED = 5;

/** Chi-square of two counts of bytes, which chance keeps near 255. */
function chiSquare(one: Uint8Array, other: Uint8Array): number {
  const counts = [one, other].map((bytes) => {
    const found = Array.from({ length: 256 }, () => 0);
    for (const byte of bytes) found[byte]!++;
    return found;
  });
  const [a, b] = counts as [number[], number[]];
  const ratio = Math.sqrt(other.length / one.length);
  return a.reduce((sum, x, i) => sum + (x * ratio - b[i]! / ratio) ** 2 / (x + b[i]!), 0);
}

/** Twelve standard deviations above the mean. */
const MOST_CHI = 255 + 12 * Math.sqrt(2 * 255);

const tails = (sets: readonly SlotSetBytes[]) =>
  new Uint8Array(
    sets.flatMap((set) =>
      parseSlotSet(set).slots.flatMap((slot) => [...slot.subarray(LENGTH.KemCiphertext)]),
    ),
  );

describe('two databases', () => {
  let nobody: Seized;
  let leftOut: Seized;
  beforeAll(async () => {
    [nobody, leftOut] = [await seize(false), await seize(true)];
  });

  test('have the same rows, of the same lengths, with the same headers', () => {
    expect(leftOut.tables).toEqual(nobody.tables);
    expect(leftOut.headers).toEqual(nobody.headers);
    expect(nobody.slotSets).toHaveLength(2 * REPORTS);
  });

  test('tell the person who was left out the same', () => {
    expect(leftOut.told).toEqual(nobody.told);
    expect(nobody.told).toHaveLength(REPORTS);
  });

  test('have slots that statistics cannot tell apart, wherever in a set they stand', () => {
    expect(distance(nobody.slotSets, leftOut.slotSets)).toBeLessThan(NOTICED);
    expect(chiSquare(tails(nobody.slotSets), tails(leftOut.slotSets))).toBeLessThan(MOST_CHI);
  });

  test('have no id and no public key of anybody in any case', () => {
    for (const { cases, people } of [nobody, leftOut]) {
      expect(people.length).toBe(2 * 3);
      for (const bytes of people) expect(cases.includes(Buffer.from(bytes))).toBe(false);
    }
  });
});

/** Sets as a browser seals them, for so many readers. */
function sealed(readers: readonly KemPublicKey[], sets: number, dummy?: () => Uint8Array): SlotSetBytes[] {
  const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId));
  return Array.from({ length: sets }, () => {
    const { caseId } = reporterKeys(newEntropy(), instance);
    const directory = typed('Hash', new Uint8Array(LENGTH.Hash));
    const place = { instance, caseId, audience: 'shared', epoch: 0, directory } as const;
    const set = sealSlotSet({ ...place, key: newCaseKey(), readers: [...readers] });
    if (dummy === undefined) return set;
    // As a careless page would fill up: the readers' slots, and bytes that are no ciphertext.
    const { headerBytes, slots } = parseSlotSet(set);
    const filled = slots.map((slot, i) => (i < readers.length ? slot : dummy()));
    return Buffer.concat([headerBytes, ...filled]) as unknown as SlotSetBytes;
  });
}

describe('the distinguisher', () => {
  const people = () => [0, 1, 2].map(() => kemPublicKey(personKeys(newPersonSeed()).kemSeed));

  test('sees nothing in how many of eight slots are somebody’s', () => {
    const [first, second, third] = people();
    const one = sealed([first!, second!, third!], 60);
    const other = sealed([first!], 60);
    expect(distance(one, other)).toBeLessThan(NOTICED);
    expect(chiSquare(tails(one), tails(other))).toBeLessThan(MOST_CHI);
  });

  test('notices dummies of random bytes', () => {
    const [first, second, third] = people();
    const random = () => sodium.randombytes_buf(1168);
    const one = sealed([first!, second!, third!], 60, random);
    const other = sealed([first!], 60, random);
    expect(distance(one, other)).toBeGreaterThan(NOTICED);
  });

  test('notices dummies that are the same every time', () => {
    const [first, second, third] = people();
    const constant = () => new Uint8Array(1168).fill(7);
    expect(
      chiSquare(
        tails(sealed([first!, second!, third!], 20, constant)),
        tails(sealed([first!], 20, constant)),
      ),
    ).toBeGreaterThan(MOST_CHI);
  });
});
