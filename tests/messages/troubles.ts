/** What is wrong with a part of the catalogue in one language. */
import type { Language } from '../../client/messages/languages.ts';
import type { Messages } from '../../client/messages/plugin.ts';
import { pluralsOf, valuesOf } from '../../client/build/message-values.ts';

/** @returns a line for each thing, which begins with the key */
export function troubles(english: Messages, translation: Messages, language: Language): string[] {
  const missing = Object.keys(english).filter((key) => !(key in translation));
  const added = Object.keys(translation).filter((key) => !(key in english));
  return [
    ...missing.map((key) => `${key} is missing`),
    ...added.map((key) => `${key} is not in English`),
    ...Object.entries(translation)
      .filter(([key]) => key in english)
      .flatMap(([key, message]) =>
        messageTroubles(english[key] ?? '', message, language).map((one) => `${key} ${one}`),
      ),
  ];
}

function messageTroubles(english: string, message: string, language: Language): string[] {
  if (message.trim() === '') return ['is empty'];
  try {
    valuesOf(message);
  } catch (error) {
    return [`is not a message: ${String(error)}`];
  }
  const wanted = described(english);
  const given = described(message);
  return [
    ...(wanted === given ? [] : [`has the values ${given || 'none'} and not ${wanted || 'none'}`]),
    ...pluralTroubles(message, language),
  ];
}

function described(message: string): string {
  return [...valuesOf(message)]
    .map(([name, type]) => `${name}: ${type}`)
    .sort()
    .join(', ');
}

function pluralTroubles(message: string, language: Language): string[] {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return [...pluralsOf(message)].flatMap(([name, cases]) => {
    // French has `many` for whole millions only, which no message here counts.
    const needed = pluralCategories.filter((category) => !(language === 'fr' && category === 'many'));
    const lacking = needed.filter((category) => !cases.includes(category) && !stoodFor(category, cases));
    return lacking.length === 0 ? [] : [`lacks ${lacking.join(', ')} for ${name}`];
  });
}

/** Exact numbers can stand for a plural form that fits these numbers only. */
function stoodFor(category: string, cases: readonly string[]): boolean {
  const exact: Record<string, string> = { zero: '=0', one: '=1', two: '=2' };
  return cases.includes(exact[category] ?? '');
}
