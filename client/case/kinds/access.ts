import * as z from 'zod/mini';
import { defineKind } from './kind.ts';

/** Somebody of the office opened the case for the first time. */
export const access = defineKind({
  name: 'access',
  writers: { shared: ['officer', 'custodian'] },
  schema: z.object({}),
  item: () => ({}),
});
