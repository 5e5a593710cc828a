/**
 * The price, in work, of what people without an account store: little at first, and the more comes, the more each byte
 * costs. Counted is what was accepted, so that nobody makes it dearer by asking; it is forgotten at the rate at which
 * that much may come for ever. Nothing says who brought what.
 */
import { Refusal } from '../answers/refusal.ts';

/**
 * Hashes that the smallest report costs, on average, while little comes: 15 ms on a laptop, half a second on an old phone
 * that compiles no scripts. What is longer costs more, byte by byte.
 */
export const HASHES = 4096;
const SMALLEST_REPORT = 36 * 1024;

/** The least work there is, whatever it is for. */
const FEWEST = 1024;

/** What is written: a new case, a further entry of one, or a request to colleagues. Each has a budget of its own. */
type Metered = 'case' | 'entry' | 'request';

/** Files have room of their own: what they cost goes by how much of it is taken. */
export type Kind = Metered | 'blob';

/** Of what a byte of an entry costs, a byte of a file: sealing and sending a gigabyte takes minutes anyhow. */
const BLOB_SHARE = 1 / 64;

/** How often the work for a file doubles until the room is full: at half 32 times, near the end a thousand times. */
const FULL_DOUBLINGS = 10;

const MB = 1024 * 1024;

/** Megabytes an hour that all of it may come to in the long run, unless the configuration says otherwise. */
const USUAL_MB_PER_HOUR = 240;

/** Of the whole, for each kind: cases that are open have their own, whatever becomes of new ones. */
const SHARE: Readonly<Record<Metered, number>> = { case: 0.63, entry: 0.33, request: 0.04 };

/** How far a budget may be overdrawn, in doublings of the work: 4,096 times the usual. Beyond that nothing is taken. */
const MOST_DOUBLINGS = 12;

/** Something that fills as bytes come and empties with time; above `free` work doubles with every `step`. */
class Meter {
  readonly #perSecond: number;
  readonly #free: number;
  readonly #step: number;
  #level = 0;
  #since = 0;

  constructor(perSecond: number, free: number, step: number) {
    this.#perSecond = perSecond;
    this.#free = free;
    this.#step = step;
  }

  doublings(now: number, bytes: number): number {
    return Math.max(0, (this.#at(now) + bytes - this.#free) / this.#step);
  }

  add(now: number, bytes: number): void {
    this.#level = this.#at(now) + bytes;
    this.#since = now;
  }

  #at(now: number): number {
    // A clock that was ahead and was put right: time passes from then on, and not only once it is there again.
    this.#since = Math.min(this.#since, now);
    const seconds = (now - this.#since) / 1000;
    return Math.max(0, this.#level - seconds * this.#perSecond);
  }
}

export class Price {
  readonly #meters: Readonly<Record<Metered, readonly Meter[]>>;
  /** How much of the room for files is taken, 0 to 1. */
  blobsTaken = 0;

  /** @param perHour megabytes an hour, in the long run */
  constructor(perHour: number = USUAL_MB_PER_HOUR) {
    const metersOf = (kind: Metered) => {
      const hour = perHour * MB * SHARE[kind];
      return [
        // A minute's worth is nobody's attack, and a machine that goes on is slowed within seconds.
        new Meter(hour / 3600, hour / 120, hour / 800),
        // Who goes on for hours has had the day's worth: half of what hours like these would come to.
        new Meter(hour / 7200, 4 * hour, hour / 2),
      ];
    };
    this.#meters = { case: metersOf('case'), entry: metersOf('entry'), request: metersOf('request') };
  }

  /** What so many bytes cost now, in hashes. @throws Refusal `full` where no work is enough */
  hashes(kind: Kind, now: number, bytes: number): number {
    if (kind === 'blob') {
      const usual = (HASHES * BLOB_SHARE * bytes) / SMALLEST_REPORT;
      return Math.max(FEWEST, usual * 2 ** (FULL_DOUBLINGS * this.blobsTaken));
    }
    const share = kind === 'request' ? 1 : bytes / SMALLEST_REPORT;
    return Math.max(FEWEST, HASHES * share * this.factor(kind, now, bytes));
  }

  /**
   * How many times the usual work so many bytes cost now.
   * @throws Refusal `full` where no work is enough
   */
  factor(kind: Metered, now: number, bytes: number): number {
    const doublings = this.#meters[kind].reduce((sum, meter) => sum + meter.doublings(now, bytes), 0);
    if (doublings > MOST_DOUBLINGS) throw new Refusal('full');
    return 2 ** doublings;
  }

  /** Counts what was stored. */
  add(kind: Metered, now: number, bytes: number): void {
    for (const meter of this.#meters[kind]) meter.add(now, bytes);
  }
}
