/** The look before sending: what it finds, where it says that is, and that no text makes it slow. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../../client/messages/languages.ts';
import { expressions, look } from '../../client/reporter/look/look.ts';
import { measure, missesOf, read, sentences } from './measure.ts';

const words = (text: string, names: readonly string[] = []) =>
  look(text, names).map(({ from, to, kind }) => [kind, text.slice(from, to)]);

describe.each(languages)('sentences in %s', (language) => {
  const { tuned, held } = sentences[language];

  test('are many, a good part of them with nothing to mark, and some were held back', () => {
    const all = [...tuned, ...held];
    expect(all.length).toBeGreaterThanOrEqual(50);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((one) => read(one).marks.length === 0).length).toBeGreaterThan(all.length / 3);
    expect(held.length).toBeGreaterThanOrEqual(Math.floor(all.length / 3));
  });

  test('are marked as a careful person would mark them', () => {
    const whole = measure(language, ['tuned', 'held']);
    expect(whole.precision).toBeGreaterThanOrEqual(0.9);
    expect(whole.recall).toBeGreaterThanOrEqual(0.9);
  });

  test('that no rule was written for are so too', () => {
    const unseen = measure(language, ['held']);
    expect(unseen.precision).toBeGreaterThanOrEqual(0.8);
    expect(unseen.recall).toBeGreaterThanOrEqual(0.8);
  });
});

test('a mark that was missed, one too many, one of another kind and one far too long are all counted', () => {
  const count = (written: string) => {
    const { missed, wrong } = missesOf(written);
    return [missed.length, wrong.length];
  };
  expect(count('My name is [name|Jane Doe].')).toEqual([0, 0]);
  expect(count('My [name|thing] is here.')).toEqual([1, 0]);
  expect(count('My name is Jane Doe.')).toEqual([0, 1]);
  expect(count('My name is [phone|Jane Doe].')).toEqual([1, 1]);
  expect(count('[name|Listen to me, please, and write it down: my name is Jane Doe].')).toEqual([1, 1]);
});

describe('marks point at what was typed', () => {
  test('with accents, vowel signs, marks of direction and emoji before and within', () => {
    expect(words('\u{1f1eb}\u{1f1f7} \u2067é\u2069 Je m\u2019appelle He\u0301le\u0300ne Roux.')).toEqual([
      ['name', 'He\u0301le\u0300ne Roux'],
    ]);
    expect(words('إِسْمِي رَامِي نَصَّار.')).toEqual([['name', 'رَامِي نَصَّار']]);
    expect(words('رقمي الوظيفي هو ٤٨٢١٣')).toEqual([['number', '٤٨٢١٣']]);
    expect(words('Call me: \u2068+33\u00a06\u202f98\u00a076\u00a054\u00a032\u2069')).toEqual([
      ['phone', '+33\u00a06\u202f98\u00a076\u00a054\u00a032\u2069'],
    ]);
  });

  test('in any text they are in order, within it, apart, and begin and end between characters', () => {
    fc.assert(
      fc.property(hostileText(2_000), (text) => {
        let last = 0;
        for (const { from, to } of look(text)) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          for (const end of [from, to]) expect(/^[\udc00-\udfff]/.test(text.slice(end))).toBe(false);
          last = to;
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('what the writer gave as a name beside the text is found wherever it stands', () => {
  expect(words('They asked Doe about it. Jane was afraid.', ['Jane Doe'])).toEqual([
    ['name', 'Doe'],
    ['name', 'Jane'],
  ]);
  expect(words('They asked Doe about it. Jane was afraid.')).toEqual([]);
});

test('in other languages what needs no words is found', () => {
  expect(words('Ich heisse Anna. Telefon +49 30 90182, anna@beispiel.example, um 14:35, AZ/4711/23')).toEqual(
    [
      ['phone', '+49 30 90182'],
      ['mail', 'anna@beispiel.example'],
      ['time', '14:35'],
      ['document', 'AZ/4711/23'],
    ],
  );
});

test('amounts, days, years and ages are no telephone numbers', () => {
  const plain = 'He got 1 200 000 in 2019-2023, on 03.05.2024 and 2024-05-03, at 41 to 60 years, page 12.';
  expect(words(plain)).toEqual([]);
});

/** Beginnings of what rules look for, over and over, which is what an expression could choke on. */
function hostileText(most: number) {
  const bits = [
    'my name is ', 'I am the ', 'only ', 'as the deputy ', 'head of the ', 'our team of ', 'A', 'Aa ', 'a', ' ', '  ',
    '\n', '.', ',', '-', '/', '0', '12', '12:', '3 ', '+', '(', '@', 'a@a.', 'no one else ', 'je suis le ', 'seul ',
    'chef du ', 'de l’', 'n’', 'à ', '14 h ', 'و', 'انا ', 'نحن ', 'لم ', 'رقم ', 'الساعة ', 'بصفتي ', 'أ\u064b', '٣',
    '\u200f', '\u0301', '\u{1f600}', '\ud83d', 'İ', 'ß',
  ]; // prettier-ignore
  const repeated = fc
    .tuple(
      fc.array(fc.constantFrom(...bits), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: most }),
    )
    .map(([few, times]) => few.join('').repeat(times));
  return fc.array(repeated, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('').slice(0, most));
}

describe('a text of 50,000 characters', () => {
  test('is looked through whatever is in it', () => {
    // What an expression chokes on takes minutes or years, not more seconds.
    fc.assert(
      fc.property(hostileText(50_000), (text) => {
        const longest = text.padEnd(50_000, text);
        expect(look(longest).every(({ to }) => to <= 50_000)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('has no rule to choke on: nothing in one repeats without a bound', () => {
    expect(expressions.length).toBeGreaterThan(30);
    expect(expressions.filter(isUnbounded)).toEqual([]);
    expect([/a*/, /(?:a\+)+/, /[*]{2,}/, /\w+/].filter(isUnbounded)).toHaveLength(4);
    expect([/a\*/, /[+*]/, /\+{2,3}/].filter(isUnbounded)).toEqual([]);
  });
});

function isUnbounded({ source }: RegExp): boolean {
  return /[*+]|\{\d+,\}/.test(source.replace(/\\.|\[(?:\\.|[^\]])*\]/g, 'x'));
}
