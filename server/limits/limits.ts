/** What keeps one person from taking the line from all others. All of it is in memory: a restart forgets it. */
import { LIMITS } from '../api/limits.ts';
import { Price } from './price.ts';
import { Failures } from './failed-sign-ins.ts';
import { OfficerDays } from './officer-days.ts';
import { Once } from './once.ts';
import { unknownSpace, type Space } from './space.ts';

export interface Limits {
  readonly price: Price;
  readonly space: Space;
  readonly officerDays: OfficerDays;
  readonly officerFileDays: OfficerDays;
  /** Bytes of all files together, sealed. */
  readonly fileBytes: number;
  /** Challenges of reads and tokens of sign-ins that were used. */
  readonly once: Once;
  readonly failures: Failures;
}

/** Gigabytes of files there is room for, unless the configuration says otherwise. */
const USUAL_FILES_GB = 64;

/**
 * @param secret the server's
 * @param perHour megabytes that people without an account may add
 * @param filesGb gigabytes of files
 */
export function newLimits(
  secret: Uint8Array,
  space: Space = unknownSpace(),
  perHour?: number,
  filesGb: number = USUAL_FILES_GB,
): Limits {
  return {
    price: new Price(perHour),
    space,
    officerDays: new OfficerDays(),
    officerFileDays: new OfficerDays(LIMITS.officerDayFileBytes),
    fileBytes: filesGb * 1024 ** 3,
    once: new Once(),
    failures: new Failures(secret),
  };
}
