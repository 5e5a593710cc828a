/** The catalogue: whole in every language, used, and the only place where sentences stand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages } from '../../client/messages/languages.ts';
import { filesOf, MessageFormat, parts, readMessages, type Messages } from '../../client/messages/plugin.ts';
import { rooms } from '../../client/messages/rooms.ts';
import { sentencesIn, usedIn, type Used } from './source.ts';
import { troubles } from './troubles.ts';

const CLIENT = join(import.meta.dirname, '../../client');

/** Every file of the pages that can say something, by its path. */
const sources = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:tsx?|html)$/.test(path) && !path.endsWith('keys.gen.ts'))
  .map((path) => ({ path, text: readFileSync(join(CLIENT, path), 'utf8') }));

const english = Object.assign({}, ...parts.map((part) => readMessages(part, 'en'))) as Messages;

test('no key stands in two parts', () => {
  const keys = parts.flatMap((part) => Object.keys(readMessages(part, 'en')));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('no key ends in the code of a language: the next one needs no new keys', () => {
  const codes: readonly string[] = languages;
  expect(Object.keys(english).filter((key) => codes.includes(key.split('.').at(-1)!))).toEqual([]);
});

test('no prefix stands in two rooms of a part', () => {
  for (const part of parts) {
    const prefixes = Object.values<readonly string[]>(rooms[part]).flat();
    expect(prefixes.filter((one, i) => prefixes.indexOf(one) !== i)).toEqual([]);
  }
});

/** Where the pages are that say the messages of a part. */
const SAID_IN = {
  common: '.',
  reporter: 'reporter/page',
  own: 'reporter/page',
  look: 'reporter/page',
  officer: 'officer/page',
} as const;

test('rooms have the names of the folders that say them', () => {
  const missing = Object.entries(SAID_IN).flatMap(([part, folder]) =>
    Object.keys(rooms[part as keyof typeof SAID_IN]).filter(
      (room) => !existsSync(join(CLIENT, folder, room)),
    ),
  );
  expect(missing).toEqual([]);
});

describe.each(parts)('%s', (part) => {
  const known = rooms[part] as Readonly<Record<string, readonly string[]>>;

  test.each(languages)(
    'has a file for each room in %s, with the keys whose prefixes are its own',
    (language) => {
      const files = filesOf(part, language);
      expect(files.map(({ room }) => room)).toEqual(Object.keys(known).sort());
      const lost = ({ room, messages }: (typeof files)[number]) =>
        Object.keys(messages).filter((key) => !known[room]?.includes(key.split('.')[0]!));
      expect(files.flatMap(lost)).toEqual([]);
      const prefixes = files.flatMap(({ messages }) =>
        Object.keys(messages).map((key) => key.split('.')[0]!),
      );
      expect(
        Object.values(known)
          .flat()
          .filter((one) => !prefixes.includes(one)),
      ).toEqual([]);
    },
  );

  test.each(languages)('is whole in %s', (language) => {
    expect(troubles(readMessages(part, 'en'), readMessages(part, language), language)).toEqual([]);
  });
});

test('in French no line begins with a mark, or ends with an opening one', () => {
  const bare = (text: string) => / [?!:;»]|« /.test(text);
  expect(bare('Qui ?') && bare('« oui\u00a0»')).toBe(true);
  const all = parts.flatMap((part) => Object.entries(readMessages(part, 'fr')));
  expect(all.filter(([, text]) => bare(text)).map(([key]) => key)).toEqual([]);
});

test('what is wrong in a translation is found', () => {
  const found = (translation: Messages, message = 'Hello', language: 'fr' | 'ar' = 'fr') =>
    troubles({ a: message }, translation, language).join();
  const counted = '{n, plural, one {# day} other {# days}}';
  expect(found({})).toContain('missing');
  expect(found({ a: 'x', b: 'y' })).toContain('not in English');
  expect(found({ a: ' ' })).toContain('empty');
  expect(found({ a: '{open' })).toContain('not a message');
  expect(found({ a: 'x' }, 'Hello {name}')).toContain('values');
  expect(found({ a: '{m}' }, 'Hello {name}')).toContain('values');
  expect(found({ a: '{n} jours' }, counted)).toContain('values');
  expect(found({ a: '{n, plural, one {# يوم} other {# يوم}}' }, counted, 'ar')).toMatch(/lacks .*few/);
  expect(found({ a: '{n, plural, other {# jours}}' }, counted)).toContain('lacks one');
});

test('every key is used', () => {
  const used = sources.map(({ path, text }) => usedIn(path, text));
  const isUsed = (key: string) => used.some((one) => uses(one, key));
  expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
});

test('a use is found in any form, and a key that is not used is found', () => {
  const used = usedIn(
    'a.tsx',
    "t('one'); t(x ? 'two.a' : 'two.b'); t(`three.${y}`); t(`four.${y}.title`); t(`${z}`);",
  );
  const html = usedIn('a.html', '<p>{{common:five:en}}</p>');
  const keys = ['one', 'two', 'two.a', 'two.b', 'three.x', 'four.x', 'four.x.title', 'four.x.text', 'six'];
  expect(keys.filter((key) => uses(used, key))).toEqual(['one', 'two.a', 'two.b', 'three.x', 'four.x.title']);
  expect(uses(html, 'five')).toBe(true);
});

test('no sentence stands outside the catalogue', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(({ path, text }) => sentencesIn(path, text))).toEqual([]);
});

test('a sentence outside the catalogue is found', () => {
  const found = (text: string) => sentencesIn('a.tsx', text);
  expect(found('<p>Hello</p>')).toEqual(['a.tsx: Hello']);
  expect(found('<p>مرحبا</p>')).toHaveLength(1);
  expect(found("<p>{x ? 'Hello there' : ''}</p>")).toHaveLength(1);
  expect(found('<img alt="A cat" />')).toHaveLength(1);
  expect(found('<Part label="Name" />')).toHaveLength(1);
  expect(found('<p aria-label={`Hello ${name}`}>: 12</p>')).toHaveLength(1);
  expect(found("<p class=\"lead\" dir={x ? 'ltr' : 'rtl'}>({t('a')}) · 1.</p>")).toEqual([]);
  expect(found("<p>{t(x ? 'a' : 'b')}{list.join(', ')}{f('Hello')}</p>")).toEqual([]);
});

test('a message compiles to its sentence, by the plural rules of its language', () => {
  const say = (language: 'en' | 'fr' | 'ar', left: number) =>
    new MessageFormat(language).compile(readMessages('common', language)['field.left'] ?? '')({ left });
  expect(say('en', 1)).toBe('1 character left');
  expect(say('fr', 0)).toBe('0 caractère restant');
  expect(new Set([0, 1, 2, 3, 11, 100].map((left) => say('ar', left).replace(/[\d٠-٩]+/, ''))).size).toBe(6);
});

function uses({ keys, patterns }: Used, key: string): boolean {
  return keys.has(key) || patterns.some((pattern) => pattern.test(key));
}
