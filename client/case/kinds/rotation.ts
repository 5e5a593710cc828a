import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { namesOf } from '../../directory/directory.ts';
import { defineKind } from './kind.ts';
import { namedSet } from './named-set.ts';
import { isAmong, MOST_READERS, people } from './people.ts';

/**
 * The key was changed, so that only these people read on: the first entry under the new key. It holds the key before, so
 * that whoever is given the newest one later can read from the start. It only ever leaves people out.
 */
export const rotation = defineKind({
  name: 'rotation',
  writers: { shared: ['officer'], internal: ['officer'] },
  schema: z.object({
    sealedTo: people(1, MOST_READERS),
    slotSet: namedSet,
    former: bytesOf('CaseKey'),
  }),
  key: 'changes',
  opensOthers: true,
  people: ({ sealedTo }) => sealedTo,
  sets: ({ slotSet }) => [slotSet],
  readersAfter: (_, { sealedTo }) => sealedTo,
  mayGive: ({ sealedTo }, { readers }) => sealedTo.every((id) => isAmong(readers, id)),
  item: ({ sealedTo }, { directory }) => ({ readers: namesOf(sealedTo, directory) }),
});
