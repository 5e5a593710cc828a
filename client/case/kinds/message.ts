import * as z from 'zod/mini';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/** A reply, by either side. */
export const message = defineKind({
  name: 'message',
  writers: { shared: ['reporter', 'officer'] },
  schema: z.object({ text }),
  isWord: true,
  item: (content) => ({ text: content.text }),
});
