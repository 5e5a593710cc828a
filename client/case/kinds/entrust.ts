import * as z from 'zod/mini';
import { namesOf } from '../../directory/directory.ts';
import { defineKind } from './kind.ts';
import { namedSet } from './named-set.ts';
import { isAmong, people } from './people.ts';

/** People of one set: the reporter has a slot of their own. */
const MOST_READERS = 31;

/**
 * The reporter gives the case to these people as well, where those who read it have left: never to whom they left out, or
 * who is to decide about the identity.
 */
export const entrust = defineKind({
  name: 'entrust',
  writers: { shared: ['reporter'] },
  schema: z.object({
    to: people(1, MOST_READERS),
    slotSets: z.array(namedSet).check(z.length(1)),
  }),
  key: 'gives',
  people: ({ to }) => to,
  sets: ({ slotSets }) => slotSets,
  readersAfter: (before, { to }) => [...before, ...to.filter((id) => !isAmong(before, id))],
  mayGive: ({ to }, { barred }) => !to.some((id) => isAmong(barred, id)),
  item: ({ to }, { directory }) => ({ to: namesOf(to, directory) }),
});
