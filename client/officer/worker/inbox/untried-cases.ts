/** Trying the slot sets of cases: what opens goes into the keyring and is read, what does not is remembered. */
import type { SlotSetBytes } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { readAllSets } from '../slots/reading.ts';
import { ApiError, type Api } from '../../../calls/api.ts';
import { keepKeys, rememberSets } from '../case/keys.ts';
import { newestFirst } from './fair-order.ts';
import type { FeedCase } from './feed.ts';
import type { Sync } from './look.ts';
import type { Reading } from './reading.ts';

/** Batches of cases on their way: while one is tried, the next is fetched. */
const UNDER_WAY = 2;

/** @param isOver whether what is left waits for another time */
export async function tryCases(sync: Sync, reading: Reading, isOver: () => boolean): Promise<void> {
  const { api, keyring, backlog, onProgress } = sync;
  const waiting = newestFirst(backlog.untried());
  const total = waiting.length;
  if (total === 0) return;
  let done = 0;
  const trying = sync.startTrying(total);
  const tryNext = async (): Promise<void> => {
    while (waiting.length > 0 && !isOver()) {
      onProgress({ step: 'trying', done, total, read: reading.done });
      const batch = waiting.splice(0, LIMITS.slotSetCases);
      const { slotSets, served, unserved } = await setsOf(api, batch);
      keepKeys(keyring, slotSets, await trying.open(slotSets));
      for (const { caseId, slotSets: sets } of served) rememberSets(keyring, caseId, sets);
      for (const item of unserved) backlog.unserved(item);
      done += batch.length;
      reading.addFound(served);
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

interface Sets {
  readonly slotSets: SlotSetBytes[];
  readonly served: readonly FeedCase[];
  /** Cases for which there is no answer that can be read. */
  readonly unserved: readonly FeedCase[];
}

/** The sets of cases. One for which there is no answer that can be read takes no other with it. */
async function setsOf(api: Api, cases: readonly FeedCase[]): Promise<Sets> {
  try {
    const slotSets = await readAllSets(
      api,
      cases.map(({ caseId }) => caseId),
    );
    return { slotSets, served: cases, unserved: [] };
  } catch (error) {
    const isOwn =
      error instanceof CryptoError ||
      (error instanceof ApiError && (error.code === 'bad-answer' || error.code === 'too-large'));
    if (!isOwn) throw error;
    if (cases.length === 1) return { slotSets: [], served: [], unserved: cases };
    const half = cases.length >> 1;
    const both = [await setsOf(api, cases.slice(0, half)), await setsOf(api, cases.slice(half))];
    return {
      slotSets: both.flatMap(({ slotSets }) => slotSets),
      served: both.flatMap(({ served }) => served),
      unserved: both.flatMap(({ unserved }) => unserved),
    };
  }
}
