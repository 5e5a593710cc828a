import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { helpings } from './choices.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** The reporter says whether a measure helped. */
export const measureAnswer = defineKind({
  name: '?measure-answer',
  writers: { shared: ['reporter'] },
  schema: z.object({ question: bytesOf('Hash'), helped: z.enum(helpings), text: anyText }),
  isWord: true,
  item: ({ helped, text }) => ({ helped, text }),
});
