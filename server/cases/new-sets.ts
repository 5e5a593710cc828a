/** Which new slot sets, that is keys, a case may be given: in their order, and no more than it may have. */
import { LIMITS } from '../api/limits.ts';
import { equal, type Hash, type SlotSetBytes } from '../../crypto/bytes.ts';
import type { Header } from '../../crypto/header.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import {
  readFounding,
  readSlotSetPlaces,
  type SlotSetPlace,
  type SlotSetRecord,
} from '../../db/slot-sets.ts';
import type { Context } from '../instance/context.ts';
import { soundSets } from './passed-over.ts';
import { Refusal } from '../answers/refusal.ts';
import { readSlotSet } from './writing.ts';

/** A slot set that may be stored, and the directory that it names. */
interface Admitted {
  readonly record: SlotSetRecord;
  readonly directory: Hash;
}

/**
 * A new key is admitted only with the first entry under it, for the chain that audience reads; a further set only for
 * the newest key, and only for the very one that the founding set commits to.
 * @throws Refusal `conflict`, `bad-request`, and `too-large` for more sets than a case may have
 */
export async function admitSlotSets(
  context: Context,
  sets: readonly SlotSetBytes[],
  entry: Header,
): Promise<Admitted[]> {
  if (sets.length === 0) return [];
  const stored = await readSlotSetPlaces(context.db, [entry.caseId]);
  if (stored.length + sets.length > LIMITS.caseSlotSets) throw new Refusal('too-large');
  const admitted: Admitted[] = [];
  for (const bytes of sets) admitted.push(await admitSlotSet(context, bytes, entry, stored));
  return admitted;
}

/** From the reporter: a further set of the key that the entry is under, and no new key. */
export async function admitOwnSets(
  context: Context,
  sets: readonly SlotSetBytes[],
  entry: Header,
): Promise<Admitted[]> {
  const admitted = await admitSlotSets(context, sets, entry);
  for (const { record } of admitted) {
    const { audience, epoch, ordinal } = record;
    if (audience !== 'shared' || epoch !== entry.epoch || ordinal === 0) throw new Refusal('bad-request');
  }
  return admitted;
}

async function admitSlotSet(
  context: Context,
  bytes: SlotSetBytes,
  entry: Header,
  stored: readonly SlotSetPlace[],
): Promise<Admitted> {
  const { header, record } = readSlotSet(context, bytes, entry);
  const { caseId, audience, epoch, directory } = header;
  // Theirs is the report's: nobody adds to it.
  if (audience === 'custodians') throw new Refusal('bad-request');
  const newest = stored.findLast((set) => set.audience === audience)?.epoch ?? -1;
  if (epoch > newest) {
    if (audience !== entry.audience || epoch !== entry.epoch) throw new Refusal('bad-request');
    if (epoch !== newest + 1) throw new Refusal('conflict');
    return { record, directory };
  }
  const founding = await readFounding(context.db, caseId, audience, epoch);
  const [sound] = soundSets(founding === undefined ? [] : [founding]);
  const known = sound && parseSlotSet(sound.bytes).header;
  const sameKey =
    known !== undefined &&
    equal(known.commitment, header.commitment) &&
    equal(known.accessKey, header.accessKey);
  // In the order they came a page reads on where it stopped: none goes before one that is there.
  if (!sameKey || epoch < newest) throw new Refusal('conflict');
  const siblings = stored.filter((set) => set.audience === audience && set.epoch === epoch);
  if (siblings.length > LIMITS.epochSlotSets) throw new Refusal('too-large');
  return { record: { ...record, ordinal: siblings.length }, directory };
}
