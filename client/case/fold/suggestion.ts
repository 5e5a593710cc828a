/**
 * What a changed circumstance looks like: the forms of retaliation to suggest to the reporter, who alone says whether it was
 * one. Nothing is recorded of a suggestion.
 */
import type { Form } from '../kinds/choices.ts';
import { circumstanceNames, type Circumstance, type Circumstances } from '../kinds/circumstances.ts';
import type { Item } from './item.ts';

/** Something about where the reporter stands at work that is not as it was. */
export interface Change {
  readonly field: Circumstance;
  readonly before: string;
  readonly now: string;
}

export interface Suggestion extends Change {
  readonly forms: readonly Form[];
  /** UTC days between which it changed: when it was last said, and when it was said to be otherwise. */
  readonly from: string;
  readonly to: string;
}

const FORMS: Readonly<Record<Circumstance, readonly Form[]>> = {
  post: ['duties'],
  grade: ['demotion'],
  pay: ['duties'],
  appraisal: ['appraisal'],
  shift: ['duties'],
  place: ['duties'],
  supervisor: ['other'],
  contractEnd: ['temporary'],
};

/** What is otherwise than it was; nothing is known of what was left out, before or now. */
export function changesOf(before: Circumstances, now: Circumstances): Change[] {
  return circumstanceNames.flatMap((field) => {
    const [was, is] = [before[field] ?? '', now[field] ?? ''];
    const isOther = was.trim() !== '' && is.trim() !== '' && plain(was) !== plain(is);
    return isOther ? [{ field, before: was, now: is }] : [];
  });
}

/**
 * Suggestions out of the newest check-in, for what is told in no incident after it.
 * @param items all that followed the report, in order
 */
export function suggestionsOf(items: readonly Item[]): Suggestion[] {
  let known: Said | null = null;
  let open: Suggestion[] = [];
  for (const item of items) {
    if ('circumstances' in item) known = { day: item.day, circumstances: item.circumstances };
    if ('incident' in item) open = without(open, item.incident.forms, item.text);
    if (!('due' in item)) continue;
    const now: Said | null = item.now && { day: item.day, circumstances: item.now };
    open = known === null || now === null ? [] : between(known, now);
    known = now ?? known;
  }
  return open;
}

interface Said {
  readonly day: string;
  readonly circumstances: Circumstances;
}

function between(before: Said, after: Said): Suggestion[] {
  const [from, to] = [before.day, after.day];
  const changed = changesOf(before.circumstances, after.circumstances)
    // A contract that ends later than it did was prolonged.
    .filter(({ field, before: was, now }) => field !== 'contractEnd' || now < was);
  const ended = changed.some(({ field }) => field === 'contractEnd') ? [] : endedBetween(before, after);
  return [...changed, ...ended].map((change) => ({ ...change, forms: FORMS[change.field], from, to }));
}

/** A contract that ran out after the day was said, without another in its place. */
function endedBetween(before: Said, after: Said): Change[] {
  const end = before.circumstances.contractEnd;
  const next = after.circumstances.contractEnd;
  const isOver = end !== null && end >= before.day && end <= after.day && (next === null || next <= end);
  return isOver ? [{ field: 'contractEnd', before: end, now: end }] : [];
}

/** Those that an incident does not tell of: what its words name it tells of, else the first that it could be. */
function without(open: readonly Suggestion[], forms: readonly Form[], text: string): Suggestion[] {
  const could = open.filter((one) => one.forms.some((form) => forms.includes(form)));
  const named = could.filter(({ now }) => plain(text).includes(plain(now)));
  const told = named.length > 0 ? named : could.slice(0, 1);
  return open.filter((one) => !told.includes(one));
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
