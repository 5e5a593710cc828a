import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { measureResults } from './choices.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** A measure was taken, or will not be. */
export const measureDone = defineKind({
  name: '?measure-done',
  ...internal,
  schema: z.object({ measure: bytesOf('Hash'), result: z.enum(measureResults), text: anyText, founding }),
  item: ({ result, text }) => ({ result, text }),
});
