/** Which slot sets belong to a case: those that its own verified entries name. */
import { equal, type SlotSetBytes } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseSlotSet, slotSetHash } from '../../crypto/slot-set.ts';
import { decodeContent, type NamedSet } from './content.ts';

export function nameSet(set: SlotSetBytes): NamedSet {
  const { audience, epoch, commitment } = parseSlotSet(set).header;
  return { audience, epoch, commitment, hash: slotSetHash(set) };
}

/** The sets that the report, grants, requests for an identity and rotations of a chain name, and the first note. */
export function namedSets(entries: readonly VerifiedEntry[]): NamedSet[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'report') return decodeContent('report', entry.content).sealing.slotSets;
    if (entry.kind === 'grant') return decodeContent('grant', entry.content).slotSets;
    if (entry.kind === 'identity-request') return decodeContent('identity-request', entry.content).slotSets;
    if (entry.kind === 'rotation') return [decodeContent('rotation', entry.content).slotSet];
    if (entry.kind === 'note') return decodeContent('note', entry.content).founding ?? [];
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

/**
 * The sets of a case. What its conversation says of the notes' key counts for a key that the notes have.
 * @param internal null for somebody who reads no notes
 */
export function setsOf(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[] | null,
): NamedSet[] {
  const notes = internal && namedSets(internal);
  const isKnown = (set: NamedSet) =>
    set.audience !== 'officers' ||
    notes === null ||
    notes.some(({ epoch, commitment }) => epoch === set.epoch && equal(commitment, set.commitment));
  return [...namedSets(shared).filter(isKnown), ...(notes ?? [])];
}
