/**
 * The legal clock of a case as an inbox counts it, in whole UTC days. An officer's first word stops the first of them: a word
 * is an entry whose kind says `isWord`, in `client/case/kinds/`.
 */
import { daysBetween } from '../kinds/days.ts';
import type { CaseStatus } from './view.ts';

export interface Due {
  readonly what: 'acknowledge' | 'feedback';
  /** UTC day by which it is to be done. */
  readonly by: string;
  /** Days left; negative once it is late. */
  readonly days: number;
}

/** What tells a case's next deadline. */
export interface Clock {
  readonly status: CaseStatus;
  readonly acknowledged: string | null;
  readonly acknowledgeBy: string;
  readonly feedbackBy: string;
}

/** Days before a deadline from which the inbox counts a case among those due. */
const SOON = 3;

/** The next deadline, or null once the case is closed: closing is the feedback. */
export function dueOf(clock: Clock, today: string): Due | null {
  if (clock.acknowledged === null) return due('acknowledge', clock.acknowledgeBy, today);
  return clock.status === 'closed' ? null : due('feedback', clock.feedbackBy, today);
}

export function isSoon({ days }: Due): boolean {
  return days <= SOON;
}

function due(what: Due['what'], by: string, today: string): Due {
  return { what, by, days: daysBetween(today, by) };
}
