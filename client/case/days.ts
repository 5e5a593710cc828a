/** UTC days as text, `YYYY-MM-DD`, which sort as they follow one another. */
import { dayOf } from '../../crypto/stamp.ts';

/** A UTC day some days later. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

/** The UTC day it is on this device: of the clock that everything else goes by. */
export function utcToday(): string {
  return dayOf(Date.now());
}
