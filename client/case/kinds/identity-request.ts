import * as z from 'zod/mini';
import { toBase64url } from '../../../crypto/base64url.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { officerOf } from './identity-requests.ts';
import { defineKind } from './kind.ts';
import { namedSets } from './named-set.ts';
import { isAmong, MOST_READERS, people } from './people.ts';
import { text } from './text.ts';

/**
 * An officer asks to learn who the reporter is, or for an untouched original. The key of the shared chain goes to
 * custodians of the report, so that they can read what they decide about.
 */
export const identityRequest = defineKind({
  name: 'identity-request',
  writers: { shared: ['officer'] },
  schema: z.object({
    reason: text,
    custodians: people(1, MOST_READERS),
    slotSets: namedSets,
    /** Not to be passed over: who does not know it would take it for a request for the name. */
    original: z.optional(bytesOf('Hash')),
  }),
  key: 'gives',
  people: ({ custodians }) => custodians,
  sets: ({ slotSets }) => slotSets,
  readersAfter: (before, { custodians }) => [...before, ...custodians.filter((id) => !isAmong(before, id))],
  identity: (fold, entry, { reason, custodians, original: file }) => {
    const isAsked = custodians.every((id) => isAmong(fold.sealed.custodians, id));
    const original = file === undefined ? null : toBase64url(file);
    const isThere = original === null ? fold.sealed.state === 'sealed' : fold.originals.has(original);
    if (!isAsked || !isThere) throw new CryptoError('malformed', 'asks nobody who could say');
    const id = toBase64url(entry.hash);
    fold.requests.set(id, {
      id,
      by: fold.someone(officerOf(entry, fold)),
      day: entry.day,
      reason,
      original,
      state: 'waiting',
      decision: null,
      objection: null,
      from: null,
      disclosure: null,
      opened: null,
      isGone: original !== null && fold.originals.get(original)?.isFileGone === true,
    });
  },
  item: ({ reason, original }) => ({ reason, isOriginal: original !== undefined }),
});
