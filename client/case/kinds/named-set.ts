import * as z from 'zod/mini';
import type { SlotSetBytes } from '../../../crypto/bytes.ts';
import { parseSlotSet, slotSetHash } from '../../../crypto/slot-set.ts';
import { bytesOf, count } from '../../../server/api/wire.ts';

/** A slot set by what tells it from every other: whoever reads the chain knows which sets belong to it. */
export const namedSet = z.strictObject({
  audience: z.enum(['shared', 'officers', 'custodians']),
  epoch: count,
  hash: bytesOf('Hash'),
  commitment: bytesOf('Commitment'),
});

/** Sets of one entry: of a key of the conversation, and of one of the notes or the custodians. */
const MOST_SETS = 2;

export const namedSets = z.array(namedSet).check(z.maxLength(MOST_SETS));

export type NamedSet = z.output<typeof namedSet>;

export function nameSet(set: SlotSetBytes): NamedSet {
  const { audience, epoch, commitment } = parseSlotSet(set).header;
  return { audience, epoch, commitment, hash: slotSetHash(set) };
}
