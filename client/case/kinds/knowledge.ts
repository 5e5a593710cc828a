import * as z from 'zod/mini';
import { bytesOf, day } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';
import { learned } from './learned.ts';

/** Somebody learned of the report. The reporter sees it; where it was held back first, since when. */
export const knowledge = defineKind({
  name: '?knowledge',
  writers: { shared: ['officer'] },
  schema: z.object({
    ...learned,
    /** Where it was held back: the day it was recorded, and the entry. */
    recorded: z.nullable(day),
    held: z.nullable(bytesOf('Hash')),
  }),
  item: ({ who, how, day: when, text, recorded }) => ({ learned: { who, how, when, recorded }, text }),
});
