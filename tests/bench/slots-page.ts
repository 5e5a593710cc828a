/** The page in which a browser tries slot sets. */
import { wrap, type Remote } from 'comlink';
import { tryInWorkers } from '../../client/officer/worker/slots/workers.ts';
import { LENGTH, typed, type SlotSetBytes } from '../../crypto/bytes.ts';
import { decoySlotSet } from '../../crypto/decoy.ts';
import { newPersonSeed, personKeys } from '../../crypto/person.ts';
import { loadSumo, ready, sodium } from '../../crypto/sodium.ts';
import type { BareWorker } from './slots-bare-worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the class
import BareWorkerThread from './slots-bare-worker.ts?worker';

/** What the page offers to whoever drives the browser. Both give seconds. */
export interface SlotsPage {
  /** Tries so many sets, as the inbox gives them to its threads. */
  trySets(sets: number): Promise<number>;
  /** Does the decapsulations of so many sets, and nothing else, in as many threads. */
  decapsulate(sets: number): Promise<number>;
}

/** Different sets; they are tried again and again, which takes no less time. */
const DIFFERENT = 64;
/** Sets of one call: those of 32 cases. */
const AT_ONCE = 64;
/** Calls under way, as in the inbox. */
const UNDER_WAY = 2;

await ready(loadSumo);
const random = (length: number) => sodium.randombytes_buf(length);
const sets: SlotSetBytes[] = Array.from({ length: DIFFERENT }, () =>
  decoySlotSet(
    {
      instance: typed('InstanceId', random(LENGTH.InstanceId)),
      caseId: typed('CaseId', random(LENGTH.CaseId)),
      audience: 'shared',
      epoch: 0,
      directory: typed('Hash', random(LENGTH.Hash)),
    },
    8,
  ),
);
const keys = personKeys(newPersonSeed());
const trying = tryInWorkers(true)(keys, 10_000);
const bare: Remote<BareWorker>[] = Array.from({ length: Math.min(4, navigator.hardwareConcurrency) }, () =>
  wrap<BareWorker>(new BareWorkerThread()),
);

const page: SlotsPage = {
  async trySets(count) {
    const start = performance.now();
    let left = count;
    const tryNext = async (): Promise<void> => {
      while (left > 0) {
        const batch = sets.slice(0, Math.min(AT_ONCE, left));
        left -= batch.length;
        const opened = await trying.open(batch);
        if (opened.some((one) => one !== null)) throw new Error('a set of somebody else opened');
      }
    };
    await Promise.all(Array.from({ length: UNDER_WAY }, tryNext));
    return (performance.now() - start) / 1000;
  },
  async decapsulate(count) {
    const start = performance.now();
    const each = Math.ceil(count / bare.length);
    await Promise.all(bare.map((worker) => worker.decapsulate(sets[0]!, keys.kemSeed, each)));
    return (performance.now() - start) / 1000;
  },
};

Object.assign(globalThis, { slotsPage: page });
