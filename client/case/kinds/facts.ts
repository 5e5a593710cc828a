import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/** More facts from the reporter, which belong to the report. */
export const facts = defineKind({
  name: 'facts',
  writers: { shared: ['reporter'] },
  schema: z.object({
    text,
    /** The incident it is about, where it is about one. */
    '?incident': z.optional(bytesOf('Hash')),
  }),
  isWord: true,
  item: (content) => ({ text: content.text }),
});
