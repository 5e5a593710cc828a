import * as z from 'zod/mini';
import { CryptoError } from '../../../crypto/errors.ts';
import { officerOf, request, requestIn, toldOf } from './identity-requests.ts';
import { defineKind } from './kind.ts';

/** The officer who asked is about to see the identity, or the original. */
export const identityAccess = defineKind({
  name: 'identity-access',
  writers: { shared: ['officer'] },
  schema: z.object({ request }),
  identity: (fold, entry, { request: named }) => {
    const asked = requestIn(fold, named);
    const by = fold.someone(officerOf(entry, fold));
    if (asked.disclosure === null || by.id !== asked.by.id)
      throw new CryptoError('malformed', 'nothing was disclosed to this officer');
    asked.opened ??= entry.day;
    asked.state = 'opened';
  },
  item: ({ request: named }, context) => ({ isOriginal: toldOf(context.request(named)).isOriginal }),
});
