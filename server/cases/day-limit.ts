/** What a chain may be given in one day: more than anybody has to say, and no more than officers can read. */
import { LIMITS } from '../api/limits.ts';
import type { CaseId, SlotSetBytes } from '../../crypto/bytes.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { readLengths } from '../../db/cases.ts';
import { readSlotSetPlaces } from '../../db/slot-sets.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Context } from '../instance/context.ts';
import type { IncomingEntry } from './writing.ts';

/** @throws Refusal `day-full` for more than one day may add to a chain */
export async function checkDay(
  context: Context,
  { header, bytes }: IncomingEntry,
  sets: readonly SlotSetBytes[],
): Promise<void> {
  const { caseId, chain, seq } = header;
  const today = dayOf(context.now());
  const first = Math.max(0, seq - LIMITS.dayEntries);
  const before = await readLengths(context.db, caseId, chain, first, LIMITS.dayEntries);
  const lengths = before.filter(({ day }) => day >= today).map((entry) => entry.bytes);
  const added = [bytes, ...sets].map(({ length }) => length);
  const all = [...lengths, ...added, ...(await setLengths(context, caseId, today, sets))];
  const isFull = all.reduce((sum, length) => sum + length, 0) > LIMITS.dayBytes;
  if (isFull || lengths.length >= LIMITS.dayEntries) throw new Refusal('day-full');
}

/** Bytes of the slot sets that came today, where there are new ones. */
async function setLengths(
  { db }: Context,
  caseId: CaseId,
  today: string,
  sets: readonly SlotSetBytes[],
): Promise<number[]> {
  if (sets.length === 0) return [];
  const places = await readSlotSetPlaces(db, [caseId]);
  return places.filter(({ day }) => day >= today).map(({ length }) => length);
}
