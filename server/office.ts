/** The newest directory as the server uses it: whose sessions are good, and which key is the authority's. */
import { parseDirectory, type Directory, type Person } from './api/directory.ts';
import { equal, type PersonId } from '../crypto/bytes.ts';
import { directoryVersion, newestVersion } from '../db/directories.ts';
import type { Database } from '../db/tables.ts';
import { Refusal } from './refusal.ts';

/** Reads the newest directory, parsing each version once. Which one is newest is asked every time. */
export class Office {
  readonly #db: Database;
  #parsed: Directory | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @throws Refusal `not-ready` before the instance is set up */
  async directory(): Promise<Directory> {
    const version = await newestVersion(this.#db);
    if (version === undefined) throw new Refusal('not-ready');
    if (this.#parsed?.version !== version) {
      const stored = await directoryVersion(this.#db, version);
      this.#parsed = stored === undefined ? null : parseDirectory(stored.text);
    }
    if (this.#parsed === null) throw new Refusal('server-failed');
    return this.#parsed;
  }

  /** What the newest directory says of a person; null when it does not name them. */
  async stateOf(person: PersonId): Promise<Person['state'] | null> {
    const { people } = await this.directory();
    return people.find((candidate) => equal(candidate.id, person))?.state ?? null;
  }
}
