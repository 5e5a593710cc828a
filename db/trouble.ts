/** What a database can fail with for reasons outside of this program, told from its driver's errors. */

export type DatabaseTrouble =
  /** The disk that holds it is full. */
  | 'full'
  /** A part of the file is not what it should be. */
  | 'damaged'
  /** The disk, or the system, refused to read or write. */
  | 'disk'
  /** The file or its folder may not be written. */
  | 'read-only'
  /** The file is no longer where it was, or another one is there. */
  | 'gone'
  /** It did not answer in time, or the connection to it ended. */
  | 'unanswered';

/**
 * Reads what a row holds.
 * @param name of the row, for whoever runs it
 * @throws DatabaseError `damaged` where it is not what is written there
 */
export function sound<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new DatabaseError('damaged', name);
  }
}

/** A case as whoever runs the server finds it in the database. */
export function nameOfCase(id: unknown): string {
  return `case ${id instanceof Uint8Array ? Buffer.from(id).toString('hex') : 'without an id'}`;
}

/** Thrown by this folder itself; drivers' errors are told by their codes. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly trouble: DatabaseTrouble;

  constructor(trouble: DatabaseTrouble, message: string = trouble) {
    super(message);
    this.trouble = trouble;
  }
}

/** A database that is not served, in one sentence that says why and what to do. */
export class NotServed extends Error {
  override readonly name = 'NotServed';
}

/** Beginnings of SQLite's codes, the longest first. */
const SQLITE: readonly (readonly [string, DatabaseTrouble])[] = [
  ['SQLITE_IOERR_SHORT_READ', 'damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'damaged'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'disk'],
  ['SQLITE_IOERR', 'disk'],
  ['SQLITE_BUSY', 'unanswered'],
  ['SQLITE_LOCKED', 'unanswered'],
];

/** Codes of PostgreSQL and of the network to it. Classes of two characters stand for all that begin with them. */
const POSTGRES: Readonly<Record<string, DatabaseTrouble>> = {
  '53100': 'full',
  '53': 'unanswered',
  '25006': 'read-only',
  '57014': 'unanswered',
  '57P': 'unanswered',
  '55P03': 'unanswered',
  '25P03': 'unanswered',
  '58': 'disk',
  '08': 'unanswered',
  XX001: 'damaged',
  XX002: 'damaged',
  ECONNREFUSED: 'unanswered',
  ECONNRESET: 'unanswered',
  EPIPE: 'unanswered',
  ETIMEDOUT: 'unanswered',
  EHOSTUNREACH: 'unanswered',
  ENETUNREACH: 'unanswered',
  ENOTFOUND: 'unanswered',
  EAI_AGAIN: 'unanswered',
};

/** What the driver of PostgreSQL says, without a code, when time is up or a connection ends. */
const SAYS_UNANSWERED = /timeout|Connection terminated|not queryable|Connection ended/i;

/** @returns null for what is not the database's */
export function troubleOf(error: unknown): DatabaseTrouble | null {
  if (error instanceof DatabaseError) return error.trouble;
  if (error instanceof AggregateError) return troubleOf(error.errors[0]);
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const sqlite = SQLITE.find(([beginning]) => code.startsWith(beginning));
  if (sqlite !== undefined) return sqlite[1];
  const known = POSTGRES[code] ?? POSTGRES[code.slice(0, 3)] ?? POSTGRES[code.slice(0, 2)];
  if (known !== undefined) return known;
  return code === '' && SAYS_UNANSWERED.test(error.message) ? 'unanswered' : null;
}
