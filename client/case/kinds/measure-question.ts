import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/** Officers ask the reporter whether a measure helped, and say which. */
export const measureQuestion = defineKind({
  name: '?measure-question',
  writers: { shared: ['officer'] },
  schema: z.object({ measure: bytesOf('Hash'), text }),
  isWord: true,
  item: ({ text: said }) => ({ text: said }),
});
