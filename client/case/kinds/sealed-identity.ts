import * as z from 'zod/mini';
import { bytesUpTo, count } from '../../../server/api/wire.ts';
import { IDENTITY_BOX } from './identity-limits.ts';
import { MOST_READERS, people } from './people.ts';

/** Days: a century. A report whose days cannot be counted would be unreadable. */
const MOST_DAYS = 36_500;

/**
 * Who the reporter is, for custodians only. In every report and always of one length: that and nothing else is the
 * reason for the two words of `state`.
 */
export const sealedIdentity = z.strictObject({
  state: z.enum(['sealed', 'absent']),
  box: bytesUpTo('BoxBytes', IDENTITY_BOX, IDENTITY_BOX),
  /** Whom the key of the box is sealed to. */
  custodians: people(0, MOST_READERS),
  /** Whole days between an approval and a disclosure, as the reporter was told: no later directory shortens them. */
  days: count.check(z.lte(MOST_DAYS)),
});

export type SealedIdentity = z.output<typeof sealedIdentity>;
