import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { isTypedBack } from '../../crypto/typed-words.ts';
import { checkWords, fromWords, toWords, WORD_COUNT } from '../../crypto/words.ts';

const entropy = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => typed('Entropy', bytes));

const shifted = (text: string, by: number) =>
  text.replace(/./g, (one) => String.fromCodePoint(one.charCodeAt(0) + by));

/** What a device, a printer or a person does to the letters of a word, without meaning another. */
const WITHIN: Readonly<Record<string, (word: string, at: number) => string>> = {
  nothing: (word) => word,
  'capital letters': (word) => word.toUpperCase(),
  'a capital letter first': (word) => word[0]!.toUpperCase() + word.slice(1),
  'only the first four letters': (word) => word.slice(0, 4),
  'a combining mark': (word, at) => `${word.slice(0, at)}\u0301${word.slice(at)}`,
  'composed accents': (word) => word.replace('e', 'é').replace('o', 'ö').replace('n', 'ñ').replace('c', 'ç'),
  'a Turkish keyboard': (word) => word.toLocaleUpperCase('tr'),
  'a Turkish keyboard, small': (word) => word.replaceAll('i', 'ı'),
  'a soft hyphen': (word, at) => `${word.slice(0, at)}\u00ad${word.slice(at)}`,
  'a zero-width space': (word, at) => `${word.slice(0, at)}\u200b${word.slice(at)}`,
  'a zero-width joiner': (word, at) => `${word.slice(0, at)}\u200d${word.slice(at)}`,
  'a word joiner': (word, at) => `${word.slice(0, at)}\u2060${word.slice(at)}`,
  'marks of direction': (word) => `\u202b\u200f${word}\u200e\u202c`,
  isolates: (word) => `\u2067${word}\u2069`,
  'a byte order mark': (word) => `\ufeff${word}`,
  'every letter apart': (word) => word.split('').join('\u200b'),
  'full width': (word) => shifted(word, 0xfee0),
  'bold letters of mathematics': (word) => shifted(word, 0x1d41a - 97),
  'a ligature': (word) => word.replace('fi', 'ﬁ').replace('fl', 'ﬂ').replace('ff', 'ﬀ'),
  'a long s': (word) => word.replaceAll('s', 'ſ'),
  'letters with strokes': (word) => word.replace('l', 'ł').replace('o', 'ø').replace('d', 'đ'),
  'letters in circles': (word) => shifted(word.toUpperCase(), 0x24b6 - 65),
  'a filler, which counts as a letter': (word, at) => `${word.slice(0, at)}\u3164${word.slice(at)}`,
  'a line end': (word, at) => `${word.slice(0, at)}-\n${word.slice(at)}`,
  'a line end of Windows, indented': (word, at) => `${word.slice(0, at)}\u2010\r\n    ${word.slice(at)}`,
  'a soft hyphen at a line end': (word, at) => `${word.slice(0, at)}\u00ad\n${word.slice(at)}`,
};

/** What stands before a word. `i` counts from 1. */
const BEFORE: Readonly<Record<string, (i: number) => string>> = {
  nothing: () => '',
  '1.': (i) => `${i}. `,
  '1)': (i) => `${i}) `,
  '(1)': (i) => `(${i})`,
  '1 glued': (i) => `${i}`,
  '#1': (i) => `#${i} `,
  '1st': (i) => `${i}${['th', 'st', 'nd', 'rd'][i] ?? 'th'} `,
  '1º': (i) => `${i}º `,
  nº1: (i) => `nº${i} `,
  '①': (i) => String.fromCodePoint(0x2460 + i - 1),
  'Arabic digits': (i) => shifted(`${i}`, 0x630) + ' - ',
  'keycap digits': (i) => `${i}`.replace(/\d/g, '$&\ufe0f\u20e3') + ' ',
  bullets: () => '• ',
  dashes: () => '- ',
  quotes: () => '“',
  'Word 1:': (i) => `Word ${i}: `,
  'WORD  #1': (i) => `WORD  #${i} `,
  'Word number 1:': (i) => `Word number ${i}:\t`,
  'Mot nº 1 :': (i) => `Mot n° ${i} : `,
  'الكلمة 1': (i) => `الكلمة ${i}: `,
  'शब्द १': (i) => `शब्द ${shifted(`${i}`, 0x936)}: `,
  'a box to tick': () => '[x] ',
  'a bullet that is a letter': () => 'o\t',
  'Mot :': () => 'Mot : ',
  'كلمة رقم': (i) => `كلمة رقم ${shifted(`${i}`, 0x630)}: `,
};

const AFTER = ['', '.', ',', ';', '”', '"', '’', 'ʼ', '!', '…', '\u200f', '\u00a0', '|', ')', ' -'];
const BETWEEN = [' ', '\n', '\r\n', '\t', '\u00a0', '\u3000', '\u2028', '\n\n', ' | ', ' / ', ', ', ' — '];

const decoration = fc.record({
  within: fc.array(fc.constantFrom(...Object.values(WITHIN)), { minLength: 12, maxLength: 12 }),
  before: fc.constantFrom(...Object.values(BEFORE)),
  after: fc.constantFrom(...AFTER),
  between: fc.constantFrom(...BETWEEN),
  cuts: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
});

type Decoration = typeof decoration extends fc.Arbitrary<infer D> ? D : never;

function decorated(words: readonly string[], { within, before, after, between, cuts }: Decoration): string {
  const one = (word: string, i: number) =>
    before(i + 1) + within[i % 12]!(word, 1 + (cuts[i % 12]! % (word.length - 1))) + after;
  return words.map(one).join(between);
}

test('right words are read whatever stands in and around them', () => {
  fc.assert(
    fc.property(entropy, decoration, (given, how) => {
      expect(fromWords(decorated(toWords(given), how))).toEqual(given);
    }),
    { numRuns: 1000 },
  );
});

describe('each on its own', () => {
  const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
  const plain = { after: '', between: ' ', cuts: Array.from({ length: 12 }, (_, i) => i) };
  const nothing = Array.from({ length: 12 }, () => WITHIN['nothing']!);

  test.each(Object.entries(WITHIN))('in a word: %s', (_, within) => {
    const how = { ...plain, within: nothing.map(() => within), before: BEFORE['nothing']! };
    expect(checkWords(decorated(words, how))).toMatchObject({ state: 'complete', words });
  });

  test.each(Object.entries(BEFORE))('before a word: %s', (_, before) => {
    for (const between of BETWEEN) {
      const how = { ...plain, within: nothing, before, between };
      expect(checkWords(decorated(words, how))).toMatchObject({ state: 'complete', words });
    }
  });

  test('words that are joined by line ends, or by what is not seen, are still words', () => {
    expect(checkWords(words.join('-\n'))).toMatchObject({ state: 'complete', words });
    expect(checkWords(words.join('\u200b'))).toMatchObject({ state: 'complete', words });
  });
});

/** As `decorated`, with something that counts before each word. */
test.each([
  ['a)', (i: number) => `${String.fromCharCode(97 + i)}) `],
  ['A.', (i: number) => `${String.fromCharCode(65 + i)}. `],
  ['iv.', (i: number) => `${ROMAN[i]}. `],
  ['IV', (i: number) => `${ROMAN[i]!.toUpperCase()} `],
  ['Ⅳ', (i: number) => `${String.fromCodePoint(0x2160 + i)} `],
])('a list that counts as %s does', (_, before) => {
  fc.assert(
    fc.property(entropy, fc.constantFrom(...BETWEEN), (given, between) => {
      const words = toWords(given);
      const text = words.map((word, i) => before(i) + word).join(between);
      expect(checkWords(text)).toMatchObject({ state: 'complete', words });
      expect(isTypedBack(`${before(3)}${words[3]}`, words, 4)).toBe(true);
      const wrong = words.map((word, i) => before(i + (i > 5 ? -1 : 0)) + word).join(between);
      expect(checkWords(wrong).state).not.toBe('complete');
    }),
    { numRuns: 50 },
  );
});

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

test('a list in columns that was copied line by line is read by its numbers', () => {
  fc.assert(
    fc.property(entropy, fc.constantFrom(2, 3, 4), fc.constantFrom('', 'Word '), (given, columns, label) => {
      const words = toWords(given);
      const lines = 12 / columns;
      const cell = (line: number, column: number) => column * lines + line;
      const text = Array.from({ length: lines }, (_, line) =>
        Array.from({ length: columns }, (_, column) => cell(line, column))
          .map((at) => `${label}${at + 1}. ${words[at]}`)
          .join('\t'),
      ).join('\n');
      expect(fromWords(text)).toEqual(given);
    }),
    { numRuns: 100 },
  );
});

test('never reads what other words than those typed stand for', () => {
  // A label without a number is told from a slip by the next one.
  const text = fc.array(fc.constantFrom(...wordlist), { minLength: 2, maxLength: 24 });
  fc.assert(
    fc.property(text, decoration, (words, how) => {
      const check = checkWords(decorated(words, how));
      const read = 'words' in check ? check.words : 'found' in check ? check.found : check.typed;
      expect(read).toEqual(words.length === WORD_COUNT ? words : words.length);
    }),
    { numRuns: 2000 },
  );
});

test('a slip in a decorated word is a slip, and is found where it stands', () => {
  fc.assert(
    fc.property(entropy, decoration, fc.nat(11), fc.constantFrom('q', 'x'), (given, how, place, letter) => {
      const words = toWords(given);
      const slip = `${words[place]!.slice(0, 2)}${letter}${letter}${words[place]!.slice(2)}`;
      words[place] = slip;
      const plain = { ...how, within: how.within.map((way, i) => (i === place ? WITHIN['nothing']! : way)) };
      const input = decorated(words, plain);
      const check = checkWords(input);
      const at = { start: input.indexOf(slip), end: input.indexOf(slip) + slip.length };
      expect(check).toMatchObject({ state: 'unknown', position: place + 1, typed: slip, ...at });
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['a word cut in two that are in the list as well', 'leg-\nend', 1],
  ['a label and nothing yet', 'Word 1:', 1],
  ['one labelled word', 'Word 1: zoo', 1],
  ['two labelled words', 'Word 1: zoo\nWord 2: zone', 2],
  ['two labelled words, and the next label', 'Word 1: zoo\nWord 2: zone\nWord 3:', 2],
  ['the word "word" in a numbered list', '1. word 2. zoo 3. number 4. zone', 4],
  ['the word "word" in a list with its numbers behind', 'word 1, zoo 2, word 3, zone 4', 4],
  ['the word "word", many times', 'word word word', 3],
])('%s', (_, input, found) => {
  expect(checkWords(input)).toEqual({ state: 'count', found });
});

test('whatever is pasted is read in its own time', () => {
  for (const piece of ['a', '\u00ad', 'a\u200b', 'a-\n', '1', 'word 1 ', '\u0301', 'zoo ']) {
    expect(checkWords(piece.repeat(20_000)).state).not.toBe('complete');
  }
});

describe('one word typed back', () => {
  const words = 'legal winner thank year wave sausage worth useful word number act yellow'.split(' ');
  const sample = fc.record({
    at: fc.integer({ min: 1, max: 12 }),
    cut: fc.nat(),
    within: fc.constantFrom(...Object.values(WITHIN)),
    before: fc.constantFrom(...Object.values(BEFORE)),
    after: fc.constantFrom(...AFTER),
  });

  test('is read as all of them are', () => {
    fc.assert(
      fc.property(sample, ({ at, cut, within, before, after }) => {
        const word = words[at - 1]!;
        const text = before(at) + within(word, 1 + (cut % (word.length - 1))) + after;
        expect(isTypedBack(text, words, at)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('and no other word is', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom(...wordlist), ({ at, cut, within, before, after }, other) => {
        fc.pre(other !== words[at - 1]);
        const text = before(at) + within(other, 1 + (cut % (other.length - 1))) + after;
        expect(isTypedBack(text, words, at)).toBe(false);
      }),
      { numRuns: 2000 },
    );
    const wrong = ['', ' ', '4', 'yea', 'years', 'eyear', 'year year', 'wave 4 year', 'year wave', 'y e a r'];
    expect(wrong.filter((text) => isTypedBack(text, words, 4))).toEqual([]);
    expect(isTypedBack('year', words, 13)).toBe(false);
  });
});
