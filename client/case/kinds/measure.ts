import * as z from 'zod/mini';
import { bytesOf, day } from '../../../server/api/wire.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText, fullLine } from './text.ts';

/** Something is to be done to protect the reporter, by somebody of the office, until a day. */
export const measure = defineKind({
  name: '?measure',
  ...internal,
  schema: z.object({ what: fullLine, owner: bytesOf('PersonId'), due: day, text: anyText, founding }),
  item: ({ what, due, text }) => ({ measure: { what, due }, text }),
});
