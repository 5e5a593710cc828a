import { formatDay, t } from '../messages/messages.ts';
import type { Due } from './due.ts';

/** A deadline in words: what, by when, and how many days that is. */
export function dueText({ what, by, days }: Due): string {
  const day = formatDay(by);
  return days < 0 ? t(`due.${what}.late`, { day, days: -days }) : t(`due.${what}`, { day, days });
}
