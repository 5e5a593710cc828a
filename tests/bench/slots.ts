/** Trying slot sets that are somebody else's, as the inbox does it, against the decapsulations they are made of. */
import { LENGTH, typed } from '../../crypto/bytes.ts';
import { decoySlotSet } from '../../crypto/decoy.ts';
import { newPersonSeed, personKeys } from '../../crypto/person.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { KnownDirectory } from '../../client/directory.ts';
import { takeKeys } from '../../client/officer/case-keys.ts';
import { Keyring } from '../../client/officer/keyring.ts';
import type { Api } from '../../client/api.ts';
import { median } from './median.ts';

const ROUNDS = 7;
/** Slot sets of one round. */
const SETS = 40;

export function measureSlots(api: Api, { directory, hash }: KnownDirectory) {
  const keys = personKeys(newPersonSeed());
  const keyring = new Keyring(api, keys.keyringKey);
  const rates: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const sets = Array.from({ length: SETS }, () => {
      const caseId = typed('CaseId', sodium.randombytes_buf(LENGTH.CaseId));
      const { instance } = directory;
      return decoySlotSet({ instance, caseId, audience: 'shared', epoch: 0, directory: hash }, 8);
    });
    const start = performance.now();
    takeKeys(keyring, keys, sets);
    const tried = performance.now();
    for (const { slots } of sets.map((set) => parseSlotSet(set))) {
      for (const slot of slots)
        sodium.crypto_kem_xwing_dec(slot.subarray(0, LENGTH.KemCiphertext), keys.kemSeed);
    }
    const bare = performance.now() - tried;
    rates.push(SETS / ((tried - start) / 1000));
    ratios.push(bare / (tried - start));
  }
  return { slot_sets_per_s: median(rates), slot_ratio: median(ratios) };
}
