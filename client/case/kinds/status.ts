import * as z from 'zod/mini';
import { statuses } from './choices.ts';
import { defineKind } from './kind.ts';
import { anyText } from './text.ts';

/** An officer moved the case on; the reporter sees it, with the reason. */
export const status = defineKind({
  name: 'status',
  writers: { shared: ['officer'] },
  schema: z.object({ status: z.enum(statuses), reason: anyText }),
  isWord: true,
  item: (content) => ({ status: content.status, reason: content.reason }),
});
