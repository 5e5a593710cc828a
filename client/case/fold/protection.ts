/** What protects a reporter from retaliation: what both sides have said of it on the shared chain. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import type { CheckInDay, Form, Helping, IncidentState, Learning } from '../kinds/choices.ts';
import type { Circumstances } from '../kinds/circumstances.ts';
import { contentIf } from '../kinds/table.ts';

/** An entry that others name: its hash in base64url, and the UTC day it counts for. */
export interface Recorded {
  readonly id: string;
  readonly day: string;
}

/** By somebody of the office, by the name it shows. */
export interface RecordedBy extends Recorded {
  readonly by: string;
}

export interface Incident extends Recorded {
  /** When it was, as far as the reporter knows: a day, and in words. */
  readonly when: string | null;
  readonly about: string;
  readonly who: string;
  readonly forms: readonly Form[];
  readonly state: IncidentState;
  readonly text: string;
  /** What was added later. */
  readonly facts: readonly (Recorded & { readonly text: string })[];
}

export interface Knowledge extends RecordedBy {
  readonly who: string;
  readonly how: Learning;
  /** Since when they know. */
  readonly when: string;
  readonly text: string;
  /** Where it was held back from the reporter first: the day it was recorded, and the internal entry. */
  readonly recorded: string | null;
  readonly held: string | null;
}

interface Answer extends Recorded {
  readonly text: string;
}

/** Whether a measure helped: asked by officers. */
export interface MeasureQuestion extends RecordedBy {
  /** The internal entry of the measure. */
  readonly measure: string;
  readonly text: string;
  readonly answer: (Answer & { readonly helped: Helping }) | null;
}

/** Whether the case may be passed on: asked by officers. */
export interface ReferralQuestion extends RecordedBy {
  readonly to: string;
  /** Whether what is asked is that they learn who the reporter is. */
  readonly isName: boolean;
  readonly text: string;
  readonly answer: (Answer & { readonly agrees: boolean }) | null;
}

export interface CheckIn extends Recorded {
  readonly due: CheckInDay;
  readonly changed: boolean;
  readonly now: Circumstances | null;
}

export interface Protection {
  /** As first written down. */
  readonly baseline: (Recorded & { readonly circumstances: Circumstances }) | null;
  /** As last written down. */
  readonly latest: Circumstances | null;
  readonly checkIns: readonly CheckIn[];
  readonly incidents: readonly Incident[];
  readonly knowledge: readonly Knowledge[];
  readonly measureQuestions: readonly MeasureQuestion[];
  readonly referralQuestions: readonly ReferralQuestion[];
}

/** @param entries of the shared chain, from the report on. An answer to a question that there is not counts for nothing */
export function foldProtection(entries: readonly VerifiedEntry[], directory: Directory): Protection {
  const [baseline = null] = each(entries, (entry) => {
    const circumstances = contentIf('?baseline', entry);
    return circumstances && { ...recorded(entry), circumstances };
  });
  return {
    baseline,
    latest: latestOf(entries),
    checkIns: each(entries, (entry) => {
      const content = contentIf('?check-in', entry);
      return content && { ...recorded(entry), ...content };
    }),
    incidents: incidentsIn(entries),
    knowledge: each(entries, (entry) => {
      const content = contentIf('?knowledge', entry);
      if (content === null) return null;
      const { day: when, held, ...said } = content;
      return { ...by(entry, directory), ...said, when, held: held && toBase64url(held) };
    }),
    measureQuestions: measureQuestionsIn(entries, directory),
    referralQuestions: referralQuestionsIn(entries, directory),
  };
}

function incidentsIn(entries: readonly VerifiedEntry[]): Incident[] {
  const facts = each(entries, (entry) => {
    const { text, '?incident': incident } = contentIf('facts', entry) ?? {};
    if (text === undefined || incident === undefined) return null;
    return { ...recorded(entry), text, incident: toBase64url(incident) };
  });
  return each(entries, (entry) => {
    const content = contentIf('incident', entry);
    if (content === null) return null;
    const { day: when, ...said } = content;
    const own = recorded(entry);
    return { ...own, ...said, when, facts: facts.filter(({ incident }) => incident === own.id) };
  });
}

function measureQuestionsIn(entries: readonly VerifiedEntry[], directory: Directory): MeasureQuestion[] {
  const answers = each(entries, (entry) => {
    const content = contentIf('?measure-answer', entry);
    return content && { ...recorded(entry), ...content, question: toBase64url(content.question) };
  });
  return each(entries, (entry) => {
    const content = contentIf('?measure-question', entry);
    if (content === null) return null;
    const own = by(entry, directory);
    const answer = answers.find(({ question }) => question === own.id) ?? null;
    return { ...own, text: content.text, measure: toBase64url(content.measure), answer };
  });
}

function referralQuestionsIn(entries: readonly VerifiedEntry[], directory: Directory): ReferralQuestion[] {
  const answers = each(entries, (entry) => {
    const content = contentIf('?referral-answer', entry);
    return content && { ...recorded(entry), ...content, question: toBase64url(content.question) };
  });
  return each(entries, (entry) => {
    const content = contentIf('?referral-question', entry);
    if (content === null) return null;
    const own = by(entry, directory);
    const { to, text, '?name': isName } = content;
    const answer = answers.find(({ question }) => question === own.id) ?? null;
    return { ...own, to, text, isName: isName === true, answer };
  });
}

function each<T>(entries: readonly VerifiedEntry[], of: (entry: VerifiedEntry) => T | null): T[] {
  return entries.flatMap((entry) => of(entry) ?? []);
}

/** Where the reporter stands at work, as last said. */
function latestOf(entries: readonly VerifiedEntry[]): Circumstances | null {
  const said = entries.flatMap(
    (entry) => contentIf('?baseline', entry) ?? contentIf('?check-in', entry)?.now ?? [],
  );
  return said.at(-1) ?? null;
}

function recorded(entry: VerifiedEntry): Recorded {
  return { id: toBase64url(entry.hash), day: entry.day };
}

export function by(entry: VerifiedEntry, directory: Directory): RecordedBy {
  const { author } = entry;
  const name = author.role === 'person' ? findPerson(directory, author.id)?.name : undefined;
  return { ...recorded(entry), by: name ?? '' };
}
