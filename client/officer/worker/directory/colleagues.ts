/** Officers by what they may have to do with a case. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal, type PersonId } from '../../../../crypto/bytes.ts';
import type { Directory, Person } from '../../../../server/api/directory.ts';

export interface Colleague {
  /** base64url of the person's id. */
  readonly id: string;
  readonly name: string;
  /** Whether it is a custodian, who reads to decide about the identity. */
  readonly isCustodian: boolean;
  /** Whether the office names them no longer, or keeps them out for now. */
  readonly hasLeft: boolean;
}

export interface Colleagues {
  /** Who can read now, this officer included. */
  readonly reading: readonly Colleague[];
  /** Who could be given access: active, not reading, and not left out by the reporter. */
  readonly possible: readonly Colleague[];
}

export function colleaguesOf(
  { people }: Directory,
  readers: readonly PersonId[],
  leftOut: readonly PersonId[],
  custodians: readonly PersonId[] = [],
): Colleagues {
  const isIn = (ids: readonly PersonId[], id: PersonId) => ids.some((other) => equal(other, id));
  const toColleague = ({ id, name, state }: Person) => ({
    id: toBase64url(id),
    name,
    isCustodian: isIn(custodians, id),
    hasLeft: state !== 'active',
  });
  const barred = [...leftOut, ...custodians];
  const active = people.filter(({ role, state }) => role === 'officer' && state === 'active');
  return {
    reading: people.filter(({ id }) => isIn(readers, id)).map(toColleague),
    possible: active.filter(({ id }) => !isIn(readers, id) && !isIn(barred, id)).map(toColleague),
  };
}
