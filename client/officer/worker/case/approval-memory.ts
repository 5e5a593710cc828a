/**
 * The days of approvals as a custodian's own page saw them. A stamp's day is the server's word, so a server could have
 * the days of waiting be over at once; what the keyring remembers can only make them longer.
 */
import type { IdentityView } from '../../../case/fold/identity.ts';
import { addDays, daysBetween, firstDay, utcToday } from '../../../case/kinds/days.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { MOST_APPROVALS, type KeyringCase } from '../keyring/case.ts';

/**
 * Remembers approvals not seen before, and moves their disclosure to after the days this page has known of them. Those are
 * counted by this device's clock alone, and told by the server's, so that a clock that is off by a while does not count.
 */
export function asRemembered(
  kept: Pick<KeyringCase, 'approvals'>,
  identity: IdentityView,
  serverDay: string,
): IdentityView {
  const today = utcToday();
  const counting = identity.requests.flatMap(countingOf);
  // Of one that counts no more nothing is kept, and what is forgotten too early begins its days anew.
  kept.approvals = kept.approvals.filter(({ seq }) => counting.some((one) => one.seq === seq));
  // However many originals are asked for, they are never in the way of the name.
  const first = counting.toSorted((one, other) => Number(other.isOfName) - Number(one.isOfName));
  const ofNames = first.filter(({ isOfName }) => isOfName).map(({ seq }) => seq);
  const seen = new Map(
    // A clock that is behind the approval itself would have all days of waiting be over once it is put right.
    first
      .filter(({ day }) => today >= addDays(day, -1))
      .map(({ seq }) => [seq, remembered(kept, seq, today, ofNames)]),
  );
  const requests = identity.requests.map((request): IdentityRequest => {
    const [approval] = countingOf(request);
    if (approval === undefined) return request;
    const left = daysBetween(today, firstDay(seen.get(approval.seq) ?? today, identity.days));
    const ownFrom = addDays(serverDay, Math.max(0, left));
    return ownFrom > approval.from ? { ...request, from: ownFrom } : request;
  });
  return { ...identity, requests };
}

/** The approval of a request whose days are being waited for. */
function countingOf({ decision, from, disclosure, isGone, original }: IdentityRequest) {
  if (decision?.approved !== true || from === null || disclosure !== null || isGone) return [];
  return [{ seq: decision.seq, day: decision.day, from, isOfName: original === null }];
}

/**
 * @param first those that are remembered before all others
 * @returns the day by this device on which an approval was seen first; today, where its clock was ahead of today then
 */
function remembered(
  kept: Pick<KeyringCase, 'approvals'>,
  seq: number,
  today: string,
  first: readonly number[],
): string {
  const known = kept.approvals.find((one) => one.seq === seq);
  if (known === undefined) {
    const other = kept.approvals.findLastIndex((one) => !first.includes(one.seq));
    if (kept.approvals.length === MOST_APPROVALS && first.includes(seq) && other >= 0)
      kept.approvals.splice(other, 1);
    // Of one that finds no room the days begin when another was disclosed.
    if (kept.approvals.length < MOST_APPROVALS) kept.approvals.push({ seq, day: today });
  } else if (today < known.day) known.day = today;
  return known?.day ?? today;
}
