/** What officers do to protect a reporter from retaliation, on the internal chain. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import type { MeasureResult, RiskLevel } from '../kinds/choices.ts';
import { contentIf, type Content } from '../kinds/table.ts';
import { by, type RecordedBy } from './protection.ts';
import { riskOf } from './risk.ts';

export interface Assessment extends RecordedBy, Content<'?risk'> {
  readonly level: RiskLevel;
}

export interface Measure extends RecordedBy {
  readonly what: string;
  /** Name of who is to take it. */
  readonly owner: string;
  /** base64url of that person's id. */
  readonly ownerId: string;
  /** UTC day until which. */
  readonly due: string;
  readonly text: string;
  readonly done: (RecordedBy & { readonly result: MeasureResult; readonly text: string }) | null;
}

export interface HeldKnowledge extends RecordedBy, Omit<Content<'?knowledge-held'>, 'day'> {
  /** Since when they know. */
  readonly when: string;
}

export interface Referral extends RecordedBy, Omit<Content<'?referral'>, 'asked'> {
  /** The question to the reporter before it. */
  readonly asked: string | null;
}

export interface Safeguards {
  /** The oldest first. */
  readonly assessments: readonly Assessment[];
  readonly measures: readonly Measure[];
  readonly held: readonly HeldKnowledge[];
  readonly referrals: readonly Referral[];
  /** By the incident's id. */
  readonly incidentsDone: Readonly<Record<string, RecordedBy & { readonly text: string }>>;
  readonly outcomes: readonly (RecordedBy & Content<'?outcome'>)[];
}

/** @param entries of the internal chain */
export function foldSafeguards(entries: readonly VerifiedEntry[], directory: Directory): Safeguards {
  const all = <T>(of: (entry: VerifiedEntry, own: RecordedBy) => T | null) =>
    entries.flatMap((entry) => of(entry, by(entry, directory)) ?? []);
  const done = all((entry, own) => {
    const content = contentIf('?measure-done', entry);
    return content && { ...own, ...content, measure: toBase64url(content.measure) };
  });
  const incidentsDone = all((entry, own) => {
    const content = contentIf('?incident-done', entry);
    return content && { incident: toBase64url(content.incident), end: { ...own, text: content.text } };
  });
  return {
    assessments: all((entry, own) => {
      const content = contentIf('?risk', entry);
      return content && { ...own, ...content, level: riskOf(content) };
    }),
    measures: all((entry, own) => {
      const content = contentIf('?measure', entry);
      if (content === null) return null;
      const { owner, ...said } = content;
      // The last that was said of it counts.
      const end = done.findLast(({ measure }) => measure === own.id);
      return {
        ...own,
        ...said,
        owner: findPerson(directory, owner)?.name ?? '',
        ownerId: toBase64url(owner),
        done: end ?? null,
      };
    }),
    held: all((entry, own) => {
      const content = contentIf('?knowledge-held', entry);
      if (content === null) return null;
      const { day: when, ...said } = content;
      return { ...own, ...said, when };
    }),
    referrals: all((entry, own) => {
      const content = contentIf('?referral', entry);
      return content && { ...own, ...content, asked: content.asked && toBase64url(content.asked) };
    }),
    incidentsDone: Object.fromEntries(incidentsDone.map(({ incident, end }) => [incident, end])),
    outcomes: all((entry, own) => {
      const content = contentIf('?outcome', entry);
      return content && { ...own, ...content };
    }),
  };
}
