import * as z from 'zod/mini';
import { checkInDays } from './choices.ts';
import { circumstances } from './circumstances.ts';
import { defineKind } from './kind.ts';

/** The reporter was asked, some time after reporting, whether anything has changed, and answered. */
export const checkIn = defineKind({
  name: '?check-in',
  writers: { shared: ['reporter'] },
  schema: z.object({
    due: z.literal(checkInDays),
    changed: z.boolean(),
    /** How it is now, where the reporter says it again. */
    now: z.nullable(circumstances),
  }),
  item: ({ due, changed, now }) => ({ due, changed, now }),
});
