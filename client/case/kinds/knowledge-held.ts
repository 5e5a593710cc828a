import * as z from 'zod/mini';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { learned } from './learned.ts';
import { text } from './text.ts';

/** Somebody learned of the report, and the reporter is not to know yet, for a reason. */
export const knowledgeHeld = defineKind({
  name: '?knowledge-held',
  ...internal,
  schema: z.object({ ...learned, reason: text, founding }),
  item: ({ who, how, day: when, reason }) => ({ learned: { who, how, when, recorded: null }, reason }),
});
