import { equal, type SlotSetBytes } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseSlotSet, slotSetHash } from '../../crypto/slot-set.ts';
import type { Sealing } from './content.ts';

/**
 * Whether a set that was served is the one the report names: no slot added, exchanged or changed.
 * @throws CryptoError `tampered`
 */
export function checkFoundingSet(sealing: Sealing, set: SlotSetBytes): void {
  const { header } = parseSlotSet(set);
  const named = sealing.slotSets.find(
    (known) => known.audience === header.audience && known.epoch === header.epoch,
  );
  if (
    named === undefined ||
    !equal(named.hash, slotSetHash(set)) ||
    !equal(named.commitment, header.commitment)
  ) {
    throw new CryptoError('tampered', 'slot set');
  }
}
