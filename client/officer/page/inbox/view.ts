/** What stays of the inbox while a case is open, so that one comes back to the same place. */
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { Filter, Order } from './order.ts';

/** Cases that are drawn at first, and each time more are asked for: more than fit a screen, and drawn at once. */
export const DRAWN_AT_ONCE = 100;

export interface InboxView {
  cases: readonly InboxCase[] | null;
  filter: Filter;
  order: Order;
  typed: string;
  /** How many of the list's cases are on the page, from the first. */
  drawn: number;
  /** Pixels from the top. */
  scroll: number;
  /** The case that was opened. */
  opened: string | null;
}

export function newInboxView(): InboxView {
  const drawn = DRAWN_AT_ONCE;
  return { cases: null, filter: 'all', order: 'due', typed: '', drawn, scroll: 0, opened: null };
}
