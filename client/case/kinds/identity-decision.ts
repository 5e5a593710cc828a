import * as z from 'zod/mini';
import { CryptoError } from '../../../crypto/errors.ts';
import { firstDay } from './days.ts';
import { custodianOf, request, requestIn, toldOf } from './identity-requests.ts';
import { defineKind } from './kind.ts';
import { text } from './text.ts';

/**
 * A custodian decides, once more after an objection. Nobody decides what they asked for: whom the report names as
 * custodian asks for nothing.
 */
export const identityDecision = defineKind({
  name: 'identity-decision',
  writers: { shared: ['custodian'] },
  schema: z.object({ request, approved: z.boolean(), reason: text }),
  identity: (fold, entry, { request: named, approved, reason }) => {
    const asked = requestIn(fold, named);
    const by = fold.someone(custodianOf(entry, fold));
    if (asked.state === 'refused' || asked.disclosure !== null)
      throw new CryptoError('malformed', 'decided already');
    asked.decision = { seq: entry.header.seq, day: entry.day, reason, by, approved };
    asked.state = approved ? 'approved' : 'refused';
    asked.from = approved ? firstDay(entry.day, fold.sealed.days) : null;
    if (asked.objection !== null) asked.objection = { ...asked.objection, isStanding: false };
  },
  item: ({ request: named, approved, reason }, context) => ({
    approved,
    reason,
    ...toldOf(context.request(named)),
  }),
});
