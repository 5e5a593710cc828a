/** When the risk to a reporter is to be looked at again: whenever the case has moved on since. */
import type { CaseView } from '../../../case/fold/view.ts';
import type { Assessment } from '../../../case/fold/safeguards.ts';
import { addDays } from '../../../case/kinds/days.ts';

export type RiskStage = Assessment['stage'];

/** Days after closing from which it is the time after, and no longer the outcome. */
const AFTER = 30;

const STAGES = {
  new: 'intake',
  open: 'intake',
  assessing: 'decision',
  investigating: 'during',
} as const;

type Moved = Pick<CaseView, 'day' | 'status' | 'closed' | 'items'>;

/** Where a case stands, and the UTC day since when. */
export function riskStage(view: Moved, today: string): { readonly stage: RiskStage; readonly since: string } {
  const { day, status, closed, items } = view;
  if (status !== 'closed')
    return { stage: STAGES[status], since: items.findLast(({ kind }) => kind === 'status')?.day ?? day };
  const since = closed ?? day;
  const after = addDays(since, AFTER);
  return today >= after ? { stage: 'after', since: after } : { stage: 'outcome', since };
}

/** What was assessed for another stage counts where it was done after the case had moved on. */
export function isRiskDue(view: Moved, assessments: readonly Assessment[], today: string): boolean {
  const last = assessments.at(-1);
  const { stage, since } = riskStage(view, today);
  return last === undefined || (last.stage !== stage && last.day <= since);
}
