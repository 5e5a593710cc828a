import * as z from 'zod/mini';
import { defineKind } from './kind.ts';
import { fullLine, text } from './text.ts';

/** Officers ask the reporter before they refer the case, disclose it to somebody, or ask who the reporter is. */
export const referralQuestion = defineKind({
  name: '?referral-question',
  writers: { shared: ['officer'] },
  schema: z.object({
    to: fullLine,
    text,
    /** Where what is asked is whether they may learn who the reporter is. */
    '?name': z.optional(z.literal(true)),
  }),
  isWord: true,
  item: ({ to, text: said, '?name': isName }) => ({ referredTo: to, text: said, isName: isName === true }),
});
