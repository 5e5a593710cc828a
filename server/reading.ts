import { LIMITS } from './api/limits.ts';
import type { CaseId } from '../crypto/bytes.ts';
import type { Day } from '../crypto/stamp.ts';
import { readChain, type ChainName } from '../db/cases.ts';
import { readSlotSets, type AudienceName, type SlotSetRecord } from '../db/slot-sets.ts';
import { inSnapshot, type Database } from '../db/tables.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

/**
 * Stamped entries of a chain from `from` on, as many as fit one answer.
 * @throws Refusal `not-found` for a shared chain that has no entry: there is no such case
 */
async function readEntries(db: Database, caseId: CaseId, chain: ChainName, from: number) {
  const found = await readChain(db, caseId, chain, from, LIMITS.readEntries + 1);
  if (found.length === 0 && from === 0 && chain === 'shared') throw new Refusal('not-found');
  const entries = found.slice(0, LIMITS.readEntries).map((entry) => ({
    bytes: entry.bytes,
    stamp: { day: entry.day as Day, signature: entry.stamp },
  }));
  return { entries, more: found.length > LIMITS.readEntries };
}

/**
 * A chain from `from` on, with the slot sets of its audience at the beginning: both of one moment, because a
 * set that no entry names yet, or an entry whose set is not there, looks like tampering.
 * @throws Refusal `not-found`
 */
export function readCaseChain(
  { db }: Context,
  { caseId, chain, from }: { readonly caseId: CaseId; readonly chain: ChainName; readonly from: number },
  audience: AudienceName,
) {
  return inSnapshot(db, async (snapshot) => {
    const entries = await readEntries(snapshot, caseId, chain, from);
    const slotSets: SlotSetRecord[] = from === 0 ? await readSlotSets(snapshot, [caseId], [audience]) : [];
    return { slotSets, ...entries };
  });
}
