/** Sealing a report and opening it again, against the encapsulations that both are made of. */
import type { KnownDirectory } from '../../client/directory/directory.ts';
import { sealReport } from '../../client/reporter/worker/sealing.ts';
import { openEntry } from '../../crypto/entry.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { REPORT } from '../stage/running.ts';
import { median } from './median.ts';

const ROUNDS = 30;
/** Encapsulations of one report: two sets of eight slots. */
const SLOTS = 16;

/** Milliseconds, in Node. */
export function measureSealing(known: KnownDirectory) {
  const seal: number[] = [];
  const open: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const { entry, slotSets, keys } = sealReport(REPORT, known);
    const sealed = performance.now();
    const opened = openSlotSet(slotSets[0]!, keys.kemSeed)!;
    openEntry(entry, opened.key, () => undefined);
    const read = performance.now();
    for (let slot = 0; slot < SLOTS; slot++) {
      sodium.crypto_kem_xwing_enc(sodium.crypto_kem_xwing_keypair().publicKey);
    }
    seal.push(sealed - start);
    open.push(read - sealed);
    bare.push(performance.now() - read);
  }
  return { seal_ms: median(seal), open_ms: median(open), bare_encapsulations_ms: median(bare) };
}
