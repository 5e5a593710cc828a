/** Reading a chain from the server, in as many answers as it takes. */
import type { StampedEntry } from '../../../crypto/chain.ts';
import type { Hash, SlotSetBytes } from '../../../crypto/bytes.ts';
import type { Stamp } from '../../../crypto/stamp.ts';
import { LIMITS } from '../../../server/api/limits.ts';
import { ApiError } from '../../calls/api.ts';
import { Failure } from '../../calls/failure.ts';

interface ChainAnswer {
  readonly slotSets: SlotSetBytes[];
  readonly entries: {
    readonly bytes: StampedEntry['bytes'];
    readonly stamp: { day: string; signature: Stamp['signature'] };
  }[];
  readonly more: boolean;
  /** The server's UTC day and its newest directory, where the answer says them. */
  readonly day?: string;
  readonly directory?: Hash;
}

export interface WholeChain {
  readonly slotSets: SlotSetBytes[];
  readonly entries: StampedEntry[];
  readonly day: string;
  readonly directory: Hash | null;
}

/** How many bytes of entries may still be read. */
export interface Allowance {
  bytes: number;
}

/**
 * @param ask one request for the entries and the slot sets after those that are there
 * @param allowance is used up by what is read
 * @throws Failure `too-long` where it does not suffice; ApiError `bad-answer` for more than a case may have, or for an
 *   answer that promises more and brings nothing
 */
export async function readWholeChain(
  ask: (have: { from: number; sets: number }) => Promise<ChainAnswer>,
  allowance: Allowance = { bytes: Infinity },
): Promise<WholeChain> {
  const entries: StampedEntry[] = [];
  const slotSets: SlotSetBytes[] = [];
  for (;;) {
    const next = await ask({ from: entries.length, sets: slotSets.length });
    spend(allowance, next);
    entries.push(...(next.entries as StampedEntry[]));
    slotSets.push(...next.slotSets);
    const isTooMuch = entries.length > LIMITS.chainEntries || slotSets.length > LIMITS.caseSlotSets;
    const isStuck = next.more && next.entries.length + next.slotSets.length === 0;
    if (isTooMuch || isStuck) throw new ApiError('bad-answer');
    if (next.more) continue;
    const { day = '', directory = null } = next;
    return { slotSets, entries, day, directory };
  }
}

function spend(allowance: Allowance, { entries }: ChainAnswer): void {
  for (const { bytes } of entries) allowance.bytes -= bytes.length;
  if (allowance.bytes < 0) throw new Failure('too-long');
}
