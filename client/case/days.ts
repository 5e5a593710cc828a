/** UTC days as text, `YYYY-MM-DD`, which sort as they follow one another. */

/** A UTC day some days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The UTC day it is on this device. */
export function utcToday(): string {
  return new Date().toISOString().slice(0, 10);
}
