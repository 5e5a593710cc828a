/** The keys of a reporter's own case, from the slot sets addressed to its reporter. */
import { equal, type CaseKey, type InstanceId, type SlotSetBytes } from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { ReporterKeys } from '../../../crypto/receipt.ts';
import { openSlotSet } from '../../../crypto/slots.ts';

/**
 * The key of every epoch. A set that gives none is missed by the first entry under its key, or else is one that no
 * entry names.
 * @throws CryptoError where no set gives one, or one is of another case
 */
export function openOwnSets(
  slotSets: readonly SlotSetBytes[],
  own: ReporterKeys,
  instance: InstanceId,
): Map<number, CaseKey> {
  const keys = new Map<number, CaseKey>();
  let failure = new CryptoError('tampered', 'no slot set');
  for (const set of slotSets) {
    try {
      const { epoch, key } = openOwnSet(set, own, instance);
      keys.set(epoch, key);
    } catch (error) {
      if (!(error instanceof CryptoError) || error.code === 'wrong-case') throw error;
      failure = error;
    }
  }
  if (keys.size === 0) throw failure;
  return keys;
}

function openOwnSet(set: SlotSetBytes, { caseId, kemSeed }: ReporterKeys, instance: InstanceId) {
  const opened = openSlotSet(set, kemSeed);
  if (opened === null) throw new CryptoError('tampered', 'no slot for the reporter');
  const { header, key } = opened;
  const isOfCase =
    equal(header.caseId, caseId) && equal(header.instance, instance) && header.audience === 'shared';
  if (!isOfCase) throw new CryptoError('wrong-case');
  return { epoch: header.epoch, key };
}
