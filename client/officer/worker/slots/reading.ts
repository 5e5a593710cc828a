/** Reading the slot sets of cases, in as many answers as it takes. */
import { equal, type CaseId, type SlotSetBytes } from '../../../../crypto/bytes.ts';
import { parseSlotSet } from '../../../../crypto/slot-set.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { readSlotSets } from '../../../../server/api/officer.ts';
import { ApiError, type Api } from '../../../calls/api.ts';

/** Sets of cases that were not asked for are passed over. @throws ApiError `bad-answer` for more than cases may have */
export async function readAllSets(api: Api, cases: readonly CaseId[]): Promise<SlotSetBytes[]> {
  const all: SlotSetBytes[] = [];
  let waiting = cases.map((caseId) => ({ caseId, shared: 0, officers: 0, custodians: 0 }));
  for (;;) {
    const wanted = waiting.map(({ caseId, shared, officers }) => ({ caseId, shared, officers }));
    const { slotSets, more } = await api.call(readSlotSets, { cases: wanted });
    const got: SlotSetBytes[] = [];
    let reached = 0;
    for (const set of slotSets) {
      const { caseId, audience } = parseSlotSet(set).header;
      const place = waiting.findIndex((one) => equal(one.caseId, caseId));
      if (place === -1) continue;
      waiting[place]![audience]++;
      reached = Math.max(reached, place);
      got.push(set);
    }
    all.push(...got);
    const isTooMuch = all.length > cases.length * LIMITS.caseSlotSets;
    if (isTooMuch || (more && got.length === 0)) throw new ApiError('bad-answer');
    if (!more) return all;
    waiting = waiting.slice(reached);
  }
}
