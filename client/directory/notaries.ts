/**
 * The keys that the notary of a line has had. A version of the directory may name another than the one before: stamps that
 * were given until then stay right. Versions are asked for only where a stamp is by none of the keys known.
 */
import { equal, type Hash, type SigningPublicKey } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { readDirectoryVersion } from '../../server/api/anyone.ts';
import type { Api } from '../calls/api.ts';
import { checkDirectory, stepBack, type KnownDirectory } from './directory.ts';

/** Versions asked for at once. */
const AT_ONCE = 8;

export class Notaries {
  readonly #api: Api;
  readonly #keys: SigningPublicKey[] = [];
  #newest: KnownDirectory | null = null;
  /** Down to where every step from the newest was checked. */
  #oldest: KnownDirectory | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Does what checks stamps, with the notary's keys of more and more versions while one is by none of them.
   * @param newest the directory that is known
   * @throws CryptoError whatever `check` throws; `bad-stamp` once there are no more versions
   */
  async check<T>(newest: KnownDirectory, check: (notaries: readonly SigningPublicKey[]) => T): Promise<T> {
    if (this.#newest === null || !equal(this.#newest.hash, newest.hash)) {
      this.#newest = newest;
      this.#oldest = newest;
      this.#learn(newest);
    }
    for (;;) {
      const known = this.#keys.length;
      try {
        return check([...this.#keys]);
      } catch (error) {
        if (!(error instanceof CryptoError) || error.code !== 'bad-stamp') throw error;
        while (this.#keys.length === known) if (!(await this.#goBack())) throw error;
      }
    }
  }

  /** @throws CryptoError `bad-stamp` for an answer that is no stamp of this very entry */
  checkStamp(newest: KnownDirectory, entry: Hash, stamp: Stamp): Promise<void> {
    const { instance } = newest.directory;
    return this.check(newest, (notaries) => {
      if (!notaries.some((notary) => verifyStamp(notary, instance, entry, stamp)))
        throw new CryptoError('bad-stamp');
    });
  }

  /** Learns of the versions before. @returns false where there are none */
  async #goBack(): Promise<boolean> {
    const from = this.#oldest!;
    const { version, authority } = from.directory;
    const count = Math.min(AT_ONCE, version - 1);
    const versions = Array.from({ length: count }, (_, i) => String(version - 1 - i));
    const before = await Promise.all(
      versions.map((one) => this.#api.call(readDirectoryVersion, { version: one })),
    );
    let at = from;
    for (const signed of before) {
      at = stepBack(at, checkDirectory(signed, authority));
      this.#learn(at);
    }
    // While it was asked for, another check may have come as far, or have begun from a newer one.
    if (this.#oldest === from) this.#oldest = at;
    return count > 0;
  }

  #learn({ directory: { notary } }: KnownDirectory): void {
    if (!this.#keys.some((known) => equal(known, notary))) this.#keys.unshift(notary);
  }
}
