import * as z from 'zod/mini';
import { CryptoError } from '../../../crypto/errors.ts';
import { request, requestIn, toldOf } from './identity-requests.ts';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/** The reporter objects to an identity being told. */
export const identityObjection = defineKind({
  name: 'identity-objection',
  writers: { shared: ['reporter'] },
  schema: z.object({ request, reason: text }),
  identity: (fold, entry, { request: named, reason }) => {
    const asked = requestIn(fold, named);
    if (entry.author.role !== 'reporter')
      throw new CryptoError('unknown-author', 'only the reporter objects');
    if (asked.disclosure !== null) return;
    asked.objection = { day: entry.day, reason, isStanding: true };
    if (asked.state === 'approved') asked.state = 'objected';
    asked.from = null;
  },
  item: ({ request: named, reason }, context) => ({
    reason,
    ...toldOf(context.request(named)),
  }),
});
