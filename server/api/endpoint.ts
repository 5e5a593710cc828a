/** What one request is: method, path, and the schemas of question and answer. Both sides are typed by it. */
import type * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

/** Header of every answer: the UTC day by the server's clock, `YYYY-MM-DD`. */
export const DAY_HEADER = 'sotto-day';

/** Header of every answer: the version of this contract that the server speaks. */
export const VERSION_HEADER = 'sotto-version';

/**
 * Goes up with a change that makes older pages and this server, or the other way round, misunderstand one another: a page
 * that was open meanwhile is then told that it is old, and not that something was altered.
 */
export const VERSION = 2;

export interface Endpoint<Q extends z.ZodMiniType, A extends z.ZodMiniType> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: `/api/${string}`;
  /** The JSON body; for GET, the parameters in the address. */
  readonly request: Q;
  readonly answer: A;
  /** Bytes its body has at most. */
  readonly bodyBytes: number;
  /** Of an answer with a text in it that is read later: whether this version can read it. */
  isReadable?(answer: z.output<A>): boolean;
}

export function endpoint<Q extends z.ZodMiniType, A extends z.ZodMiniType>(
  method: Endpoint<Q, A>['method'],
  path: Endpoint<Q, A>['path'],
  request: Q,
  answer: A,
  bodyBytes: number = LIMITS.bodyBytes,
): Endpoint<Q, A> {
  return { method, path, request, answer, bodyBytes };
}
