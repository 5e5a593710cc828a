/** What is good once: kept in memory for as long as it would be good, and no longer. */
import { LIMITS } from '../api/limits.ts';

/** Values that are remembered at least, 40 bytes each: who makes more of them in a quarter of an hour may use one twice. */
const MOST = 200_000;

/** Hex digits that are enough to tell one from another, and fit a number exactly. */
const DIGITS = 13;

export class Once {
  #young = new Set<number>();
  #old = new Set<number>();
  #turned = 0;

  /**
   * @param value hex digits that nobody chooses
   * @returns whether it is the first time
   */
  take(value: string, now: number): boolean {
    if (now - this.#turned > LIMITS.challengeSeconds * 1000 || this.#young.size >= MOST) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#turned = now;
    }
    const key = Number.parseInt(value.slice(0, DIGITS), 16);
    if (this.#young.has(key) || this.#old.has(key)) return false;
    this.#young.add(key);
    return true;
  }
}
