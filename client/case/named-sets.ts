/** Which slot sets belong to a case: those that its own verified entries name. */
import { equal, type PersonId, type SlotSetBytes } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseSlotSet, slotSetHash } from '../../crypto/slot-set.ts';
import { decodeContent, type NamedSet } from './content.ts';

export function nameSet(set: SlotSetBytes): NamedSet {
  const { audience, epoch, commitment } = parseSlotSet(set).header;
  return { audience, epoch, commitment, hash: slotSetHash(set) };
}

/** The sets that the report, grants and rotations of a chain name. */
export function namedSets(entries: readonly VerifiedEntry[]): NamedSet[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'report') return decodeContent('report', entry.content).sealing.slotSets;
    if (entry.kind === 'grant') return decodeContent('grant', entry.content).slotSets;
    if (entry.kind === 'rotation') return [decodeContent('rotation', entry.content).slotSet];
    return [];
  });
}

/**
 * Whether a set that was served is one the case names: no slot added, exchanged or changed.
 * @throws CryptoError `tampered`
 */
export function checkNamed(named: readonly NamedSet[], set: NamedSet): void {
  const found = named.some(
    (known) =>
      known.audience === set.audience &&
      known.epoch === set.epoch &&
      equal(known.hash, set.hash) &&
      equal(known.commitment, set.commitment),
  );
  if (!found) throw new CryptoError('tampered', 'slot set');
}

/** Who holds the newest shared key: those it was sealed to, and those who were given access since. */
export function currentReaders(entries: readonly VerifiedEntry[]): PersonId[] {
  let readers: PersonId[] = [];
  for (const entry of entries) {
    if (entry.kind === 'report') readers = decodeContent('report', entry.content).sealing.sealedTo;
    if (entry.kind === 'rotation') readers = decodeContent('rotation', entry.content).sealedTo;
    if (entry.kind === 'grant') readers = [...readers, decodeContent('grant', entry.content).to];
  }
  return readers;
}
