/**
 * What ends on a day: neither ended too early nor kept for years where it was made by a clock that was wrong. So it is
 * bounded at both ends.
 */
import { dayOf, type Day } from '../../crypto/stamp.ts';
import type { Context } from '../instance/context.ts';

export const DAY = 24 * 60 * 60 * 1000;

export interface OpenDays {
  readonly first: Day;
  readonly last: Day;
}

/** Last days of what is open now, where it is made for `most` days. One more, as clocks of two servers differ. */
export function openDays({ now }: Pick<Context, 'now'>, most: number): OpenDays {
  return { first: dayOf(now()), last: dayOf(now() + (most + 1) * DAY) };
}

/** @param expires the last UTC day on which it works */
export function isOpen(context: Pick<Context, 'now'>, expires: string, most: number): boolean {
  const { first, last } = openDays(context, most);
  return expires >= first && expires <= last;
}
