/** The directory versions that lead to the one an officer follows, as far back as it was walked. */
import { equal, type Hash } from '../../../../crypto/bytes.ts';
import { verifySuccessor } from '../../../../crypto/directory.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { readDirectoryVersion } from '../../../../server/api/anyone.ts';
import type { Directory } from '../../../../server/api/directory.ts';
import type { Api } from '../../../calls/api.ts';
import { checkDirectory, seen, stepBack, type KnownDirectory } from '../../../directory/directory.ts';
import { Notaries } from '../../../directory/notaries.ts';
import { Turns } from '../../../calls/turns.ts';

/** Versions asked for at once: there may be hundreds, and each answer takes a while over Tor. */
const AT_ONCE = 8;

export class DirectoryVersions {
  /** Whose stamps are right. */
  readonly notaries: Notaries;
  /** Whoever walks waits for others, so that no version is asked for twice. */
  readonly #turns = new Turns();
  readonly #api: Api;
  /** By version: of each that was walked to, and of the one before the oldest of those. */
  readonly #hashes = new Map<number, Hash>();
  /** What versions say of doors, of those that were asked for. */
  readonly #doors = new Map<number, Pick<Directory, 'doors'>>();
  #newest: KnownDirectory;
  #oldest: KnownDirectory;

  constructor(api: Api, newest: KnownDirectory) {
    this.#api = api;
    this.notaries = new Notaries(api);
    this.#newest = newest;
    this.#oldest = newest;
    this.#learn(newest);
  }

  get newest(): KnownDirectory {
    return this.#newest;
  }

  /**
   * Whether the version with this hash leads to the newest: every step from it to the newest is checked.
   * @throws CryptoError `broken-chain`, `tampered` where somebody's keys were exchanged on the way, or what a version served
   *   is found to be
   */
  async leadsFrom(version: number, hash: Hash): Promise<boolean> {
    if (version < 1 || version > this.#newest.directory.version) return false;
    // The version after it says which one it follows: whatever the server shows as that one.
    await this.walkTo(version + 1);
    const known = this.#hashes.get(version);
    if (known === undefined || !equal(known, hash)) return false;
    await this.walkTo(version);
    return true;
  }

  /**
   * The doors of a version that was found to lead to the newest.
   * @throws CryptoError `tampered` for another than that
   */
  async read(version: number, hash: Hash): Promise<Pick<Directory, 'doors'>> {
    const { directory, hash: newest } = this.#newest;
    if (equal(newest, hash)) return directory;
    const known = this.#doors.get(version);
    if (known !== undefined) return known;
    const signed = await this.#api.call(readDirectoryVersion, { version: String(version) });
    const found = checkDirectory(signed, directory.authority);
    if (!equal(found.hash, hash)) throw new CryptoError('tampered', 'another version than the report names');
    const { doors } = found.directory;
    this.#doors.set(version, { doors });
    return { doors };
  }

  /** Walks back to a version. Throws as `leadsFrom` does. */
  walkTo(version: number): Promise<void> {
    return this.#turns.take('line', async () => {
      while (this.#oldest.directory.version > version) {
        for (const signed of await this.#before(this.#oldest, version)) {
          this.#oldest = stepBack(this.#oldest, checkDirectory(signed, this.#newest.directory.authority));
          this.#learn(this.#oldest);
        }
      }
    });
  }

  /** Goes on to a later version, once every step to it was checked. Throws as `leadsFrom` does. */
  goOn(newest: KnownDirectory): Promise<void> {
    return this.#turns.take('line', async () => {
      const last = this.#newest;
      const { authority, version } = last.directory;
      const walked = [newest];
      let at = newest;
      while (at.directory.version > version + 1) {
        for (const signed of await this.#before(at, version + 1)) {
          at = stepBack(at, checkDirectory(signed, authority));
          walked.push(at);
        }
      }
      if (at.directory.version > version) verifySuccessor(seen(last), at.directory);
      else if (!equal(at.hash, last.hash)) throw new CryptoError('rolled-back');
      for (const known of walked) this.#learn(known);
      this.#newest = newest;
    });
  }

  /** Some of the versions before one, down to another: the latest first. */
  #before({ directory }: KnownDirectory, until: number) {
    const count = Math.min(AT_ONCE, directory.version - until);
    const versions = Array.from({ length: count }, (_, i) => String(directory.version - 1 - i));
    return Promise.all(versions.map((version) => this.#api.call(readDirectoryVersion, { version })));
  }

  #learn({ directory, hash }: KnownDirectory): void {
    this.#hashes.set(directory.version, hash);
    if (directory.previous !== null) this.#hashes.set(directory.version - 1, directory.previous);
  }
}
