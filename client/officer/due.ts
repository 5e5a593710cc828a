/** The legal clock of a case as an inbox counts it, in whole UTC days (FIELD, D 9). */
import type { CaseStatus } from '../case/view.ts';

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
  return { what, by, days: Math.round((Date.parse(by) - Date.parse(today)) / 86_400_000) };
}
