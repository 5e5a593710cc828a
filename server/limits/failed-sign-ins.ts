/**
 * Sign-ins that failed, by account. After some, each try costs work, which grows: it slows whoever guesses, never keeps
 * the owner out, and is asked of an account that does not exist like of one that does.
 */
import { keyedHash } from '../../crypto/hash.ts';
import type { AccountId } from '../../crypto/bytes.ts';

/** As many as somebody mistypes. */
const FREE = 5;

/** How often work doubles: to 64 times that of a report, three seconds of an officer's computer. */
const MOST_DOUBLINGS = 6;

/** Milliseconds in which half of them are forgotten. */
const HALF_LIFE = 10 * 60 * 1000;

/**
 * Places that accounts share by a hash under the server's secret: nothing is kept by name, it never grows, and whoever
 * floods it only makes others work a little.
 */
const PLACES = 2 ** 16;

export class Failures {
  readonly #secret: Uint8Array;
  readonly #counts = new Float32Array(PLACES);
  readonly #times = new Float64Array(PLACES);

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** How many times the usual work a try costs now; 0 for none. */
  factor(account: AccountId, now: number): number {
    const over = this.#count(this.#place(account), now) - FREE;
    return over < 0 ? 0 : 2 ** Math.min(over, MOST_DOUBLINGS);
  }

  add(account: AccountId, now: number): void {
    const place = this.#place(account);
    this.#counts[place] = this.#count(place, now) + 1;
    this.#times[place] = now;
  }

  #count(place: number, now: number): number {
    // After a clock that was ahead was put right, they are forgotten from then on, and not only once it is there again.
    const since = Math.min(this.#times[place]!, now);
    this.#times[place] = since;
    return this.#counts[place]! * 2 ** (-(now - since) / HALF_LIFE);
  }

  #place(account: AccountId): number {
    const hash = keyedHash(this.#secret, 'sotto/failures/v1', account);
    return new DataView(hash.buffer, hash.byteOffset).getUint16(0);
  }
}
