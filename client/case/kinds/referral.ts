import * as z from 'zod/mini';
import { bytesOf } from '../../../server/api/wire.ts';
import { riskLevels } from './choices.ts';
import { founding, internal } from './internal.ts';
import { defineKind } from './kind.ts';
import { anyText, fullLine } from './text.ts';

/** A case was referred or disclosed. Where the risk was high: why all the same, and how the reporter was asked. */
export const referral = defineKind({
  name: '?referral',
  ...internal,
  schema: z.object({
    to: fullLine,
    text: anyText,
    /** The risk as it was assessed last; null where nobody had. */
    risk: z.nullable(z.enum(riskLevels)),
    reason: anyText,
    asked: z.nullable(bytesOf('Hash')),
    founding,
  }),
  item: ({ to, text, risk, reason: why }) => ({ referredTo: to, risk, why, text }),
});
