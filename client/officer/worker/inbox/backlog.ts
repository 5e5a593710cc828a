/** What of the feed is still to be tried or read, in one session: many looks may work on it. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { KeyringCase } from '../keyring/case.ts';
import type { FeedCase, FeedTurn } from './feed.ts';

/** How often a case that keeps changing is read in one session without anybody opening it. */
const MOST_READS = 16;

export class Backlog {
  readonly keyring: Keyring;
  readonly #items = new Map<string, FeedCase>();
  /** The turn from which this session reads the feed the next time. */
  turn: FeedTurn = null;
  /** Cases whose sets the server could not give, with how many there were: they are asked for in another session. */
  readonly #unserved = new Map<string, number>();
  /** Cases that could not be checked and were tried once more: what failed may have been a passing thing. */
  readonly #retried = new Set<string>();
  readonly #reads = new Map<string, number>();

  constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  /** @param version of the directory that is followed: under another one what failed is tried again */
  add(feed: readonly FeedCase[], version: number): void {
    for (const item of feed) {
      const id = toBase64url(item.caseId);
      if (this.#isUntried(id, item) || this.#isUnread(id, item, version)) this.#items.set(id, item);
      else this.#items.delete(id);
    }
  }

  /** New cases, and known ones that got further slot sets: a new key, or access for a colleague. */
  untried(): FeedCase[] {
    return this.#which((id, item) => this.#isUntried(id, item) && this.#unserved.get(id) !== item.slotSets);
  }

  unread(version: number): FeedCase[] {
    return this.#which((id, item) => this.#isUnread(id, item, version));
  }

  isUnread(item: FeedCase, version: number): boolean {
    return this.#isUnread(toBase64url(item.caseId), item, version);
  }

  #which(fits: (id: string, item: FeedCase) => boolean): FeedCase[] {
    return [...this.#items].flatMap(([id, item]) => (fits(id, item) ? [item] : []));
  }

  unserved(item: FeedCase): void {
    this.#unserved.set(toBase64url(item.caseId), item.slotSets);
  }

  /** @returns whether it may be read in passing once more */
  countRead(kept: KeyringCase): boolean {
    const id = toBase64url(kept.id);
    if (kept.summary?.trouble) this.#retried.add(id);
    const reads = (this.#reads.get(id) ?? 0) + 1;
    this.#reads.set(id, reads);
    return reads <= MOST_READS;
  }

  /** Forgets what was done with. @returns whether nothing is left, not even what the server could not give */
  isWorkedOff(version: number): boolean {
    for (const [id, item] of this.#items) {
      if (!this.#isUntried(id, item) && !this.#isUnread(id, item, version)) this.#items.delete(id);
    }
    return this.#items.size === 0;
  }

  #isUntried(id: string, { caseId, slotSets }: FeedCase): boolean {
    const kept = this.keyring.find(id);
    return kept === undefined ? !this.keyring.wasTried(caseId, slotSets) : kept.sets !== slotSets;
  }

  #isUnread(id: string, { shared, internal }: FeedCase, version: number): boolean {
    const kept = this.keyring.find(id);
    if (kept === undefined || kept.left !== null) return false;
    const { looked, summary } = kept;
    // Only a set that holds another key than it says: there is nothing to read it with.
    if (kept.keys.length === 0 && summary?.trouble === 'bad-commitment') return false;
    if (looked === null || summary === null) return true;
    // What officers note among themselves is in the row too: a priority, a risk, a measure, an incident dealt with.
    if (summary.trouble === null) return looked.shared !== shared || looked.internal !== internal;
    if (summary.trouble === 'too-long') return false;
    return looked.version !== version || !this.#retried.has(id);
  }
}
