import type { Database } from '../../db/tables.ts';
import type { Limits } from '../limits/limits.ts';
import type { Instance } from './instance.ts';
import type { NewestDirectory } from './newest-directory.ts';
import type { PassingStore } from './passing-store.ts';
import type { Calendar } from './calendar.ts';
import type { NoteKey } from '../../crypto/note.ts';

/** What every route is given. */
export interface Context {
  readonly db: Database;
  readonly instance: Instance;
  readonly newest: NewestDirectory;
  /** Sessions and what else passes. */
  readonly passing: PassingStore;
  readonly calendar: Calendar;
  readonly limits: Limits;
  /** Who may cosign the log. */
  readonly witnesses: readonly NoteKey[];
  /** How people reach the instance; null where nobody has said. */
  readonly publicUrl: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
