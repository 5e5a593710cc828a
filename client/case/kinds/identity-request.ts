import * as z from 'zod/mini';
import { toBase64url } from '../../../crypto/base64url.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { officerOf } from './identity-requests.ts';
import { defineKind } from './kind.ts';
import { namedSets } from './named-set.ts';
import { isAmong, MOST_READERS, people } from './people.ts';
import { text } from './text.ts';

/**
 * An officer asks to learn who the reporter is. The key of the shared chain goes to custodians of the report, so that they
 * can read what they decide about.
 */
export const identityRequest = defineKind({
  name: 'identity-request',
  writers: { shared: ['officer'] },
  schema: z.object({
    reason: text,
    custodians: people(1, MOST_READERS),
    slotSets: namedSets,
  }),
  key: 'gives',
  people: ({ custodians }) => custodians,
  sets: ({ slotSets }) => slotSets,
  readersAfter: (before, { custodians }) => [...before, ...custodians.filter((id) => !isAmong(before, id))],
  identity: (fold, entry, { reason, custodians }) => {
    const isAsked = custodians.every((id) => isAmong(fold.sealed.custodians, id));
    if (!isAsked || fold.sealed.state !== 'sealed')
      throw new CryptoError('malformed', 'asks nobody who could say');
    const id = toBase64url(entry.hash);
    fold.requests.set(id, {
      id,
      by: fold.someone(officerOf(entry, fold)),
      day: entry.day,
      reason,
      state: 'waiting',
      decision: null,
      objection: null,
      from: null,
      disclosure: null,
      opened: null,
    });
  },
  item: ({ reason }) => ({ reason }),
});
