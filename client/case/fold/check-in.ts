/** When a reporter is asked whether anything has changed for them. */
import { checkInDays, type CheckInDay } from '../kinds/choices.ts';
import { daysBetween } from '../kinds/days.ts';
import type { CheckIn } from './protection.ts';

interface Asked {
  /** UTC day of the report. */
  readonly day: string;
  readonly protection: { readonly checkIns: readonly Pick<CheckIn, 'due'>[] };
}

/**
 * The newest check-in that is due and not answered. One that was missed before it is not asked for any more.
 * @param today UTC day by the server's clock; null where it did not say: nothing is due by a device's clock alone
 */
export function checkInDue({ day, protection }: Asked, today: string | null): CheckInDay | null {
  if (today === null) return null;
  const passed = daysBetween(day, today);
  const due = checkInDays.findLast((days) => days <= passed);
  if (due === undefined) return null;
  return protection.checkIns.some((answered) => answered.due >= due) ? null : due;
}
