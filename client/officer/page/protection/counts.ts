/** How the reporters of an officer's cases fare, in numbers. */
import { checkInStates, currentCheckIn } from './check-ins.ts';
import { outcomes, type Outcome } from '../../../case/kinds/choices.ts';
import type { InboxCase } from '../../worker/inbox/case.ts';

export interface ProtectionCounts {
  /** Reporters with incidents that nobody has dealt with, and those where all were. */
  readonly open: number;
  readonly settled: number;
  /** Of the reporters who may have been asked: who answered the last check-in there was; and who said last that something changed. */
  readonly answered: number;
  readonly unanswered: number;
  readonly changed: number;
  /** Measures still to be taken, by their day and after it; and those that were taken. */
  readonly planned: number;
  readonly overdue: number;
  readonly inTime: number;
  readonly late: number;
  /** Cases that are not closed: at high risk, and never assessed. */
  readonly highRisk: number;
  readonly unassessed: number;
  /** How it ended; of closed cases where nobody has recorded it. */
  readonly ended: Readonly<Record<Outcome, number>>;
  readonly notSaid: number;
}

/** @param cases those of them that could be checked count, and of those only what this page's version kept */
export function countProtection(cases: readonly InboxCase[], today: string): ProtectionCounts {
  const known = cases.flatMap(({ protection, ...item }) =>
    protection === undefined ? [] : [{ ...item, ...protection }],
  );
  const count = (fits: (item: (typeof known)[number]) => boolean) => known.filter(fits).length;
  const sum = (of: (item: (typeof known)[number]) => number) =>
    known.reduce((total, item) => total + of(item), 0);
  const isOpen = ({ openIncidents = 0 }: InboxCase) => openIncidents > 0;
  const asked = known.flatMap(
    ({ day, checkIns }) => currentCheckIn(checkInStates(day, checkIns, today)) ?? [],
  );
  const answered = asked.filter(({ state }) => state === 'answered').length;
  return {
    open: count(isOpen),
    settled: count((item) => !isOpen(item) && item.incidents > 0),
    answered,
    unanswered: asked.length - answered,
    changed: count(({ changed }) => changed),
    planned: sum(({ dues }) => dues.filter((due) => due >= today).length),
    overdue: sum(({ dues }) => dues.filter((due) => due < today).length),
    inTime: sum(({ inTime }) => inTime),
    late: sum(({ late }) => late),
    highRisk: count(({ status, risk }) => status !== 'closed' && risk === 'high'),
    unassessed: count(({ status, risk = null }) => status !== 'closed' && risk === null),
    ended: Object.fromEntries(
      outcomes.map((one) => [one, count(({ outcome }) => outcome === one)]),
    ) as Record<Outcome, number>,
    notSaid: count(({ status, outcome }) => status === 'closed' && outcome === null),
  };
}
