import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** The reporter says what they think of a referral. */
export const referralAnswer = defineKind({
  name: '?referral-answer',
  writers: { shared: ['reporter'] },
  schema: z.object({ question: bytesOf('Hash'), agrees: z.boolean(), text: anyText }),
  isWord: true,
  item: ({ agrees, text }) => ({ agrees, text }),
});
