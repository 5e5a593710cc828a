/** What all kinds that officers write for officers have in common. Whichever is the first of a case brings the key of the notes. */
import * as z from 'zod/mini';
import { namedSet, type NamedSet } from './named-set.ts';

/** The set that the key is sealed in: of the first of its chain, and of no other. */
export const founding = z.optional(namedSet);

export const internal = {
  writers: { internal: ['officer'] },
  key: 'founds',
  sets: (content: { readonly founding?: NamedSet | undefined }) =>
    content.founding === undefined ? [] : [content.founding],
} as const;
