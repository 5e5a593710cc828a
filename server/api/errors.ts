/** Every error the server can answer with, and its HTTP status. Sentences for people are the client's. */
export const STATUS = {
  /** The request is not what the contract says: its form, a field, a length, an encoding. */
  'bad-request': 400,
  /** No session, an ended one, or a sign-in that does not match: never which of them. */
  'signed-out': 401,
  /** No proof of work, a wrong one, an expired one, or one that was used before. */
  'work-refused': 402,
  /** The link to set up was used, or never existed. */
  'setup-refused': 403,
  /** Signed in with the right key, by somebody whom no directory names yet. */
  'not-admitted': 403,
  /** Signed in with the right key, by somebody whom the directory names as suspended or removed. */
  'access-ended': 403,
  /** Passkeys are verified for another address than the page's. */
  'wrong-address': 403,
  /** No such case, address or version: unknown, forbidden and deleted are one answer. */
  'not-found': 404,
  'method-not-allowed': 405,
  /** Something else came first. For a chain, `head` says what. */
  conflict: 409,
  /** A slot set or share set names another directory than the newest: who may read has changed, look again. */
  'directory-changed': 409,
  /** A file that an entry names has not come whole: the missing pieces are sent, then the entry. */
  'blob-missing': 409,
  /** The log is not closed yet for the day that was asked for: it is within an hour after that day's end. */
  'not-closed': 409,
  'too-large': 413,
  'wrong-content-type': 415,
  /** The server failed; nothing was written. The same request may be sent again. */
  'server-failed': 500,
  /** What was asked for is stored, and cannot be read: a part of the database is damaged. Others go on. */
  damaged: 500,
  /** A day has added to this case, or brought from this account, what a day may. The next one adds more. */
  'day-full': 429,
  /** No room: on the disk, or for what comes from people without an account. Nothing was written. */
  full: 507,
  /** More at once than there is room for. The same request may be sent again in a minute. */
  busy: 503,
  /** Not set up yet. */
  'not-ready': 503,
  /** The database is full, gone, damaged or does not answer: nothing was confirmed. The same request may be sent again. */
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;
