/** What the risk to a reporter has standing against an officer's learning who they are (PROTOCOL §11). */
import { fromBase64url } from '../../../../crypto/base64url.ts';
import { typed, type PersonId } from '../../../../crypto/bytes.ts';
import type { ReferralQuestion } from '../../../case/fold/protection.ts';
import {
  ANSWER_DAYS,
  isAwaited,
  nameQuestion,
  namingBlock,
  type NamingBlock,
} from '../../../case/fold/referral.ts';
import { firstDay, utcToday } from '../../../case/kinds/days.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import type { ReadCase } from './reader.ts';

export interface Naming {
  /** As it is without a reason; null for a custodian, who is told nothing of the risk. */
  readonly block: NamingBlock | null;
  /** The last question to the reporter that was about this officer. */
  readonly asked: ReferralQuestion | null;
}

type Known = Pick<CaseContext, 'known'>;

/** @param me id as the view has it */
export function namingOf(context: Known, read: ReadCase, me: string): Naming {
  const asked = nameQuestion(read.view.protection, nameOf(context, me));
  return { asked, block: namingBlock(read.safeguards, asked, '', read.day) };
}

/** @throws Failure `not-allowed` where the risk stands against it */
export function checkNaming(context: Known, read: ReadCase, me: string, reason: string): void {
  const { asked } = namingOf(context, read, me);
  if (namingBlock(read.safeguards, asked, reason, read.day) !== null) throw new Failure('not-allowed');
}

/**
 * Of requests whose reporter was asked and may still answer, by id, the day from which they had time. Custodians read no
 * assessment: that the reporter was asked is what tells them. It is over when it is by the server's day and by this
 * device's own.
 */
export function awaitedOf({ view, day }: ReadCase): Readonly<Record<string, string>> {
  const today = utcToday();
  const days = view.identity.requests.flatMap(({ id, by, isGone }: IdentityRequest) => {
    if (isGone) return [];
    const asked = nameQuestion(view.protection, by.name);
    const waits = asked !== null && (isAwaited(asked, day) || isAwaited(asked, today));
    return waits ? [[id, firstDay(asked.day, ANSWER_DAYS)] as const] : [];
  });
  return Object.fromEntries(days);
}

function nameOf({ known }: Known, person: string): string {
  const id: PersonId = typed('PersonId', fromBase64url(person) ?? new Uint8Array());
  return findPerson(known.directory, id)?.name ?? '';
}
