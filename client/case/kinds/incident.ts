import * as z from 'zod/mini';
import { day } from '../../../server/api/wire.ts';
import { forms, incidentStates } from './choices.ts';
import { defineKind } from './kind.ts';
import { line, text } from './text.ts';

/** Retaliation, as the reporter tells it. Nobody may miss it: no page passes it over. */
export const incident = defineKind({
  name: 'incident',
  writers: { shared: ['reporter'] },
  schema: z.object({
    /** When, as far as it is known; what else is known of it is in `about`. */
    day: z.nullable(day),
    about: line,
    who: line,
    forms: z.array(z.enum(forms)).check(
      z.minLength(1),
      z.maxLength(forms.length),
      z.refine((all) => new Set(all).size === all.length),
    ),
    state: z.enum(incidentStates),
    text,
  }),
  isWord: true,
  item: ({ day: when, about, who, forms: all, state, text: said }) => ({
    incident: { when, about, who, forms: all, state },
    text: said,
  }),
});
