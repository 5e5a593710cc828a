import * as z from 'zod/mini';
import { priorities } from './choices.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';

/** How soon officers mean to work on a case. The last one counts; without one it is normal. */
export const priority = defineKind({
  name: '?priority',
  ...internal,
  schema: z.object({ priority: z.enum(priorities), founding }),
  item: (content) => ({ priority: content.priority }),
});
