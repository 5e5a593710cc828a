import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat, type KemPublicKey, type KemSeed, type SlotSetBytes } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { decoySlotSet } from '../../crypto/decoy.ts';
import { isKemPublicKey } from '../../crypto/kem.ts';
import {
  parseSlotSet,
  SLOT_COUNTS,
  SLOT_LENGTH,
  SLOT_SET_HEADER_LENGTH,
  slotSetHash,
} from '../../crypto/slot-set.ts';
import { openSlotSet, sealSlotSet } from '../../crypto/slots.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { codeOf } from './code-of.ts';
import { fixed, makeCast, type Cast } from './making/cast.ts';

/** Bytes of the X-Wing ciphertext at the start of a slot. */
const CIPHERTEXT = 1120;

let cast: Cast;
let set: SlotSetBytes;

beforeAll(async () => {
  await ready();
  cast = makeCast();
  set = sealTo([cast.reporter, cast.amina].map(({ kemPublicKey }) => kemPublicKey));
});

function sealTo(readers: readonly KemPublicKey[], key = cast.key): SlotSetBytes {
  const { instance, directory, reporter } = cast;
  return sealSlotSet({
    instance,
    caseId: reporter.caseId,
    audience: 'shared',
    epoch: 0,
    directory,
    key,
    readers,
  });
}

/** Opens, or says how it was refused. Another error than ours fails the test. */
function outcome(bytes: Uint8Array, reader: KemSeed = cast.amina.kemSeed): string {
  let opened: ReturnType<typeof openSlotSet> = null;
  const code = codeOf(() => (opened = openSlotSet(bytes, reader)));
  const key = (opened as ReturnType<typeof openSlotSet>)?.key;
  return code ?? (key === undefined ? 'null' : `opened ${String(key)}`);
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}

/** Which slot is a reader's: the one whose change takes the set away from them. */
function placeOf(bytes: Uint8Array, reader: KemSeed): number {
  const { slots } = parseSlotSet(bytes);
  return slots.findIndex(
    (_, i) =>
      outcome(flip(bytes, 8 * (SLOT_SET_HEADER_LENGTH + (i + 1) * SLOT_LENGTH - 1)), reader) === 'null',
  );
}

describe('a slot set', () => {
  test('opens for its readers, with one key, and for nobody else', () => {
    const key = newCaseKey();
    const bytes = sealTo(
      [cast.reporter, cast.amina, cast.bruno].map(({ kemPublicKey }) => kemPublicKey),
      key,
    );
    for (const { kemSeed } of [cast.reporter, cast.amina, cast.bruno])
      expect(outcome(bytes, kemSeed)).toBe(`opened ${String(key)}`);
    for (const { kemSeed } of [cast.stranger, cast.otherReporter])
      expect(outcome(bytes, kemSeed)).toBe('null');
  });

  test('has 8, 16 or 32 slots, and its length says no more of its readers', () => {
    const { kemPublicKey } = cast.amina;
    const sizes = [0, 1, 7, 8, 9, 16, 17, 32].map(
      (count) => sealTo(Array<KemPublicKey>(count).fill(kemPublicKey)).length,
    );
    const of = (slots: number) => SLOT_SET_HEADER_LENGTH + slots * SLOT_LENGTH;
    expect(sizes).toEqual([8, 8, 8, 8, 16, 16, 32, 32].map(of));
    expect(of(8)).toBe(9478);
    expect(codeOf(() => sealTo(Array<KemPublicKey>(33).fill(kemPublicKey)))).toBe('malformed');
  });

  test('is not sealed to a key that is none', () => {
    expect(codeOf(() => sealTo([new Uint8Array(1216) as KemPublicKey]))).toBe('malformed');
  });

  test('holds the case id in the clear, and nothing of a key or a reader', () => {
    const text = Buffer.from(set);
    const secrets = [
      cast.key,
      cast.amina.kemPublicKey,
      cast.amina.id,
      cast.reporter.kemPublicKey,
      cast.reporter.signingPublicKey,
    ];
    for (const secret of secrets) expect(text.includes(Buffer.from(secret))).toBe(false);
    expect(text.includes(Buffer.from(cast.reporter.caseId))).toBe(true);
  });

  test('with any bit of its header or of the reader’s slot flipped, gives no key', () => {
    const from = 8 * (SLOT_SET_HEADER_LENGTH + placeOf(set, cast.amina.kemSeed) * SLOT_LENGTH);
    // A step that is prime, so that every bit of a byte has its turn; the sealed key and the header closely.
    const bits = [
      ...Array.from({ length: 15 }, (_, i) => i * 71),
      ...Array.from({ length: 9 }, (_, i) => from + i * 991),
      ...Array.from({ length: 6 }, (_, i) => from + 8 * CIPHERTEXT + i * 61),
    ];
    for (const bit of bits) expect(['null', 'malformed']).toContain(outcome(flip(set, bit)));
  });

  test('with any bit flipped, has another hash', () => {
    const before = String(slotSetHash(set));
    for (let bit = 0; bit < set.length * 8; bit += 509) {
      expect(String(slotSetHash(flip(set, bit) as SlotSetBytes))).not.toBe(before);
    }
  });

  test('of any other bytes is refused or nobody’s, and nothing else happens', () => {
    const lengths = SLOT_COUNTS.map((count) => SLOT_SET_HEADER_LENGTH + count * SLOT_LENGTH);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .tuple(fc.constantFrom(0, 1, 0xff), fc.constantFrom(lengths[0]!, lengths[0]! + 1, lengths[1]!))
        .map(([fill, length]) => {
          const whole = new Uint8Array(length).fill(fill);
          whole.set(set.subarray(0, SLOT_SET_HEADER_LENGTH));
          return whole;
        }),
      fc
        .tuple(fc.nat(SLOT_SET_HEADER_LENGTH - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([at, some]) => {
          const whole = set.slice();
          whole.set(some, at);
          return whole;
        }),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        const isOurs = value.length === set.length && value.every((byte, i) => byte === set[i]);
        expect(isOurs ? [`opened ${String(cast.key)}`] : ['null', 'malformed']).toContain(outcome(value));
      }),
      { numRuns: 40 },
    );
  });

  test('a slot of points of small order is somebody else’s, and those after it still open', () => {
    const place = placeOf(set, cast.amina.kemSeed);
    const changed = set.slice();
    for (let i = 0; i < 8; i++) {
      const at = SLOT_SET_HEADER_LENGTH + i * SLOT_LENGTH;
      if (i !== place) changed.fill(0, at + CIPHERTEXT - 32, at + CIPHERTEXT);
    }
    expect(outcome(changed)).toBe(`opened ${String(cast.key)}`);
    expect(outcome(changed, cast.reporter.kemSeed)).toBe('null');
  });
});

describe('which slots are real does not show', () => {
  /** Slots of sets for eight readers are all real; those of a decoy are all dummies. */
  const COUNT = 25;
  let real: Uint8Array[];
  let dummies: Uint8Array[];

  beforeAll(() => {
    const { instance, reporter, directory, amina, bruno } = cast;
    const readers = Array.from({ length: 8 }, (_, i) => (i % 2 ? amina : bruno).kemPublicKey);
    const place = { instance, caseId: reporter.caseId, audience: 'shared', epoch: 0, directory } as const;
    real = Array.from({ length: COUNT }, () => parseSlotSet(sealTo(readers)).slots).flat();
    dummies = Array.from({ length: COUNT }, () => parseSlotSet(decoySlotSet(place, 8)).slots).flat();
  });

  /** How often each value of a byte stands in a part of some slots, as a share. */
  const shares = (slots: readonly Uint8Array[], from: number, to: number) => {
    const counts = Array<number>(256).fill(0);
    for (const slot of slots) for (const byte of slot.subarray(from, to)) counts[byte]!++;
    return counts.map((count) => count / (slots.length * (to - from)));
  };

  /** Half the sum of the differences: 0 for the same, 1 for nothing in common. */
  const apart = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2;

  test('not by the bytes of a part', () => {
    const parts = { 'ML-KEM': [0, 1088], X25519: [1088, 1120], 'sealed key': [1120, 1168] } as const;
    for (const [from, to] of Object.values(parts)) {
      // Two samples of one distribution over 256 values, of n bytes each, lie about sqrt(256 / (pi n)) apart.
      const n = COUNT * 8 * (to - from);
      const expected = Math.sqrt(256 / (Math.PI * n));
      expect(apart(shares(real, from, to), shares(dummies, from, to))).toBeLessThan(2 * expected);
    }
  });

  test('and the measure would see dummies of random bytes', () => {
    // The last byte of an X25519 point is below 128: what gives random filler away.
    const last = (slots: readonly Uint8Array[]) => slots.filter((slot) => slot[1119]! >= 128).length;
    expect(last(real)).toBe(0);
    expect(last(dummies)).toBe(0);
    const random = dummies.map(() => sodium.randombytes_buf(SLOT_LENGTH));
    expect(last(random)).toBeGreaterThan(COUNT);
    expect(apart(shares(real, 1119, 1120), shares(random, 1119, 1120))).toBeGreaterThan(0.4);
  });

  test('no part of a slot stands in another', () => {
    const all = [...real, ...dummies];
    for (const [from, to] of [
      [0, 1088],
      [1088, 1120],
      [1120, 1168],
    ] as const) {
      expect(new Set(all.map((slot) => String(slot.subarray(from, to)))).size).toBe(all.length);
    }
  });

  test('not by their place: the first reader stands in each place about as often', () => {
    const sets = 240;
    const counts = Array<number>(8).fill(0);
    for (let i = 0; i < sets; i++) counts[firstReal(sealTo([cast.amina.kemPublicKey]))]!++;
    // 30 each; the chance of a fair shuffle to leave 5 to 70 is below one in ten million.
    for (const count of counts) {
      expect(count).toBeGreaterThanOrEqual(5);
      expect(count).toBeLessThanOrEqual(70);
    }
  });

  /** The place of the one real slot: each in turn is put beside slots that cost nothing to refuse, until one opens. */
  function firstReal(bytes: SlotSetBytes): number {
    const { headerBytes, slots } = parseSlotSet(bytes);
    const nobodys = new Uint8Array(SLOT_LENGTH);
    return slots.findIndex(
      (slot) => outcome(concat(headerBytes, slot, ...Array<Uint8Array>(7).fill(nobodys))) !== 'null',
    );
  }

  test('nor by the header: a decoy’s commitment and access key are as random as a real one’s', () => {
    const headers = [set, sealTo([], newCaseKey()), decoySlotSet({ ...parseSlotSet(set).header }, 8)].map(
      (one) => parseSlotSet(one).header,
    );
    expect(new Set(headers.map(({ commitment }) => String(commitment))).size).toBe(3);
    expect(new Set(headers.map(({ accessKey }) => String(accessKey))).size).toBe(3);
    expect(headers.map(({ directory }) => String(directory))).toEqual(
      Array(3).fill(String(fixed('Hash', 'directory'))),
    );
  });
});

test('a public key whose X25519 part has small order is none', () => {
  const { publicKey } = sodium.crypto_kem_xwing_keypair();
  expect(isKemPublicKey(publicKey as KemPublicKey)).toBe(true);
  const weak = publicKey.slice();
  weak.fill(0, weak.length - 32);
  expect(isKemPublicKey(weak as KemPublicKey)).toBe(false);
  expect(isKemPublicKey(publicKey.slice(1) as KemPublicKey)).toBe(false);
});
