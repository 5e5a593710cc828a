/** Telephone numbers and mail addresses, in a text of any language. Those of others are what a report is about. */
import type { Folded } from './folded.ts';
import { before, type Rule, type Span } from './rule.ts';

const MINE =
  /(?<!\p{L})(?:my|me|mine|i|us|our|mon|ma|mes|moi|m'|nous|notre|nos|je|j'|[وف]?(?:بي|لي|معي|رقمي|هاتفي|جوالي|محمولي|بريدي|عنواني|بنا|لنا|معنا|رقمنا|هاتفنا|بريدنا|\p{L}{2,8}وني))(?!\p{L})/gu;

const THEIRS =
  /(?<!\p{L})(?:his|her|hers|him|their|them|its|whose|he|she|they|mr|mrs|ms|owner|boss|hotel|motel|bar|club|agency|company|firm|restaurant|shop|website|advert|ad|sa|ses|leur|leurs|il|elle|ils|elles|lui|dont|qu'on|l'on|on appelle|son (?:numero|telephone|portable|adresse|mail|courriel|e-mail)|m|mme|monsieur|madame|patron|agence|societe|entreprise|boite|annonce|[وفبل]?(?:ال)?(?:فندق|ناد|نادي|ملهي|حانة|مطعم|وكالة|شركة|مكتب|محل|موقع|اعلان|سيد|سيدة|صاحب)|[وف]?(?:هاتفه|هاتفها|هاتفهم|رقمه|رقمها|رقمهم|جواله|جوالها|بريده|بريدها|بريدهم|عنوانه|عنوانها|اسمه|اسمها))(?!\p{L})/gu;

/** Whose it is says the last word before it that says so; where none does, it may be the writer's. */
function isMine(folded: Folded, span: Span): boolean {
  const said = before(folded, span);
  return lastOf(said, THEIRS) <= lastOf(said, MINE);
}

function lastOf(said: string, words: RegExp): number {
  return [...said.matchAll(words)].at(-1)?.index ?? -1;
}

export const mails: Rule = {
  kind: 'mail',
  phrase: /(?<![a-z0-9._%+@-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?![a-z0-9@])/dgu,
  holds: isMine,
};

export const phones: Rule = {
  kind: 'phone',
  phrase: /(?<![\p{L}\p{N}/@.:-])\+?\(?\d{1,4}\)?(?:[ ./-]{0,2}\(?\d{1,4}\)?){2,8}(?![\p{L}\p{N}/@:-])/dgu,
  holds: (folded, span) => isPhone(folded, span) && isMine(folded, span),
};

const CALLED =
  /(?:phone|tel|telephone|mobile|cell|whatsapp|signal|telegram|call|text|ring|portable|appel\p{L}{0,5}|joindre|fixe|هاتف\p{L}{0,2}|جوال\p{L}{0,2}|محمول\p{L}{0,2}|موبايل\p{L}{0,2}|اتصل\p{L}{0,3}|الاتصال|واتساب)(?!\p{L})[^\d]{0,25}$/u;

function isPhone(folded: Folded, span: Span): boolean {
  const number = folded.low.slice(span.from, span.to);
  const { length } = number.replace(/\D/g, '');
  if (length < 7 || length > 15 || isDay(number)) return false;
  if (/^(?:\+|00|\(\+|\(0)/.test(number)) return true;
  return (number.startsWith('0') && length >= 9) || CALLED.test(before(folded, span, 60));
}

function isDay(number: string): boolean {
  return /^\d{1,2}([./-])\d{1,2}\1\d{2,4}(?!\d)|^\d{4}-\d{1,2}-\d{1,2}(?!\d)|^\d{4} ?- ?\d{4}$/.test(number);
}
