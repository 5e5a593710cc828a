/** What a reporter may ask, with no account: the case's own key signs, and writing costs work. */
import * as z from 'zod/mini';
import { challenge, stamp, work } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { bytesOf, bytesUpTo, count } from './wire.ts';

/** Bytes of the longest entry and the longest slot set, with their headers. */
export const entry = bytesUpTo('EntryBytes', 256 * 1024 + 256);
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
  LIMITS.entryBodyBytes,
);

/** Who asks: the case's public key, and its signature over the challenge (PROTOCOL §10). */
export const signed = { publicKey: bytesOf('SigningPublicKey'), challenge, signature: bytesOf('Signature') };

export const stampedEntry = z.strictObject({ bytes: entry, stamp });

/** Where an answer goes on: after so many entries of the chain, and so many slot sets of its audience. */
export const from = { from: count, sets: count };

/**
 * The shared chain from an entry on, and the founding slot sets of its audience. First the sets, then entries, as many
 * as fit; what is there when an answer says that there is no more is whole.
 */
export const readOwnCase = endpoint(
  'POST',
  '/api/case/read',
  z.strictObject({ ...signed, ...from }),
  z.strictObject({
    slotSets: z.array(slotSet),
    entries: z.array(stampedEntry).check(z.maxLength(LIMITS.readEntries)),
    more: z.boolean(),
  }),
);

const blobIds = z.optional(z.array(bytesOf('BlobId')).check(z.maxLength(LIMITS.entryBlobs)));

/** Files that an entry brings, which must have come whole (`blob-missing`), and those that are deleted with it. */
export const named = { blobs: blobIds, deletes: blobIds };

/**
 * Adds an entry to the shared chain, with a further set of its newest key where the reporter gives it to others. `conflict` carries the head when
 * another came first.
 */
export const appendOwnEntry = endpoint(
  'POST',
  '/api/case/append',
  z.strictObject({
    ...signed,
    entry,
    slotSets: z.optional(z.array(slotSet).check(z.maxLength(1))),
    ...named,
    work,
  }),
  stamp,
  LIMITS.entryBodyBytes,
);

/** The last entry of a chain, given with `conflict`. */
export const head = z.strictObject({ seq: count, hash: bytesOf('Hash') });
