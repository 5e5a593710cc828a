/**
 * What pages say. `t(key, values)` gives a sentence in the language chosen; keys and the names of values are
 * checked by types. Nothing of the choice is kept on the device.
 *
 *     await loadLanguage(preferredLanguage(navigator.languages), ['common', 'reporter']);
 *     t('failure.title'); t('field.left', { left: 12 }); formatDay('2026-11-24'); formatNumber(1200);
 *     const language = useLanguage(); // in a component: renders it again when the language changes
 */
import { useEffect, useState } from 'preact/hooks';
import { loadPart } from '../calls/missing.ts';
import type { MessageValues } from './keys.gen.ts';
import { isolate } from './isolate.ts';
import { direction, type Language } from './languages.ts';

export type MessageKey = keyof MessageValues;

/** What must be given for a key; for one of several keys, what all of them need. */
type ValuesOf<K extends MessageKey> = (
  K extends MessageKey ? (values: MessageValues[K]) => void : never
) extends (values: infer V) => void
  ? V
  : never;

type Compiled = Record<string, (values: object) => string>;
type Loader = () => Promise<{ default: Compiled }>;

/** Each page's module carries the common messages too; what is added to a page later does not. */
const LOADERS = {
  reporter: {
    en: () => import('virtual:messages/reporter/en'),
    fr: () => import('virtual:messages/reporter/fr'),
    ar: () => import('virtual:messages/reporter/ar'),
  },
  own: {
    en: () => import('virtual:messages/own/en'),
    fr: () => import('virtual:messages/own/fr'),
    ar: () => import('virtual:messages/own/ar'),
  },
  files: {
    en: () => import('virtual:messages/files/en'),
    fr: () => import('virtual:messages/files/fr'),
    ar: () => import('virtual:messages/files/ar'),
  },
  look: {
    en: () => import('virtual:messages/look/en'),
    fr: () => import('virtual:messages/look/fr'),
    ar: () => import('virtual:messages/look/ar'),
  },
  proof: {
    en: () => import('virtual:messages/proof/en'),
    fr: () => import('virtual:messages/proof/fr'),
    ar: () => import('virtual:messages/proof/ar'),
  },
  verify: {
    en: () => import('virtual:messages/verify/en'),
    fr: () => import('virtual:messages/verify/fr'),
    ar: () => import('virtual:messages/verify/ar'),
  },
  officer: {
    en: () => import('virtual:messages/officer/en'),
    fr: () => import('virtual:messages/officer/fr'),
    ar: () => import('virtual:messages/officer/ar'),
  },
} satisfies Record<string, Record<Language, Loader>>;

export type Part = 'common' | keyof typeof LOADERS;

let language: Language = 'en';
let compiled: Compiled = {};
const listeners = new Set<(language: Language) => void>();
/** Counts loads, so that the last language asked for wins, not the last to arrive. */
let loads = 0;
/** What was added to the page since. */
const added = new Set<keyof typeof LOADERS>();

/**
 * Loads what a page says, and turns the page to that language and its direction.
 * @throws {TypeError} when the file does not come; the page stays as it is
 */
export async function loadLanguage(wanted: Language, parts: readonly Part[]): Promise<void> {
  const load = ++loads;
  const asked = parts.filter((part) => part !== 'common');
  let loaded: { default: Compiled }[];
  let known: number;
  do {
    known = added.size;
    loaded = await Promise.all([...asked, ...added].map((part) => loadPart(LOADERS[part][wanted])));
  } while (load === loads && known < added.size);
  if (load !== loads) return;
  compiled = Object.assign({}, ...loaded.map((module) => module.default)) as Compiled;
  language = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = direction(wanted);
  for (const listener of listeners) listener(wanted);
}

/**
 * Loads what a part of the page says that only some people come to.
 * @throws {TypeError} when the file does not come
 */
export async function addMessages(part: keyof typeof LOADERS): Promise<void> {
  while (!added.has(part)) {
    const wanted = language;
    const loaded = await loadPart(LOADERS[part][wanted]);
    // Another language was chosen meanwhile: that one knew nothing of this part.
    if (wanted !== language) continue;
    compiled = { ...compiled, ...loaded.default };
    added.add(part);
  }
}

export function currentLanguage(): Language {
  return language;
}

/** The language chosen; a component that asks is rendered again when it changes. */
export function useLanguage(): Language {
  const [shown, show] = useState(language);
  useEffect(() => {
    listeners.add(show);
    show(language);
    return () => void listeners.delete(show);
  }, []);
  return shown;
}

/**
 * A sentence. Values are named as in the message; those without any take none. Names, days and numbers among them
 * keep a direction of their own.
 */
export function t<K extends MessageKey>(
  key: K,
  ...values: ValuesOf<K> extends undefined ? [] : [ValuesOf<K>]
): string {
  const message = compiled[key as string];
  if (message === undefined) throw new Error(`no message ${String(key)} in ${language}`);
  return message(Object.fromEntries(Object.entries(values[0] ?? {}).map(isolated)));
}

function isolated([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === 'string' ? isolate(value) : value];
}

/** What a text begins with that runs in the direction of the page, wherever it is put. */
const RUNS = { ltr: '\u200e', rtl: '\u200f' } as const;

/** Names and titles, one after the other. */
export function formatList(items: readonly string[]): string {
  return RUNS[direction(language)] + new Intl.ListFormat(language).format(items.map(isolate));
}

/** A UTC day, `YYYY-MM-DD`, written out, or as short as `how` says. */
export function formatDay(day: string, how: Intl.DateTimeFormatOptions = { dateStyle: 'long' }): string {
  // English as most of the world writes it: day, month, year.
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...how, timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A language by its name in the language of the page; where the browser has none, its code. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
