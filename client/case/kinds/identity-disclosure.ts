import * as z from 'zod/mini';
import {
  custodianOf,
  request,
  requestIn,
  toldOf,
  type BrokenRule,
  type IdentityRequest,
} from './identity-requests.ts';
import { keyLetter } from './key-letter.ts';
import { defineKind } from './kind.ts';

/** A custodian hands the key of the identity, or of the one original, to the officer who asked. */
export const identityDisclosure = defineKind({
  name: 'identity-disclosure',
  writers: { shared: ['custodian'] },
  schema: z.object({ request, letter: keyLetter }),
  identity: (fold, entry, { request: named }) => {
    const asked = requestIn(fold, named);
    const by = fold.someone(custodianOf(entry, fold));
    // The first counts: a second one gives the same officer the same key again.
    if (asked.disclosure !== null) return;
    asked.disclosure = { seq: entry.header.seq, day: entry.day, by, broken: brokenBy(asked, entry.day) };
    asked.state = 'disclosed';
    if (asked.original === null) fold.disclosed.set(asked.id, fold.sealed.box);
  },
  item: ({ request: named }, context) => {
    const asked = context.request(named);
    const isFirst = asked?.disclosure?.seq === context.seq;
    return { ...toldOf(asked), broken: isFirst ? asked.disclosure.broken : null };
  },
});

/** A custodian who breaks the rule does not take the case from everybody with that: it is shown, and named. */
function brokenBy({ decision, objection, from }: IdentityRequest, day: string): BrokenRule | null {
  if (decision?.approved !== true) return 'undecided';
  if (objection?.isStanding === true) return 'objected';
  return from === null || day < from ? 'early' : null;
}
