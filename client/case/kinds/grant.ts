import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { findPerson } from '../../directory/directory.ts';
import { defineKind } from './kind.ts';
import { namedSets } from './named-set.ts';
import { isAmong } from './people.ts';

/**
 * An officer gave a colleague access, who had none: never to whom the reporter left out, or who is to decide about the
 * identity.
 */
export const grant = defineKind({
  name: 'grant',
  writers: { shared: ['officer'] },
  schema: z.object({ to: bytesOf('PersonId'), slotSets: namedSets }),
  key: 'gives',
  sets: ({ slotSets }) => slotSets,
  people: ({ to }) => [to],
  readersAfter: (before, { to }) => (isAmong(before, to) ? before : [...before, to]),
  mayGive: ({ to }, { readers, barred }) => !isAmong(readers, to) && !isAmong(barred, to),
  item: ({ to }, { directory }) => ({ to: findPerson(directory, to)?.name ?? '' }),
});
