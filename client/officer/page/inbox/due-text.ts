import { formatDay, t } from '../../../messages/messages.ts';
import type { Due } from '../../../case/fold/due.ts';

/** A day as short as a list needs it; the year only when it is another than today's. */
export function shortDay(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  return formatDay(day, { day: 'numeric', month: 'short', ...year });
}

/** A deadline in words: what, by when, and how many days that is. */
export function dueText({ what, by, days }: Due, today: string): string {
  const day = shortDay(by, today);
  return days < 0 ? t(`due.${what}.late`, { day, days: -days }) : t(`due.${what}`, { day, days });
}
