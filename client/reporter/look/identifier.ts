/** Numbers of staff, cases and papers. */
import type { Folded } from './folded.ts';
import { before, words, type Rule, type Span } from './rule.ts';

const ID =
  ' ?(?<mark>(?:\\p{L}{1,6}[/ .-]?)?\\d[\\p{L}\\d]{0,15}(?:[/.-][\\p{L}\\d]{1,15}){0,4})(?![\\p{L}\\d])';

/** After a word that says that a number comes. */
export function numbered(kind: 'number' | 'document', cues: readonly string[]): Rule {
  const holds = (folded: Folded, span: Span) => isNumber(folded, span) && !isTheirs(folded, span);
  return { kind, phrase: words(cues, ID), holds };
}

/** After a word that may have a number with it: then only what can be nothing else. */
export function perhapsNumbered(kind: 'number' | 'document', cues: readonly string[]): Rule {
  const holds = (folded: Folded, span: Span) =>
    isNumber(folded, span) && isUnmistakable(folded, span) && !isTheirs(folded, span);
  return { kind, phrase: words(cues, ID), holds };
}

/** Capital letters and figures as registries make them, in whatever language is around. */
export const bareNumbers: Rule = {
  kind: 'document',
  phrase: /(?<![\p{L}\p{N}_/.@-])\p{L}{1,5}[/-]\d{1,8}(?:[/-][\p{L}\d]{1,8}){1,3}(?![\p{L}\p{N}_/@-])/dgu,
  holds: (folded, span) =>
    isNumber(folded, span) && /^[^\p{Ll}]{1,60}$/u.test(folded.text.slice(span.from, span.to)),
};

/** At least two figures; letters with a space before the figures are a part of it in capitals only. */
function isNumber({ text }: Folded, { from, to }: Span): boolean {
  const id = text.slice(from, to);
  const letters = /^(\p{L}{1,6})[ .]/u.exec(id)?.[1] ?? '';
  return /\d.{0,30}\d/s.test(id) && !/[^\p{Lu}]/u.test(letters);
}

function isUnmistakable({ low }: Folded, { from, to }: Span): boolean {
  const id = low.slice(from, to);
  return /^\d{5}/.test(id) || /\d[/-]|[/-]\d|\p{L}\d|\p{L} \d{3}/u.test(id);
}

/** A number of somebody else is what a report is about. */
function isTheirs(folded: Folded, span: Span): boolean {
  return /(?:^|[^\p{L}])(?:his|her|their|whose|\u0628\u0637\u0627\u0642\u062a\u0647|\u0634\u0627\u0631\u062a\u0647|\u0631\u0642\u0645\u0647|son|leur)(?:\s\p{L}{1,15}){0,3}[^\p{L}]{0,3}$/u.test(
    before(folded, span, 40),
  );
}
