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
  const disclosed = new Set(
    identity.requests.map((one) => (one.disclosure === null ? null : one.decision?.seq)),
  );
  kept.approvals = kept.approvals.filter(({ seq }) => !disclosed.has(seq));
  const requests = identity.requests.map((request): IdentityRequest => {
    const { decision, from, disclosure } = request;
    if (decision?.approved !== true || from === null || disclosure !== null) return request;
    // A clock that is behind the approval itself would have all days of waiting be over once it is put right.
    const seen = today < addDays(decision.day, -1) ? null : remembered(kept, decision.seq, today);
    const left = daysBetween(today, firstDay(seen ?? today, identity.days));
    const ownFrom = addDays(serverDay, Math.max(0, left));
    return ownFrom > from ? { ...request, from: ownFrom } : request;
  });
  return { ...identity, requests };
}

/** @returns the day by this device on which an approval was seen first; today, where its clock was ahead of today then */
function remembered(kept: Pick<KeyringCase, 'approvals'>, seq: number, today: string): string {
  const known = kept.approvals.find((one) => one.seq === seq);
  // Of one that finds no room the days begin when another was disclosed.
  if (known === undefined && kept.approvals.length < MOST_APPROVALS) kept.approvals.push({ seq, day: today });
  else if (known !== undefined && today < known.day) known.day = today;
  return known?.day ?? today;
}
