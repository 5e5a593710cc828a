/** Reading cases that changed, one after the other: the short ones do not wait for the long ones. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import type { KeyringCase } from '../keyring/case.ts';
import { shortestFirst } from './fair-order.ts';
import type { FeedCase } from './feed.ts';
import type { Sync } from './look.ts';

interface Waiting {
  readonly kept: KeyringCase;
  readonly item: FeedCase;
}

export class Reading {
  readonly #sync: Sync;
  readonly #isOver: () => boolean;
  readonly #asked = new Set<KeyringCase>();
  /** Cases that were known, and those found meanwhile: taken in turns. */
  readonly #known: Waiting[] = [];
  readonly #found: Waiting[] = [];
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  done = 0;

  /** @param isOver whether what is left waits for another time */
  constructor(sync: Sync, isOver: () => boolean) {
    this.#sync = sync;
    this.#isOver = isOver;
    this.#add(this.#known, sync.backlog.unread(sync.version));
  }

  /** Of cases whose sets were tried, reads those that opened. */
  addFound(items: readonly FeedCase[]): void {
    const { backlog, version } = this.#sync;
    this.#add(
      this.#found,
      items.filter((item) => backlog.isUnread(item, version)),
    );
  }

  #add(queue: Waiting[], items: readonly FeedCase[]): void {
    const fresh = items.flatMap((item) => {
      const kept = this.#sync.keyring.find(toBase64url(item.caseId));
      return kept === undefined || this.#asked.has(kept) ? [] : [{ kept, item }];
    });
    if (fresh.length === 0) return;
    for (const { kept } of fresh) this.#asked.add(kept);
    queue.push(...shortestFirst(fresh, ({ item }) => item.shared + item.internal));
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#running.then(() => this.#read());
    this.#running.catch(() => undefined);
  }

  /** Waits until nothing is read any more, whatever came of it. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#running]);
  }

  /** @throws what a reading failed with that no other would have survived */
  end(): Promise<void> {
    return this.#running;
  }

  async #read(): Promise<void> {
    const { casework, backlog, keyring } = this.#sync;
    this.#tell();
    for (let turn = 0; !this.#isOver(); turn++) {
      const [one, other] = turn % 2 === 0 ? [this.#found, this.#known] : [this.#known, this.#found];
      const next = one.shift() ?? other.shift();
      if (next === undefined) break;
      await casework.summarise(next.kept, next.item, backlog.countRead(next.kept));
      this.done++;
      this.#tell();
      await keyring.saveInRhythm();
    }
    this.#isRunning = false;
  }

  #tell(): void {
    this.#sync.onProgress({ step: 'reading', done: this.done, total: this.#asked.size, read: this.done });
  }
}
