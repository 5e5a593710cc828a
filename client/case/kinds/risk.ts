import * as z from 'zod/mini';
import { likelihoods, riskStages, seriousnesses, sizes } from './choices.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText, line } from './text.ts';

/** How likely and how serious detriment to the reporter is, as an officer sees it now. */
export const risk = defineKind({
  name: '?risk',
  ...internal,
  schema: z.object({
    stage: z.enum(riskStages),
    likelihood: z.enum(likelihoods),
    seriousness: z.enum(seriousnesses),
    /** How many work there, know of it, and are accused. */
    people: z.enum(sizes),
    knowing: z.enum(sizes),
    accused: z.enum(sizes),
    subject: line,
    text: anyText,
    founding,
  }),
  item: ({ likelihood, seriousness, text }) => ({ assessed: { likelihood, seriousness }, text }),
});
