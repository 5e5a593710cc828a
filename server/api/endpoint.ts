/** What one request is: method, path, and the schemas of question and answer. Both sides are typed by it. */
import type * as z from 'zod/mini';

export interface Endpoint<Q extends z.ZodMiniType, A extends z.ZodMiniType> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: `/api/${string}`;
  /** The JSON body; for GET, the parameters in the address. */
  readonly request: Q;
  readonly answer: A;
}

export function endpoint<Q extends z.ZodMiniType, A extends z.ZodMiniType>(
  method: Endpoint<Q, A>['method'],
  path: Endpoint<Q, A>['path'],
  request: Q,
  answer: A,
): Endpoint<Q, A> {
  return { method, path, request, answer };
}
