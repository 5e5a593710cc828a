/**
 * What one officer's account may bring in a UTC day, in all cases together and to keyrings and directories: a bound on
 * what one account can do to the disk, far above a day's work. Counted is what was stored, in memory alone.
 */
import { toBase64url } from '../../crypto/base64url.ts';
import type { AccountId } from '../../crypto/bytes.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { LIMITS } from '../api/limits.ts';
import { Refusal } from '../answers/refusal.ts';

export class OfficerDays {
  readonly #most: number;
  #day: Day | null = null;
  /** By account: only of those who have signed in, so there are as many as people. */
  #bytes = new Map<string, number>();

  constructor(most: number = LIMITS.officerDayBytes) {
    this.#most = most;
  }

  /**
   * Stores something for an account, and counts it.
   * @param store gives whether it was stored just now
   * @throws Refusal `day-full`, and nothing stored
   */
  async within<T>(
    { account, now, bytes }: { readonly account: AccountId; readonly now: number; readonly bytes: number },
    store: () => Promise<T>,
    isStored: (outcome: T) => boolean,
  ): Promise<T> {
    const today = dayOf(now);
    if (this.#day !== today) this.#bytes = new Map();
    this.#day = today;
    const counts = this.#bytes;
    const name = toBase64url(account);
    const count = () => counts.get(name) ?? 0;
    if (count() + bytes > this.#most) throw new Refusal('day-full');
    // Counted while it is under way: many at once are no more than one after the other.
    counts.set(name, count() + bytes);
    let isKept = false;
    try {
      const outcome = await store();
      isKept = isStored(outcome);
      return outcome;
    } finally {
      if (!isKept) counts.set(name, count() - bytes);
    }
  }
}
