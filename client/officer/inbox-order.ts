/** Which cases the inbox shows, and in what order. */
import { dueOf, isSoon } from './due.ts';
import type { InboxCase } from './inbox-case.ts';

const filters = ['all', 'new', 'due', 'waiting', 'identity'] as const;
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
};

/** Few offices ask who a reporter is: that filter is there once somebody did. */
export function filtersFor(cases: readonly InboxCase[], today: string): Filter[] {
  return filters.filter((one) => one !== 'identity' || cases.some((item) => fits(one, item, today)));
}

export function fits(filter: Filter, item: InboxCase, today: string): boolean {
  return FITS[filter](item, today);
}

/** Nobody has opened it, something came since it was last on screen, or it could not be checked. */
function isNew(item: InboxCase): boolean {
  return item.status === 'new' || item.unread || item.trouble !== null;
}

/** New ones first, then by the nearest deadline; closed ones last, the latest closed first. */
export function inOrder(cases: readonly InboxCase[], today: string): InboxCase[] {
  const rank = (item: InboxCase) => (isNew(item) ? 0 : 1);
  const by = (item: InboxCase) => dueOf(item, today)?.by ?? '9999-12-31';
  return [...cases].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(by(a), by(b)) ||
      compare(b.lastDay, a.lastDay) ||
      compare(a.reference, b.reference),
  );
}

/** Whether every word typed is found in the line; `title` is the door's, in the officer's language. */
export function matches(item: InboxCase, title: string, typed: string): boolean {
  const line = fold(`${item.reference} ${item.reference.replace('-', '')} ${title} ${item.excerpt}`);
  return fold(typed)
    .split(/\s+/)
    .every((word) => line.includes(word));
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
