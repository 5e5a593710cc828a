/** Whether a case may be passed on, or disclosed to somebody: not without the reporter where the risk is high. */
import { addDays } from '../kinds/days.ts';
import type { Protection, ReferralQuestion } from './protection.ts';
import type { Safeguards } from './safeguards.ts';

/** UTC days that a reporter has to answer: most look in once a week. */
export const ANSWER_DAYS = 7;

/**
 * What stands against a referral. `unassessed`: nobody has looked at the risk. `unasked`: the reporter was not asked about
 * it. `waiting`: and may still answer. `reason`: there is none that says why it must be all the same.
 */
export type ReferralBlock = 'unassessed' | 'unasked' | 'waiting' | 'reason';

/**
 * @param asked the question to the reporter that was about this, where there was one
 * @param today UTC day by the server's clock
 * @returns null where nothing stands against it
 */
export function referralBlock(
  { assessments }: Safeguards,
  asked: ReferralQuestion | null,
  reason: string,
  today: string,
): ReferralBlock | null {
  const last = assessments.at(-1);
  if (last === undefined) return 'unassessed';
  if (last.level !== 'high') return null;
  if (asked === null) return 'unasked';
  if (isAwaited(asked, today)) return 'waiting';
  return reason.trim() === '' ? 'reason' : null;
}

/** What stands against somebody being told who the reporter is: custodians decide about that as well. */
export type NamingBlock = Exclude<ReferralBlock, 'unassessed'>;

/** The same, once somebody has found that the risk is high. */
export function namingBlock(
  ...[safeguards, asked, reason, today]: Parameters<typeof referralBlock>
): NamingBlock | null {
  const block = referralBlock(safeguards, asked, reason, today);
  return block === 'unassessed' ? null : block;
}

/** Whether the reporter has not answered, and may still. */
export function isAwaited({ answer, day }: ReferralQuestion, today: string): boolean {
  return answer === null && today <= addDays(day, ANSWER_DAYS);
}

/** The last question to the reporter about passing it on to somebody. */
export function questionAbout(protection: Protection, to: string): ReferralQuestion | null {
  return lastTo(protection, to, false);
}

/** The last question to the reporter whether somebody may learn who they are. */
export function nameQuestion(protection: Protection, to: string): ReferralQuestion | null {
  return lastTo(protection, to, true);
}

function lastTo({ referralQuestions }: Protection, to: string, isName: boolean): ReferralQuestion | null {
  const plain = (name: string) => name.trim().toLowerCase();
  const isIt = (one: ReferralQuestion) => one.isName === isName && plain(one.to) === plain(to);
  return referralQuestions.findLast(isIt) ?? null;
}
