import { LIMITS } from './api/limits.ts';
import type { CaseId } from '../crypto/bytes.ts';
import type { Day } from '../crypto/stamp.ts';
import { readChain, type ChainName } from '../db/cases.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

/**
 * Stamped entries of a chain from `from` on, as many as fit one answer.
 * @throws Refusal `not-found` for a shared chain that has no entry: there is no such case
 */
export async function readCaseChain(context: Context, caseId: CaseId, chain: ChainName, from: number) {
  const found = await readChain(context.db, caseId, chain, from, LIMITS.readEntries + 1);
  if (found.length === 0 && from === 0 && chain === 'shared') throw new Refusal('not-found');
  const entries = found.slice(0, LIMITS.readEntries).map((entry) => ({
    bytes: entry.bytes,
    stamp: { day: entry.day as Day, signature: entry.stamp },
  }));
  return { entries, more: found.length > LIMITS.readEntries };
}
