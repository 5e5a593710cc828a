/** A guard on free space: reports stop before messages, messages before officers, and reading goes on. */
import { statfs } from 'node:fs/promises';
import { Refusal } from '../answers/refusal.ts';

const MB = 1024 * 1024;

/** Bytes that must be free for each to be stored. A full disk serves nobody, and writing needs room to work in. */
const LEAST = { case: 512 * MB, entry: 256 * MB, officer: 128 * MB } as const;

/** Milliseconds for which a look at the disk is good; what comes in between is counted. */
const FRESH = 5000;

export class Space {
  readonly #look: () => Promise<number>;
  #free = Infinity;
  #looked = -Infinity;

  /** @param look how many bytes are free */
  constructor(look: () => Promise<number>) {
    this.#look = look;
  }

  /** @throws Refusal `full` */
  async check(kind: keyof typeof LEAST, bytes: number): Promise<void> {
    const now = performance.now();
    if (now - this.#looked > FRESH) {
      this.#looked = now;
      this.#free = await this.#look();
    }
    if (this.#free < LEAST[kind]) throw new Refusal('full');
    this.#free -= bytes;
  }
}

/** Of the disk that a folder is on. */
export function spaceOf(folder: string): Space {
  return new Space(async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  });
}

/** Where the disk is another machine's. */
export function unknownSpace(): Space {
  return new Space(() => Promise.resolve(Infinity));
}
