import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { typed, utf8, type CaseKey, type EntryBytes, type Hash } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { verifyChain, type ChainContext, type StampedEntry } from '../../crypto/chain.ts';
import { decoyEntry } from '../../crypto/decoy.ts';
import { MAX_CONTENT, openEntry, sealEntry, type EntryDraft } from '../../crypto/entry.ts';
import {
  BODY_SIZES,
  entryHash,
  HEADER_LENGTH,
  PLACE_LENGTH,
  NO_HASH,
  parseEntry,
  TAG_LENGTH,
} from '../../crypto/header.ts';
import { ready } from '../../crypto/sodium.ts';
import { signerOf } from '../../crypto/signature.ts';
import { stamp, verifyStamp, type Day } from '../../crypto/stamp.ts';
import { codeOf } from './code-of.ts';
import { fixed, makeCast, type Cast } from './making/cast.ts';

let cast: Cast;
let entries: EntryBytes[];
let chain: StampedEntry[];
let context: ChainContext;

beforeAll(async () => {
  await ready();
  cast = makeCast();
  const { key, reporter, amina } = cast;
  entries = [];
  for (const seq of [0, 1, 2]) {
    const author =
      seq === 0
        ? ({ role: 'reporter', key: reporter.signingPublicKey } as const)
        : ({ role: 'person', id: amina.id } as const);
    const previous = seq === 0 ? NO_HASH : entryHash(entries[seq - 1]!);
    entries.push(
      sealEntry(
        { ...draft(`entry ${seq}`), seq, previous, author },
        key,
        seq === 0 ? reporter.signingSeed : amina.signingSeed,
      ),
    );
  }
  chain = entries.map((bytes, seq) => ({
    bytes,
    stamp: stamp(signerOf(cast.notarySeed), cast.instance, entryHash(bytes), cast.days[seq]!),
  }));
  context = {
    instance: cast.instance,
    caseId: reporter.caseId,
    chain: 'shared',
    notaries: [cast.notary],
    caseKey: () => key,
    personKey,
  };
});

function draft(content: string | Uint8Array, kind = 'message'): EntryDraft {
  return {
    caseId: cast.reporter.caseId,
    chain: 'shared',
    seq: 7,
    previous: fixed('Hash', 'head'),
    audience: 'shared',
    epoch: 3,
    author: { role: 'person', id: cast.amina.id },
    kind,
    content: typeof content === 'string' ? utf8(content) : content,
  };
}

const personKey: ChainContext['personKey'] = (id) =>
  cast.people.find((person) => String(person.id) === String(id))?.signing;

function flip<T extends Uint8Array>(bytes: T, bit: number): T {
  const changed = bytes.slice() as T;
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}

describe('an entry', () => {
  test('gives back what was sealed, whatever that is', () => {
    const content = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constant(new Uint8Array(17_000)));
    fc.assert(
      fc.property(content, fc.string({ unit: 'binary', maxLength: 30 }), (bytes, kind) => {
        const opened = openEntry(
          sealEntry(draft(bytes, kind), cast.key, cast.amina.signingSeed),
          cast.key,
          personKey,
        );
        expect(opened.content).toEqual(bytes);
        expect(opened.kind).toBe(kind);
        expect(opened.author).toEqual({ role: 'person', id: cast.amina.id });
        expect(opened.header).toMatchObject({ seq: 7, epoch: 3, chain: 'shared', audience: 'shared' });
      }),
      { numRuns: 60 },
    );
  });

  test('has one of three lengths, and tells no more of its content’s', () => {
    const lengthOf = (length: number) =>
      sealEntry(draft(new Uint8Array(length)), cast.key, cast.amina.signingSeed).length;
    // Signature 64, four lengths' worth of framing, 16 of the author, 7 of the kind, and one byte of padding at least.
    const around = 64 + 4 + 16 + 4 + 7 + 4 + 1;
    const sizes = BODY_SIZES.map((size) => HEADER_LENGTH + size + TAG_LENGTH);
    expect(sizes).toEqual([16_547, 65_699, 262_307]);
    expect([0, 1, 9000, BODY_SIZES[0] - around].map(lengthOf)).toEqual(Array(4).fill(sizes[0]));
    expect([BODY_SIZES[0] - around + 1, 40_000, BODY_SIZES[1] - around].map(lengthOf)).toEqual(
      Array(3).fill(sizes[1]),
    );
    expect([BODY_SIZES[1] - around + 1, MAX_CONTENT].map(lengthOf)).toEqual(Array(2).fill(sizes[2]));
    expect(codeOf(() => lengthOf(MAX_CONTENT + 1))).toBe('malformed');
  });

  test('is another one each time, also with the same content', () => {
    const sealed = Array.from({ length: 20 }, () =>
      sealEntry(draft('the same'), cast.key, cast.amina.signingSeed),
    );
    expect(new Set(sealed.map((bytes) => String(entryHash(bytes)))).size).toBe(20);
    expect(new Set(sealed.map((bytes) => String(parseEntry(bytes).header.nonce))).size).toBe(20);
  });

  test('does not open with any one bit flipped', () => {
    const bytes = entries[1]!;
    const bits = bytes.length * 8;
    const header = Array.from({ length: HEADER_LENGTH * 8 }, (_, bit) => bit);
    const tag = Array.from({ length: TAG_LENGTH * 8 }, (_, i) => bits - 1 - i);
    // Every 997th of the rest: a prime, so that every bit of a byte has its turn.
    const rest = Array.from({ length: Math.floor(bits / 997) }, (_, i) => i * 997);
    for (const bit of [...header, ...tag, ...rest]) {
      expect(['tampered', 'malformed']).toContain(
        codeOf(() => openEntry(flip(bytes, bit), cast.key, personKey)),
      );
    }
  });

  test('any other bytes are refused by their kind, and by nothing else', () => {
    const lengths = BODY_SIZES.map((size) => HEADER_LENGTH + size + TAG_LENGTH);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.constantFrom(...lengths))
        .map(([start, length]) => {
          const whole = new Uint8Array(length);
          whole.set(start);
          return whole;
        }),
      fc.tuple(fc.nat(HEADER_LENGTH), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, some]) => {
        const whole = entries[0]!.slice();
        whole.set(some, at);
        return whole;
      }),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        const code = codeOf(() => openEntry(value, cast.key, personKey));
        const isOurs =
          value.length === entries[0]!.length && value.every((byte, i) => byte === entries[0]![i]);
        expect(isOurs ? [null] : ['malformed', 'tampered']).toContain(code);
      }),
      { numRuns: 300 },
    );
  });

  test('opens with no key but its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(codeOf(() => openEntry(entries[0]!, typed('CaseKey', bytes), personKey))).toBe('tampered');
      }),
      { numRuns: 50 },
    );
  });

  test('a decoy is laid out as a real one and opens for nobody', () => {
    for (const size of BODY_SIZES) {
      const decoy = decoyEntry(
        { caseId: cast.reporter.caseId, chain: 'internal', seq: 0, previous: NO_HASH },
        size,
      );
      expect(parseEntry(decoy).header).toMatchObject({ chain: 'internal', audience: 'officers', epoch: 0 });
      expect(codeOf(() => openEntry(decoy, newCaseKey(), personKey))).toBe('tampered');
    }
  });
});

describe('a stamp', () => {
  test('does not verify with any one bit of anything flipped', () => {
    const entry: Hash = fixed('Hash', 'stamped');
    const { instance, notary, notarySeed } = cast;
    const given = stamp(signerOf(notarySeed), instance, entry, '2031-03-01' as Day);
    expect(verifyStamp(notary, instance, entry, given)).toBe(true);
    for (let bit = 0; bit < 64 * 8; bit++) {
      expect(verifyStamp(notary, instance, entry, { ...given, signature: flip(given.signature, bit) })).toBe(
        false,
      );
    }
    for (let bit = 0; bit < 16 * 8; bit++)
      expect(verifyStamp(notary, flip(instance, bit), entry, given)).toBe(false);
    for (let bit = 0; bit < 32 * 8; bit++) {
      expect(verifyStamp(notary, instance, flip(entry, bit), given)).toBe(false);
      expect(verifyStamp(flip(notary, bit), instance, entry, given)).toBe(false);
    }
  });
});

describe('a chain', () => {
  const contents = (stamped: readonly StampedEntry[], changes: Partial<ChainContext> = {}) =>
    verify(stamped, changes).entries.map(({ content }) => new TextDecoder().decode(content));
  const verify = (stamped: readonly StampedEntry[], changes: Partial<ChainContext> = {}) =>
    verifyChain(stamped, { ...context, ...changes });
  const stopped = (stamped: readonly StampedEntry[], changes: Partial<ChainContext> = {}) =>
    verify(stamped, changes).stopped?.code ?? null;

  test('shown in any other order, with any part missing or doubled, is only ever a beginning of itself', () => {
    const orders = fc.array(fc.nat(2), { maxLength: 5 });
    let beginnings = 0;
    fc.assert(
      fc.property(orders, (order) => {
        const shown = order.map((i) => chain[i]!);
        const isBeginning = order.length <= 3 && order.every((i, at) => i === at);
        if (isBeginning) beginnings++;
        const read: string[] = [];
        const code = codeOf(() => read.push(...contents(shown)));
        expect(code).toBe(isBeginning ? null : 'broken-chain');
        expect(read).toEqual(isBeginning ? order.map((i) => `entry ${i}`) : []);
      }),
      { numRuns: 300 },
    );
    expect(beginnings).toBeGreaterThan(0);
  });

  test('for somebody with a memory, is whole or refused', () => {
    const seen = { seq: 2, hash: entryHash(entries[2]!) };
    expect(contents(chain, { seen })).toHaveLength(3);
    for (const length of [0, 1, 2]) {
      expect(codeOf(() => contents(chain.slice(0, length), { seen }))).toBe('rolled-back');
    }
    for (const seq of [0, 1]) {
      expect(codeOf(() => contents(chain, { seen: { ...seen, seq } }))).toBe('broken-chain');
    }
  });

  test('with a bit flipped in any entry or stamp, shows nothing', () => {
    const bit = fc.record({ at: fc.nat(2), bit: fc.nat(entries[0]!.length * 8 - 1), sign: fc.boolean() });
    fc.assert(
      fc.property(bit, ({ at, bit: where, sign }) => {
        const { bytes, stamp: given } = chain[at]!;
        const flipped = sign
          ? { bytes, stamp: { ...given, signature: flip(given.signature, where % 512) } }
          : { bytes: flip(bytes, where), stamp: given };
        const shown = chain.map((entry, i) => (i === at ? flipped : entry));
        expect(codeOf(() => contents(shown))).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test('whose notary stamps whatever is shown still only shows what its authors signed', () => {
    const bit = fc.record({ at: fc.nat(2), bit: fc.nat(entries[0]!.length * 8 - 1) });
    fc.assert(
      fc.property(bit, ({ at, bit: where }) => {
        const shown = chain.map((entry, i) => {
          const bytes = i === at ? flip(entry.bytes, where) : entry.bytes;
          return {
            bytes,
            stamp: stamp(signerOf(cast.notarySeed), cast.instance, entryHash(bytes), entry.stamp.day),
          };
        });
        // The last may be shown as one that can't be read; one under it no longer follows.
        const refused = codeOf(() => contents(shown));
        expect(refused !== null || (at === 2 && stopped(shown) !== null)).toBe(true);
        expect(refused === null ? contents(shown) : chain.slice(0, 2).map((_, i) => `entry ${i}`)).toEqual([
          'entry 0',
          'entry 1',
        ]);
      }),
      { numRuns: 150 },
    );
  });

  test('with junk at its end is shown up to it, and no further whatever follows', () => {
    const junk = fc.array(fc.uint8Array({ minLength: 24, maxLength: 24 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(junk, fc.boolean(), (nonces, isFollowed) => {
        const shown = [...chain];
        const add = (bytes: EntryBytes) => {
          const given = stamp(signerOf(cast.notarySeed), cast.instance, entryHash(bytes), cast.days[3]!);
          shown.push({ bytes, stamp: given });
        };
        const next = () => ({ seq: shown.length, previous: entryHash(shown.at(-1)!.bytes) });
        for (const nonce of nonces) {
          const { caseId, chain: which } = parseEntry(entries[0]!).header;
          const bytes = decoyEntry({ caseId, chain: which, ...next() }, BODY_SIZES[0]);
          bytes.set(nonce, PLACE_LENGTH - nonce.length);
          // Of the epoch that the others are of.
          bytes[PLACE_LENGTH - nonce.length - 1] = 3;
          add(bytes);
        }
        if (isFollowed)
          add(sealEntry({ ...draft('after junk'), ...next() }, cast.key, cast.amina.signingSeed));
        expect(contents(shown)).toEqual(['entry 0', 'entry 1', 'entry 2']);
        expect(verify(shown).links).toHaveLength(shown.length);
        expect(stopped(shown)).toBe('tampered');
        const seen = { seq: shown.length - 1, hash: entryHash(shown.at(-1)!.bytes) };
        expect(contents(shown, { seen })).toHaveLength(3);
        expect(codeOf(() => contents(shown.slice(0, -1), { seen }))).toBe('rolled-back');
      }),
      { numRuns: 50 },
    );
  });

  test('takes no entry under an earlier key than the one before it, though the key is held', () => {
    const { amina, key, nextKey } = cast;
    const append = (previous: EntryBytes, seq: number, epoch: number, under: CaseKey) => {
      const bytes = sealEntry(
        { ...draft('more'), seq, previous: entryHash(previous), epoch },
        under,
        amina.signingSeed,
      );
      return {
        bytes,
        stamp: stamp(signerOf(cast.notarySeed), cast.instance, entryHash(bytes), cast.days[3]!),
      };
    };
    const caseKey: ChainContext['caseKey'] = (_, epoch) => (epoch === 0 || epoch === 3 ? key : nextKey);
    const own = chain.slice(0, 1);
    expect(parseEntry(own[0]!.bytes).header.epoch).toBe(3);
    const rotated = append(own[0]!.bytes, 1, 4, nextKey);
    expect(contents([...own, rotated], { caseKey })).toHaveLength(2);
    expect(contents([...own, rotated, append(rotated.bytes, 2, 4, nextKey)], { caseKey })).toHaveLength(3);
    const back = append(rotated.bytes, 2, 3, key);
    expect(contents([...own, rotated, back], { caseKey })).toHaveLength(2);
    expect(stopped([...own, rotated, back], { caseKey })).toBe('broken-chain');
  });
});
