import type { ErrorCode } from '../api/errors.ts';

/** An answer other than the one asked for: thrown by a route, written by `serve`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** Further fields of the answer, in wire form. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
