import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typed, type Hash } from '../../crypto/bytes.ts';
import { checkWords, fingerprintWords, fromWords, toWords, WORD_COUNT } from '../../crypto/words.ts';

const entropy = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => typed('Entropy', bytes));
const between = fc.constantFrom(' ', '  ', '\n', '\r\n', '\t', ', ', '; ', ' - ', '\u00a0', '. ');
const typing = fc.constantFrom(
  (word: string) => word,
  (word: string) => word.toUpperCase(),
  (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1),
  (word: string) => word.slice(0, 4),
  (word: string) => word.slice(0, 5),
);
const numbering = fc.constantFrom(
  () => '',
  (i: number) => `${i + 1}. `,
  (i: number) => `${i + 1}) `,
  (i: number) => `(${i + 1}) `,
);

test('reads its own words in any case, spacing, numbering, and cut after the fourth letter', () => {
  fc.assert(
    fc.property(
      entropy,
      fc.array(typing, { minLength: 12, maxLength: 12 }),
      between,
      numbering,
      (given, ways, gap, number) => {
        const input = toWords(given)
          .map((word, i) => number(i) + ways[i]!(word))
          .join(gap);
        expect(fromWords(` ${input}\n`)).toEqual(given);
      },
    ),
    { numRuns: 500 },
  );
});

test('never takes another number of words', () => {
  const some = fc.array(fc.constantFrom(...wordlist), { maxLength: 25 });
  fc.assert(
    fc.property(some, (list) => {
      const check = checkWords(list.join(' '));
      const counts = list.length === WORD_COUNT;
      expect(counts ? ['complete', 'checksum'] : ['count']).toContain(check.state);
      expect('found' in check ? check.found : WORD_COUNT).toBe(list.length);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(entropy, (given) => {
      const list = toWords(given);
      expect(checkWords(list.slice(1).join(' '))).toEqual({ state: 'count', found: 11 });
      expect(checkWords([...list, list[0]].join(' '))).toEqual({ state: 'count', found: 13 });
    }),
  );
});

test('of twelve words, takes only those with a right checksum: their own, and one in sixteen of others', () => {
  let taken = 0;
  fc.assert(
    fc.property(entropy, fc.nat(11), fc.nat(2046), (given, place, step) => {
      const list = toWords(given);
      const index = wordlist.indexOf(list[place]!);
      list[place] = wordlist[(index + 1 + step) % 2048]!;
      const check = checkWords(list.join(' '));
      if (check.state === 'complete') taken++;
      // Its last four bits are the checksum: twelve words of the list are right when they write themselves again.
      const read = check.state === 'complete' ? check.entropy : given;
      expect(String(toWords(read)) === String(list)).toBe(check.state === 'complete');
      expect(String(read) === String(given)).toBe(check.state === 'checksum');
    }),
    { numRuns: 800, seed: 1 },
  );
  // 800 / 16 = 50; with this seed always the same number.
  expect(taken).toBeGreaterThan(20);
  expect(taken).toBeLessThan(100);
});

test('nothing that is typed makes it throw, and only twelve words complete it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (input) => {
      expect(checkWords(input).state).not.toBe('complete');
    }),
    { numRuns: 1000 },
  );
});

describe('slips', () => {
  const sample = wordlist.filter((_, i) => i % 16 === 0);
  const slips: Record<string, (word: string) => string> = {
    'a letter left out': (word) => word.slice(0, 2) + word.slice(3),
    'a letter doubled': (word) => word.slice(0, 2) + word.slice(1),
    'another letter': (word) => `${word.slice(0, 2)}q${word.slice(3)}`,
    'two neighbours swapped': (word) => word[0]! + word[2]! + word[1]! + word.slice(3),
    'a letter too many at the end': (word) => `${word}e`,
  };

  test.each(Object.entries(slips))('%s: the right word is suggested nearly always', (_, slip) => {
    let [unknown, found] = [0, 0];
    for (const word of sample) {
      const typedWord = slip(word);
      const check = checkWords(`zoo ${typedWord}`);
      // A slip that gives another word of the list, or its beginning, is the checksum's to find.
      const isBeginning = wordlist.some(
        (known) => known === typedWord || (typedWord.length >= 4 && known.startsWith(typedWord)),
      );
      expect(check.state).toBe(isBeginning ? 'count' : 'unknown');
      if (check.state !== 'unknown') continue;
      unknown++;
      expect(check.position).toBe(2);
      expect(check.typed).toBe(typedWord);
      expect(check.suggestions.length).toBeLessThanOrEqual(3);
      if (check.suggestions.includes(word)) found++;
    }
    expect(unknown).toBeGreaterThan(sample.length / 2);
    expect(found / unknown).toBeGreaterThan(0.8);
  });

  test('four letters tell every word from every other', () => {
    expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2048);
  });

  test('a beginning followed by something else is not taken quietly', () => {
    expect(checkWords('abandonn')).toMatchObject({ state: 'unknown', suggestions: ['abandon'] });
    expect(checkWords('abanxx')).toMatchObject({ state: 'unknown' });
    expect(checkWords('aba')).toMatchObject({ state: 'unknown' });
  });
});

test('six words for a hash: its first 66 bits, and no others', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(bytes, fc.nat(255), (value, bit) => {
      const words = fingerprintWords(value as Hash);
      expect(words).toHaveLength(6);
      const changed = value.slice() as Hash;
      changed[bit >> 3]! ^= 0x80 >> (bit & 7);
      const differ = fingerprintWords(changed).findIndex((word, i) => word !== words[i]);
      expect(differ).toBe(bit < 66 ? Math.floor(bit / 11) : -1);
    }),
    { numRuns: 300 },
  );
});
