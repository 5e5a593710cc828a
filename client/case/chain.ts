/** Reading a chain from the server, in as many answers as it takes. */
import type { StampedEntry } from '../../crypto/chain.ts';
import type { SlotSetBytes } from '../../crypto/bytes.ts';
import type { Stamp } from '../../crypto/stamp.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { ApiError } from '../api.ts';

interface ChainAnswer {
  readonly slotSets: SlotSetBytes[];
  readonly entries: {
    readonly bytes: StampedEntry['bytes'];
    readonly stamp: { day: string; signature: Stamp['signature'] };
  }[];
  readonly more: boolean;
  /** The server's UTC day, where the answer says it. */
  readonly day?: string;
}

/**
 * @param ask one request for the entries from a position on
 * @throws ApiError `bad-answer` for more entries than a chain may have
 */
export async function readWholeChain(
  ask: (from: number) => Promise<ChainAnswer>,
): Promise<{ slotSets: SlotSetBytes[]; entries: StampedEntry[]; day: string }> {
  const first = await ask(0);
  const entries = first.entries as StampedEntry[];
  for (let more = first.more && first.entries.length > 0; more;) {
    const next = await ask(entries.length);
    entries.push(...(next.entries as StampedEntry[]));
    if (entries.length > LIMITS.chainEntries) throw new ApiError('bad-answer');
    more = next.more && next.entries.length > 0;
  }
  return { slotSets: first.slotSets, entries, day: first.day ?? '' };
}
