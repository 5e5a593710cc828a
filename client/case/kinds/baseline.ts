import * as z from 'zod/mini';
import { circumstanceFields } from './circumstances.ts';
import { defineKind } from './kind.ts';

/** Where the reporter stands at work, to compare with later. The first one counts as it was; later ones correct it. */
export const baseline = defineKind({
  name: '?baseline',
  writers: { shared: ['reporter'] },
  schema: z.object(circumstanceFields),
  item: (circumstances) => ({ circumstances }),
});
