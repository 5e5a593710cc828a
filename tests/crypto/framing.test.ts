import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { concat, equal, LENGTH, Reader, text, typed, u32, utf8, type Kind } from '../../crypto/bytes.ts';
import { frame } from '../../crypto/frame.ts';
import { hash, keyedHash } from '../../crypto/hash.ts';
import { ready } from '../../crypto/sodium.ts';
import { codeOf } from './code-of.ts';

beforeAll(() => ready());

type Domain = `sotto/${string}/v1`;

const domain = fc.constantFrom<Domain>('sotto/a/v1', 'sotto/b/v1', 'sotto/a/v1\u0000/v1');
const field = fc.uint8Array({ maxLength: 6 });
const list = fc.record({ domain, fields: fc.array(field, { maxLength: 4 }) });

const same = (a: Uint8Array[], b: Uint8Array[]) =>
  a.length === b.length && a.every((one, i) => equal(one, b[i]!));

test('a frame can be read back: no two lists of fields give the same bytes', () => {
  fc.assert(
    fc.property(list, (given) => {
      const reader = new Reader(frame(given.domain, ...given.fields));
      expect(text(reader.field())).toBe(given.domain);
      const fields = given.fields.map(() => reader.field());
      reader.end();
      expect(same(fields, given.fields)).toBe(true);
    }),
  );
});

test('frames and hashes are equal only for equal lists, also when the bytes are cut elsewhere', () => {
  const cut = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.nat(8), fc.nat(8));
  fc.assert(
    fc.property(cut, ([bytes, first, second]) => {
      const [i, j] = [Math.min(first, bytes.length), Math.min(second, bytes.length)];
      const one = [bytes.slice(0, i), bytes.slice(i)];
      const two = [bytes.slice(0, j), bytes.slice(j)];
      expect(equal(frame('sotto/a/v1', ...one), frame('sotto/a/v1', ...two))).toBe(i === j);
      expect(equal(hash('sotto/a/v1', ...one), hash('sotto/a/v1', ...two))).toBe(i === j);
      expect(equal(hash('sotto/a/v1', bytes), hash('sotto/a/v1', ...one))).toBe(false);
    }),
  );
});

test('another domain, another key or none give another hash', () => {
  fc.assert(
    fc.property(field, fc.uint8Array({ minLength: 16, maxLength: 32 }), (bytes, key) => {
      const all = [hash('sotto/a/v1', bytes), hash('sotto/b/v1', bytes), keyedHash(key, 'sotto/a/v1', bytes)];
      expect(new Set(all.map(String)).size).toBe(3);
    }),
  );
});

test('every kind has one length, and bytes of another are malformed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(LENGTH) as Kind[])), fc.nat(1300), (kind, length) => {
      const code = codeOf(() => typed(kind, new Uint8Array(length)));
      expect(code).toBe(length === LENGTH[kind] ? null : 'malformed');
    }),
  );
});

/** Two fields, now and then with a wrong length or something cut off. */
const almostFields = fc
  .tuple(field, field, fc.nat(8), fc.constantFrom(0, 0, 1, 255))
  .map(([a, b, cut, wrong]) => {
    const whole = concat(u32(a.length), a, u32(b.length), b);
    whole[3]! += wrong;
    return whole.slice(0, whole.length - Math.max(0, cut - 5));
  });

test('a reader never reads beyond the end and never leaves a rest unseen', () => {
  fc.assert(
    fc.property(almostFields, (bytes) => {
      const fields: Uint8Array[] = [];
      const code = codeOf(() => {
        const reader = new Reader(bytes);
        for (let i = 0; i < 2; i++) fields.push(reader.field());
        reader.end();
      });
      const written = concat(...fields.flatMap((one) => [u32(one.length), one]));
      expect(code).toBe(fields.length === 2 && equal(written, bytes) ? null : 'malformed');
    }),
    { numRuns: 500 },
  );
});

test('u32 takes whole numbers of 32 bits only', () => {
  expect([...u32(0xfffefdfc)]).toEqual([0xff, 0xfe, 0xfd, 0xfc]);
  for (const wrong of [-1, 0.5, 2 ** 32, Number.NaN, Infinity])
    expect(codeOf(() => u32(wrong))).toBe('malformed');
});

test('text is UTF-8 exactly: what reads comes back as the same bytes, byte order mark included', () => {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
  expect(utf8(text(mark))).toEqual(mark);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
      let back: Uint8Array = bytes;
      const code = codeOf(() => (back = utf8(text(bytes))));
      expect([null, 'malformed']).toContain(code);
      expect(equal(back, bytes)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
