/** What was typed about protection and not sent yet. It lives in the page alone and goes with it. */
import type { Form, IncidentState } from '../../../case/kinds/choices.ts';
import {
  circumstanceNames,
  type Circumstance,
  type Circumstances,
} from '../../../case/kinds/circumstances.ts';

export interface IncidentDraft {
  /** UTC day; empty where it is not known. */
  readonly day: string;
  readonly about: string;
  readonly who: string;
  readonly forms: readonly Form[];
  readonly state: IncidentState;
  readonly text: string;
}

export type WorkDraft = Readonly<Record<Circumstance, string>>;

export interface Kept {
  readonly incident: IncidentDraft | null;
  /** How things stand at work, as it is written down or corrected. */
  readonly work: WorkDraft | null;
  /** The same, as it is asked at a check-in. */
  readonly now: WorkDraft | null;
}

export const nothingKept: Kept = { incident: null, work: null, now: null };

export const emptyIncident: IncidentDraft = {
  day: '',
  about: '',
  who: '',
  forms: [],
  state: 'happened',
  text: '',
};

export function draftOf(circumstances: Circumstances | null): WorkDraft {
  return Object.fromEntries(
    circumstanceNames.map((field) => [field, circumstances?.[field] ?? '']),
  ) as WorkDraft;
}

/** @returns null where nothing is filled in */
export function circumstancesOf(draft: WorkDraft): Circumstances | null {
  const filled = circumstanceNames.map((field) => [field, draft[field].trim()] as const);
  if (filled.every(([, value]) => value === '')) return null;
  const all = Object.fromEntries(filled) as Record<Circumstance, string>;
  return { ...all, contractEnd: all.contractEnd === '' ? null : all.contractEnd };
}

/** Everything typed, to be taken along where it cannot be sent. */
export function textsOf({ incident, work, now }: Kept): string[] {
  const told = incident === null ? [] : [incident.day, incident.about, incident.who, incident.text];
  return [...told, ...Object.values(work ?? {}), ...Object.values(now ?? {})];
}
