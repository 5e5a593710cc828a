/** UTC days as text, `YYYY-MM-DD`, which sort as they follow one another; and what may be wrong with them. */
import type { Link } from '../../../crypto/chain.ts';
import { dayOf } from '../../../crypto/stamp.ts';

/** A UTC day some days later. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

/** How many days later one day is than another; negative when it is earlier. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000);
}

/** The day after so many whole UTC days. */
export function firstDay(decided: string, days: number): string {
  return addDays(decided, days + 1);
}

/** The UTC day it is by the clock of this device, which may be wrong. */
export function utcToday(): string {
  return dayOf(Date.now());
}

/** Which day it is, for whatever is counted in days. */
export interface Today {
  /** The server's, where it is known: deadlines are what office and reporter agreed on, not a device. */
  readonly day: string;
  /** This device's, where it is off by more than the day that two right clocks may be apart; otherwise null. */
  readonly device: string | null;
}

/** @param server the server's day; null before it answered */
export function todayBy(server: string | null, device: string = utcToday()): Today {
  const day = server ?? device;
  return { day, device: Math.abs(daysBetween(day, device)) > 1 ? device : null };
}

/** What the stamps of a chain say that cannot be. */
export interface ChainDays {
  /** The day that the last entry counts for. */
  readonly newest: string;
  /** How many entries are stamped for an earlier day than the entry before, and the number of the first, from 1. */
  readonly earlier: { readonly count: number; readonly first: number } | null;
}

export function daysOf(links: readonly Pick<Link, 'day' | 'stamped'>[]): ChainDays {
  const isEarlier = ({ day, stamped }: Pick<Link, 'day' | 'stamped'>) => stamped < day;
  const first = links.findIndex(isEarlier) + 1;
  const earlier = first === 0 ? null : { count: links.filter(isEarlier).length, first };
  return { newest: links.at(-1)?.day ?? '', earlier };
}

/** Whether the newest day of a chain is still to come: by more than two servers with right clocks may be apart. */
export function isAhead({ newest }: Pick<ChainDays, 'newest'>, { day }: Today): boolean {
  return newest > addDays(day, 1);
}
