/**
 * The days of approvals as a custodian's own page saw them. A stamp's day is the server's word, so a server could have
 * the days of waiting be over at once; what the keyring remembers can only make them longer.
 */
import { firstDay, type IdentityRequest, type IdentityView } from '../case/identity.ts';
import { utcToday } from '../case/days.ts';
import type { KeyringCase } from './keyring-case.ts';

/** Remembers approvals not seen before, and moves their disclosure to after the days this page has known of them. */
export function asRemembered(known: Pick<KeyringCase, 'approvals'>, identity: IdentityView): IdentityView {
  const requests = identity.requests.map((request): IdentityRequest => {
    const { decision, from } = request;
    if (decision?.approved !== true || from === null) return request;
    let seen = known.approvals.find(({ seq }) => seq === decision.seq);
    if (seen === undefined) known.approvals.push((seen = { seq: decision.seq, day: utcToday() }));
    const ownFrom = firstDay(seen.day, identity.days);
    return ownFrom > from ? { ...request, from: ownFrom } : request;
  });
  return { ...identity, requests };
}
