import * as z from 'zod/mini';
import { CryptoError } from '../../../crypto/errors.ts';
import { bytesUpTo } from '../../../server/api/wire.ts';
import { IDENTITY_BOX } from './identity-limits.ts';
import { defineKind } from './kind.ts';

/**
 * The reporter gives a name later, under the same key and to the same custodians as the report. Once, and only where the
 * report has none: nothing that somebody decided about is exchanged.
 */
export const identity = defineKind({
  name: 'identity',
  writers: { shared: ['reporter'] },
  schema: z.object({ box: bytesUpTo('BoxBytes', IDENTITY_BOX, IDENTITY_BOX) }),
  identity: (fold, _, { box }) => {
    if (fold.sealed.state === 'sealed' || fold.sealed.custodians.length === 0)
      throw new CryptoError('malformed', 'an identity that nobody could have given');
    fold.sealed = { ...fold.sealed, state: 'sealed', box };
  },
  item: () => ({}),
});
