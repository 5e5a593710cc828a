/** The feed: which cases something happened to, the same list for every officer. */
import type * as z from 'zod/mini';
import { readFeed } from '../../../../server/api/officer.ts';
import type { Api } from '../../../calls/api.ts';

type FeedAnswer = z.output<typeof readFeed.answer>;

export type FeedCase = FeedAnswer['cases'][number];

/** The turn from which the feed is to be asked for. */
export type FeedTurn = FeedAnswer['turn'];

export interface Feed {
  readonly cases: readonly FeedCase[];
  /** To ask from the next time: the newest there was when reading began. */
  readonly turn: FeedTurn;
  /** Whether the server's list is of another history than what was read of it before. */
  readonly isPutBack: boolean;
}

/** All that happened in a turn or later. */
export async function readWholeFeed(api: Api, from: FeedTurn): Promise<Feed> {
  const cases: FeedCase[] = [];
  const first: FeedAnswer = await api.call(readFeed, { from, after: null });
  const { turn } = first;
  // Turns only grow. A list that is older than the one that was read holds cases where they were not looked for.
  const isPutBack = from !== null && (first.isPutBack || turn === null || turn.turn < from.turn);
  if (isPutBack && !first.isPutBack) return { ...(await readWholeFeed(api, null)), isPutBack };
  for (let answer = first; ;) {
    cases.push(...answer.cases);
    const last = answer.cases.at(-1);
    if (!answer.more || last === undefined) return { cases, turn, isPutBack };
    const after = { turn: last.turn, caseId: last.caseId };
    answer = await api.call(readFeed, { from: isPutBack ? null : from, after });
  }
}
