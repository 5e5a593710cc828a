/** The check-ins of a reporter, and which of them were answered. */
import { checkInDays, type CheckInDay } from '../../../case/kinds/choices.ts';
import { addDays } from '../../../case/kinds/days.ts';

export interface CheckInState {
  readonly due: CheckInDay;
  /** UTC day from which it is offered. */
  readonly from: string;
  /** `passed`: it was not answered before the next one came. */
  readonly state: 'answered' | 'waiting' | 'passed' | 'ahead';
}

/** @param reported UTC day of the report. @param answered days after the report of those that were answered */
export function checkInStates(
  reported: string,
  answered: readonly number[],
  today: string,
): readonly CheckInState[] {
  const states = checkInDays.map((due) => ({ due, from: addDays(reported, due) }));
  const last = states.findLast(({ from }) => from <= today);
  return states.map((one) => ({
    ...one,
    state: answered.includes(one.due)
      ? 'answered'
      : one === last
        ? 'waiting'
        : one.from > today
          ? 'ahead'
          : 'passed',
  }));
}

/** The check-in that a reporter would be asked now; null before the first. */
export function currentCheckIn(states: readonly CheckInState[]): CheckInState | null {
  return states.findLast(({ state }) => state !== 'ahead') ?? null;
}
