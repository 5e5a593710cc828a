/** Bringing the keyring up to date with the feed. */
import { toBase64url } from '../../crypto/base64url.ts';
import type { CaseId } from '../../crypto/bytes.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { readFeed, readSlotSets } from '../../server/api/officer.ts';
import type { Api } from '../api.ts';
import type { CaseDesk } from './case-desk.ts';
import { keepKeys } from './case-keys.ts';
import { SAVE_EVERY } from './go-through.ts';
import type { Keyring } from './keyring.ts';
import type { KeyringCase } from './keyring-case.ts';
import type { SlotTrying } from './slot-trying.ts';

/** What the inbox is doing, for a progress line: cases tried, or read, out of how many. */
export interface SyncProgress {
  readonly step: 'trying' | 'reading';
  readonly done: number;
  readonly total: number;
  /** Cases read so far: while others are still tried, these can be shown. */
  readonly read: number;
}

interface Sync {
  readonly api: Api;
  readonly keyring: Keyring;
  readonly desk: CaseDesk;
  /** Starts trying the slot sets of so many cases. */
  readonly startTrying: (cases: number) => SlotTrying;
  readonly onProgress: (progress: SyncProgress) => void;
}

interface FeedCase {
  readonly caseId: CaseId;
  readonly day: string;
  readonly shared: number;
  readonly slotSets: number;
}

/** Batches of cases on their way: while one is tried, the next is fetched. */
const UNDER_WAY = 2;

export async function syncInbox(sync: Sync): Promise<void> {
  const { keyring } = sync;
  const feed = await readWholeFeed(sync.api, keyring.index?.from ?? '1970-01-01');
  // New cases, and known ones that got further slot sets: a new key, or access for a colleague.
  const untried = feed.filter((item) => keyring.find(toBase64url(item.caseId))?.sets !== item.slotSets);
  const reading = new Reading(sync);
  try {
    await tryCases(sync, untried, reading);
  } finally {
    // Also after a failure nothing goes on behind the back of whoever tries again.
    await reading.settled();
  }
  reading.add(feed);
  await reading.end();
  const newest = feed.at(-1)?.day;
  if (keyring.index && newest !== undefined && newest !== keyring.index.from) {
    keyring.index = { ...keyring.index, from: newest };
  }
  await keyring.save();
}

async function readWholeFeed(api: Api, from: string): Promise<FeedCase[]> {
  const feed: FeedCase[] = [];
  let after: { day: string; caseId: CaseId } | null = null;
  for (;;) {
    const { cases, more }: { cases: FeedCase[]; more: boolean } = await api.call(readFeed, { from, after });
    feed.push(...cases);
    const last: FeedCase | undefined = cases.at(-1);
    if (!more || last === undefined) return feed;
    after = { day: last.day, caseId: last.caseId };
  }
}

/** Tries the slot sets of cases, newest first; what opens goes into the keyring, and is read at once. */
async function tryCases(sync: Sync, cases: readonly FeedCase[], reading: Reading): Promise<void> {
  if (cases.length === 0) return;
  const { api, keyring, onProgress } = sync;
  const waiting = [...cases];
  const total = cases.length;
  let done = 0;
  const trying = sync.startTrying(total);
  const tryNext = async (): Promise<void> => {
    while (waiting.length > 0) {
      onProgress({ step: 'trying', done, total, read: reading.done });
      const batch = waiting.splice(-LIMITS.slotSetCases);
      const { slotSets } = await api.call(readSlotSets, {
        cases: batch.map(({ caseId }) => caseId),
      });
      keepKeys(keyring, slotSets, await trying.open(slotSets));
      done += batch.length;
      reading.add(batch);
    }
  };
  const tries = Array.from({ length: UNDER_WAY }, async () => {
    try {
      await tryNext();
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  });
  try {
    await Promise.allSettled(tries);
    await Promise.all(tries);
  } finally {
    trying.end();
  }
}

/** Reads cases that changed, one after the other, each once. */
class Reading {
  readonly #sync: Sync;
  readonly #asked = new Set<KeyringCase>();
  #last: Promise<void> = Promise.resolve();
  done = 0;

  constructor(sync: Sync) {
    this.#sync = sync;
  }

  /** @param items of the feed, the oldest first */
  add(items: readonly FeedCase[]): void {
    const changed = items.flatMap((item) => {
      const known = this.#sync.keyring.find(toBase64url(item.caseId));
      if (known === undefined || known.left !== null || this.#asked.has(known)) return [];
      // A case that could not be checked is tried every time: what failed may have been a passing thing.
      const upToDate = known.summary?.trouble === null && (known.shared?.seq ?? -1) + 1 === item.shared;
      return upToDate ? [] : [known];
    });
    for (const known of changed) this.#asked.add(known);
    this.#last = this.#last.then(() => this.#read(changed.reverse()));
    this.#last.catch(() => undefined);
  }

  /** Waits until nothing is read any more, whatever came of it. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#last]);
  }

  /** @throws what a reading failed with that no other would have survived */
  end(): Promise<void> {
    return this.#last;
  }

  async #read(cases: readonly KeyringCase[]): Promise<void> {
    const { desk, keyring, onProgress } = this.#sync;
    const tell = () =>
      onProgress({ step: 'reading', done: this.done, total: this.#asked.size, read: this.done });
    for (const [i, known] of cases.entries()) {
      if (i === 0) tell();
      await desk.summarise(known);
      this.done++;
      tell();
      if (i % SAVE_EVERY === SAVE_EVERY - 1 || i === cases.length - 1) await keyring.save();
    }
  }
}
