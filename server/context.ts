import type { Database } from '../db/tables.ts';
import type { Instance } from './instance.ts';

/** What every route is given. */
export interface Context {
  readonly db: Database;
  readonly instance: Instance;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
