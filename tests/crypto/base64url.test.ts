import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url, setNativeBase64url } from '../../crypto/base64url.ts';
import { nodeBase64url } from '../../server/node-base64url.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

/** Letters that are in the alphabet, nearly in it, or far from it. */
const letters = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split(''),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('+', '/', '=', ' ', '\n', '\t', '\0', '.', 'À', 'Ł', '０', '😀') },
);

describe.each([
  ['written out', null],
  ['of Node', nodeBase64url],
])('base64url, the one %s', (_, codec) => {
  beforeAll(() => setNativeBase64url(codec));
  afterAll(() => setNativeBase64url(null));

  test('writes what Buffer writes, and reads it back', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = toBase64url(value);
        expect(text).toBe(Buffer.from(value).toString('base64url'));
        expect(fromBase64url(text)).toEqual(value);
      }),
    );
  });

  test('writes and reads every length up to 100 and a large one', () => {
    for (const length of [...Array.from({ length: 100 }, (_, i) => i), 300_001]) {
      const value = Uint8Array.from({ length }, (_, i) => (i * 151 + 7) & 255);
      expect(fromBase64url(toBase64url(value))).toEqual(value);
    }
  });

  describe('reads a text only when it is the one spelling of its bytes', () => {
    /** Buffer reads nearly anything: what it reads, written again, must be the text. */
    const canonical = (text: string) => Buffer.from(text, 'base64url').toString('base64url') === text;

    test('of random letters', () => {
      let [accepted, refused] = [0, 0];
      fc.assert(
        fc.property(fc.array(letters, { maxLength: 12 }), (parts) => {
          const text = parts.join('');
          const read = fromBase64url(text);
          expect(read === null ? null : toBase64url(read)).toBe(canonical(text) ? text : null);
          if (read === null) refused++;
          else accepted++;
        }),
        { numRuns: 2000 },
      );
      expect(accepted).toBeGreaterThan(100);
      expect(refused).toBeGreaterThan(100);
    });

    test('of every last letter after one and after two others', () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const accepted = (start: string) =>
        alphabet.split('').filter((last) => fromBase64url(start + last) !== null);
      // Two letters are one byte and four spare bits; three are two bytes and two spare bits.
      expect(accepted('A')).toEqual('AQgw'.split(''));
      expect(accepted('AA')).toEqual('AEIMQUYcgkosw048'.split(''));
      expect(accepted('AAA')).toHaveLength(64);
      expect(accepted('')).toHaveLength(0);
    });

    test('of every single character of two bytes', () => {
      for (let code = 0; code < 0x10000; code++) {
        const text = `AA${String.fromCharCode(code)}A`;
        expect(fromBase64url(text) !== null).toBe(/^[A-Za-z0-9_-]{4}$/.test(text));
      }
    });
  });

  test('bytes that were read are nobody else’s', () => {
    const [one, other] = [fromBase64url('AAAA')!, fromBase64url('AAAA')!];
    expect([one.constructor, one.buffer.byteLength]).toEqual([Uint8Array, 3]);
    other.fill(1);
    expect(one).toEqual(new Uint8Array(3));
  });
});
