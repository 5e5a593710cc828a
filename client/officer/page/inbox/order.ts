/** Which cases the inbox shows, and in what order. */
import { dueOf, isSoon } from '../../../case/fold/due.ts';
import type { Priority } from '../../../case/kinds/choices.ts';
import type { InboxCase } from '../../worker/inbox/case.ts';

const filters = ['all', 'new', 'due', 'waiting', 'identity', 'protection'] as const;
export type Filter = (typeof filters)[number];

const FITS: Record<Filter, (item: InboxCase, today: string) => boolean> = {
  all: () => true,
  new: isNew,
  due: (item, today) => {
    const due = item.trouble === null ? dueOf(item, today) : null;
    return due !== null && isSoon(due);
  },
  waiting: (item) => item.trouble === null && item.status !== 'closed' && item.waitingFor === 'officers',
  identity: (item) => item.identity !== null,
  protection: needsProtection,
};

/** Few offices ask who a reporter is, or have one who is in danger: these filters are there once somebody did, or is. */
const RARE: readonly Filter[] = ['identity', 'protection'];

export function filtersFor(cases: readonly InboxCase[], today: string): Filter[] {
  return filters.filter((one) => !RARE.includes(one) || cases.some((item) => fits(one, item, today)));
}

/** Retaliation was reported, or may come, or something is done against it. */
function needsProtection(item: InboxCase): boolean {
  const { openIncidents = 0, measureDue = null, risk = null, protection } = item;
  if (openIncidents > 0 || measureDue !== null || risk === 'high') return true;
  return protection !== undefined && (protection.incidents > 0 || protection.changed);
}

/** Whether a measure that protects the reporter is still to be taken, and its day is over. */
export function isOverdue({ measureDue = null }: InboxCase, today: string): boolean {
  return measureDue !== null && measureDue < today;
}

export function fits(filter: Filter, item: InboxCase, today: string): boolean {
  return FITS[filter](item, today);
}

/** Nobody has opened it, something came since it was last on screen, or it could not be checked. */
function isNew(item: InboxCase): boolean {
  return item.status === 'new' || item.unread || item.trouble !== null;
}

export const orders = ['due', 'priority'] as const;
/** By what comes next, or by how soon officers mean to work on it. */
export type Order = (typeof orders)[number];

/** After every day there is. */
const NEVER = '9999-12-31';

const PRIORITY_RANK: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

function priorityRank({ priority = 'normal', status }: InboxCase): number {
  return status === 'closed' ? PRIORITY_RANK.low + 1 : PRIORITY_RANK[priority];
}

/**
 * Whoever is retaliated against comes before all else, in either order. Then new ones and those with an overdue measure,
 * then by the nearest day of a deadline or a measure; closed ones last, the latest closed first. By priority: the highest
 * first, and in it as before.
 */
export function inOrder(cases: readonly InboxCase[], today: string, order: Order = 'due'): InboxCase[] {
  const places = cases.map((item) => ({
    item,
    urgency: (item.openIncidents ?? 0) > 0 ? 0 : 1,
    priority: order === 'priority' ? priorityRank(item) : 0,
    rank: isNew(item) || isOverdue(item, today) ? 0 : 1,
    by: [dueOf(item, today)?.by ?? NEVER, item.measureDue ?? NEVER].sort(compare)[0]!,
  }));
  places.sort(
    (a, b) =>
      a.urgency - b.urgency ||
      a.priority - b.priority ||
      a.rank - b.rank ||
      compare(a.by, b.by) ||
      compare(b.item.lastDay, a.item.lastDay) ||
      compare(a.item.reference, b.item.reference),
  );
  return places.map(({ item }) => item);
}

/** Whether every word typed is found in the row; `title` is the door's, in the officer's language. */
export function matches(item: InboxCase, title: string, typed: string): boolean {
  const row = fold(`${item.reference} ${item.reference.replace('-', '')} ${title} ${item.excerpt}`);
  return fold(typed)
    .split(/\s+/)
    .every((word) => row.includes(word));
}

/** Without case, accents, and the marks of direction that copied text brings. */
function fold(value: string): string {
  return value
    .normalize('NFD')
    .replace(/[\p{Diacritic}\p{Cf}]/gu, '')
    .toLowerCase()
    .trim();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
