/**
 * How long a request may take. What stands still is given up; what goes on has as long as the slowest line takes that
 * anybody can work with. How much of a request has gone is told to nobody, so its length says how long that may take.
 */

/** Milliseconds in which something has to come, and the first byte however little was sent. */
const STANDING_STILL = 60_000;

/** Bytes a millisecond that a request goes at, at the least: 32 kbit/s. */
const SLOWEST_SENT = 4;

/** Bytes a millisecond that an answer comes at, at the least: 8 kbit/s, a bad telephone line. */
const SLOWEST_READ = 1;

export class Patience {
  readonly #controller = new AbortController();
  readonly #over: Promise<never>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When all is over, whatever comes, in milliseconds. */
  #end: number;

  /** @param sent bytes of the request */
  constructor(sent: number) {
    this.#end = performance.now() + STANDING_STILL + sent / SLOWEST_SENT;
    this.#over = new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(new Error('lost')));
    });
    this.#over.catch(() => undefined);
    this.#waitUntil(this.#end);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** So much more has come. */
  got(bytes: number): void {
    this.#end += bytes / SLOWEST_READ;
    this.#waitUntil(Math.min(this.#end, performance.now() + STANDING_STILL));
  }

  /** Waits for something, or until it has taken too long. */
  within<T>(coming: Promise<T>): Promise<T> {
    return Promise.race([coming, this.#over]);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #waitUntil(time: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, time - performance.now()));
  }
}
