import type { Database } from '../db/tables.ts';
import type { Instance } from './instance.ts';
import type { Office } from './office.ts';

/** What every route is given. */
export interface Context {
  readonly db: Database;
  readonly instance: Instance;
  readonly office: Office;
  /** How people reach the instance; null where nobody has said. */
  readonly publicUrl: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
