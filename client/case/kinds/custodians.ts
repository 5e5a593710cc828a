import * as z from 'zod/mini';
import { CryptoError } from '../../../crypto/errors.ts';
import { bytesUpTo } from '../../../server/api/wire.ts';
import { namesOf } from '../../directory/directory.ts';
import { IDENTITY_BOX } from './identity-limits.ts';
import { keyLetter } from './key-letter.ts';
import { defineKind } from './kind.ts';
import { former } from './sealed-original.ts';
import { isAmong, people } from './people.ts';

/** As many as a report names. */
const MOST_CUSTODIANS = 32;

/**
 * The reporter seals the identity under another key, for these custodians alone: each gets the key in a letter, and so does
 * the reporter. Unlike a slot set, it says nothing to those who read no entries. A name that was given stays one; requests
 * stand as they are, for whoever is a custodian now.
 */
export const custodians = defineKind({
  name: 'custodians',
  writers: { shared: ['reporter'] },
  schema: z.object({
    state: z.enum(['sealed', 'absent']),
    box: bytesUpTo('BoxBytes', IDENTITY_BOX, IDENTITY_BOX),
    to: people(1, MOST_CUSTODIANS),
    /** To the reporter first, then to each of `to`. */
    letters: z.array(keyLetter).check(z.minLength(2), z.maxLength(MOST_CUSTODIANS + 1)),
    '?former': z.optional(former),
  }),
  people: ({ to }) => to,
  identity: (fold, _, { state, box, to, letters, '?former': formerBox = null }) => {
    const isBad = to.some((id) => isAmong(fold.barred, id)) || letters.length !== to.length + 1;
    if (isBad || (fold.sealed.state === 'sealed' && state === 'absent'))
      throw new CryptoError('malformed', 'custodians who may not be some');
    const before = fold.sealed;
    const generation = before.generation + 1;
    fold.sealed = { ...before, state, box, custodians: to, letters, generation, before, former: formerBox };
  },
  item: ({ to }, { directory }) => ({ to: namesOf(to, directory) }),
});
