/** Decapsulations and nothing else, in a thread of its own. */
import { expose } from 'comlink';
import { LENGTH, type KemSeed, type SlotSetBytes } from '../../crypto/bytes.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { loadSumo, ready, sodium } from '../../crypto/sodium.ts';

const coming = ready(loadSumo);

const bareWorker = {
  decapsulate: async (set: SlotSetBytes, reader: KemSeed, times: number): Promise<void> => {
    await coming;
    const { slots } = parseSlotSet(set);
    for (let i = 0; i < times; i++) {
      for (const slot of slots) sodium.crypto_kem_xwing_dec(slot.subarray(0, LENGTH.KemCiphertext), reader);
    }
  },
};

export type BareWorker = typeof bareWorker;

expose(bareWorker);
