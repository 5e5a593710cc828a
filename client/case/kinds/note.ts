import * as z from 'zod/mini';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/** For officers only. */
export const note = defineKind({
  name: 'note',
  ...internal,
  schema: z.object({ text, founding }),
  item: (content) => ({ text: content.text }),
});
