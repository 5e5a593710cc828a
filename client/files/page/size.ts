/** Sizes and times of files in words. */
import { formatNumber, t } from '../../messages/messages.ts';
import type { Outgoing } from './sending.ts';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** Bytes of a kilobyte, and kilobytes of a megabyte, as most devices count them. */
const STEP = 1024;

/** Such as `3.4 MB`, as the language writes it. */
export function bytesText(bytes: number): string {
  let value = bytes / STEP;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit++;
  }
  const digits = value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.ceil(value);
  return t(`files.size.${UNITS[unit]!}`, { value: formatNumber(digits) });
}

/** Milliseconds of sending before anything is said of how long it takes. */
const TOO_SOON = 3000;

/** How fast a file goes and how long the rest may take; null while that cannot be told. */
export function timeLeft({ file, original, done, since, now }: Outgoing): string | null {
  if (since === null || now - since.time < TOO_SOON || done <= since.done) return null;
  const speed = (done - since.done) / ((now - since.time) / 1000);
  const seconds = (file.size + (original?.size ?? 0) - done) / speed;
  return t('files.left', { speed: bytesText(speed), minutes: Math.max(1, Math.round(seconds / 60)) });
}
