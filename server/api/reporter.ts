/** What a reporter may ask, with no account: the case's own key signs, and writing costs work. */
import * as z from 'zod/mini';
import { challenge, stamp, work } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { bytesOf, bytesUpTo, count } from './wire.ts';

/** Bytes of the longest entry and the longest slot set, with their headers. */
export const entry = bytesUpTo('EntryBytes', 256 * 1024 + 128);
export const slotSet = bytesUpTo('SlotSetBytes', 40 * 1024);

/**
 * Opens a case: the report, and the founding slot sets of `shared` and `custodians`. The same bytes sent
 * again get the first answer; other bytes for the same case get `conflict`.
 */
export const openCase = endpoint(
  'POST',
  '/api/cases',
  z.strictObject({ entry, slotSets: z.array(slotSet).check(z.length(2)), work }),
  stamp,
);

/** Who asks: the case's public key, and its signature over the challenge (PROTOCOL §10). */
const signed = { publicKey: bytesOf('SigningPublicKey'), challenge, signature: bytesOf('Signature') };

export const stampedEntry = z.strictObject({ bytes: entry, stamp });

/** The shared chain from an entry on, and the slot sets addressed to its audience. */
export const readOwnCase = endpoint(
  'POST',
  '/api/case/read',
  z.strictObject({ ...signed, from: count }),
  z.strictObject({
    slotSets: z.array(slotSet),
    entries: z.array(stampedEntry).check(z.maxLength(LIMITS.readEntries)),
    more: z.boolean(),
  }),
);

/** Adds an entry to the shared chain. `conflict` carries the head when another came first. */
export const appendOwnEntry = endpoint(
  'POST',
  '/api/case/append',
  z.strictObject({ ...signed, entry, work }),
  stamp,
);

/** The last entry of a chain, given with `conflict`. */
export const head = z.strictObject({ seq: count, hash: bytesOf('Hash') });
