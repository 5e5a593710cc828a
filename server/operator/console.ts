/** What the operator is told while the server runs: what failed, never who asked or for what. */
import { DatabaseError, troubleOf, type DatabaseTrouble } from '../../db/trouble.ts';

const SENTENCES: Readonly<Record<DatabaseTrouble, string>> = {
  full: 'the disk is full: nothing more is stored until there is room on it',
  damaged: 'a part of the database is damaged: see it with sotto check, and keep a backup at hand',
  disk: 'the disk of the database cannot be read or written',
  'read-only': 'the database cannot be written: make its file and folder writable for this user',
  gone: 'the database file is no longer where it was, or another one is in its place: nothing is confirmed; stop this server, put the file back, then start again',
  unanswered: 'the database does not answer in time',
};

/** Milliseconds after which the same trouble is told again: every request meets it, and a full disk has no room for lines. */
const AGAIN = 60_000;
/** Lines that are remembered: a damaged case has one of its own. */
const MOST_SAID = 1000;
const said = new Map<string, number>();

/** @param what was done, such as `housekeeping`; nothing for a request */
export function logFailure(error: unknown, what?: string): void {
  const trouble = troubleOf(error);
  const words =
    trouble === 'damaged' && error instanceof DatabaseError
      ? `damaged and passed over: ${error.message}; see it with sotto check, and keep a backup at hand`
      : trouble === null
        ? error instanceof Error
          ? `${error.name}: ${error.message}`
          : 'failed'
        : SENTENCES[trouble];
  const line = what === undefined ? words : `${what}: ${words}`;
  const now = Date.now();
  if (trouble !== null && now - (said.get(line) ?? 0) < AGAIN) return;
  if (said.size >= MOST_SAID) said.clear();
  said.set(line, now);
  log(line);
}

export function log(words: string): void {
  process.stderr.write(`sotto: ${words}\n`);
}
