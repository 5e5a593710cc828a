/** The languages the pages speak, by BCP 47 code. */

export const languages = ['en', 'fr', 'ar'] as const;
export type Language = (typeof languages)[number];

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  ar: 'العربية',
};

export function direction(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The first of the browser's languages that the pages speak, or English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** A text that exists in some languages: the page's language, else English. */
export function inLanguage(texts: Readonly<Record<string, string>>, language: Language): string {
  return texts[language] || texts['en'] || Object.values(texts)[0] || '';
}
