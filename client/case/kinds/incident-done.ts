import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** Officers have done what they can about an incident. */
export const incidentDone = defineKind({
  name: '?incident-done',
  ...internal,
  schema: z.object({ incident: bytesOf('Hash'), text: anyText, founding }),
  item: ({ text }) => ({ text }),
});
