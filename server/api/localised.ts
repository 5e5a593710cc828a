/** What an office says in several languages. */
import * as z from 'zod/mini';

/** Characters of a text in one language. */
export const TEXT_CHARACTERS = 20_000;

/** A sentence in each language it was written in; English is always there. */
const byLanguage = z.record(
  z.string().check(z.regex(/^[a-z]{2,3}$/)),
  z.string().check(z.maxLength(TEXT_CHARACTERS)),
);
export const localised = byLanguage.check(z.refine((value) => typeof value['en'] === 'string'));
