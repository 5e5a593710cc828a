/** The newest directory as the server uses it: whose sessions are good, which key is the authority's, what sets name. */
import { parseDirectory, type Directory, type Person } from '../api/directory.ts';
import { equal, type Hash, type PersonId, type SigningPublicKey } from '../../crypto/bytes.ts';
import { directoryHash } from '../../crypto/directory.ts';
import { directoryVersion, newestVersion } from '../../db/directories.ts';
import type { Database } from '../../db/tables.ts';
import { DatabaseError } from '../../db/trouble.ts';
import { Refusal } from '../answers/refusal.ts';

interface NewestVersion {
  readonly version: number;
  readonly hash: Hash;
  /** The key of the notary that it names. */
  readonly notary: SigningPublicKey;
}

/** Reads the newest directory, parsing each version once. Which one is newest is asked every time. */
export class NewestDirectory {
  readonly #db: Database;
  #parsed: Directory | null = null;
  #newest: NewestVersion | null = null;

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
    if (this.#parsed === null) throw new DatabaseError('damaged', `version ${version} of the directory`);
    return this.#parsed;
  }

  /** @throws Refusal `not-ready` before the instance is set up */
  async version(): Promise<NewestVersion> {
    const newest = await this.versionOrNull();
    if (newest === null) throw new Refusal('not-ready');
    return newest;
  }

  async versionOrNull(): Promise<NewestVersion | null> {
    const version = await newestVersion(this.#db);
    if (version === undefined) return null;
    if (this.#newest?.version !== version) {
      const stored = await directoryVersion(this.#db, version);
      const parsed = stored && parseDirectory(stored.text);
      if (!parsed) throw new DatabaseError('damaged', `version ${version} of the directory`);
      this.#newest = { version, hash: directoryHash(stored.text), notary: parsed.notary };
    }
    return this.#newest;
  }

  /**
   * The notary that the newest version names, as it was when it was asked for last: whoever writes has been given its hash just
   * before. Null before the instance is set up.
   */
  async notary(): Promise<SigningPublicKey | null> {
    return (this.#newest ?? (await this.versionOrNull()))?.notary ?? null;
  }

  /**
   * The version that all of these name, if it was the newest when this was asked last; whoever writes makes sure that it is.
   * @returns null for any other
   */
  async versionNamed(hashes: readonly Hash[]): Promise<number | null> {
    const isNewest = ({ hash }: NewestVersion) => hashes.every((named) => equal(named, hash));
    if (this.#newest !== null && isNewest(this.#newest)) return this.#newest.version;
    const newest = await this.version();
    return isNewest(newest) ? newest.version : null;
  }

  /** What the newest directory says of a person; null when it does not name them. */
  async stateOf(person: PersonId): Promise<Person['state'] | null> {
    const { people } = await this.directory();
    return people.find((candidate) => equal(candidate.id, person))?.state ?? null;
  }
}
