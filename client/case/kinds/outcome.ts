import * as z from 'zod/mini';
import { outcomes } from './choices.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** How it ended for the reporter, at closing or when asked later. */
export const outcome = defineKind({
  name: '?outcome',
  ...internal,
  schema: z.object({ outcome: z.enum(outcomes), text: anyText, founding }),
  item: ({ outcome: how, text }) => ({ outcome: how, text }),
});
