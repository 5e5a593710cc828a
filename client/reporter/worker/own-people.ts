/** Who is there now of those a report was given to, and who could be given it in their place. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { PersonId } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Directory, Person } from '../../../server/api/directory.ts';
import type { Sealing } from '../../case/kinds/report.ts';
import type { IdentityNow } from '../../case/kinds/identity-requests.ts';
import { currentOfficers, currentReaders, custodiansOf, everReaders } from '../../case/keys/readers.ts';
import { isAmong } from '../../case/kinds/people.ts';
import { custodiansAt, findPerson, readersOf } from '../../directory/directory.ts';

/** Somebody who can be chosen. */
export interface Candidate {
  /** base64url of the person's id. */
  readonly id: string;
  readonly name: string;
}

export interface OwnPeople {
  /** Names of those who can read it now, and of those who could and have left. */
  readonly readers: readonly string[];
  readonly gone: readonly string[];
  /** Whether all officers who could read it have left. */
  readonly isOrphaned: boolean;
  /** Whom the reporter can give it to then. */
  readonly heirs: readonly Candidate[];
  /** Names of custodians who are there, and of those who have left. */
  readonly custodians: readonly string[];
  readonly custodiansGone: readonly string[];
  /** For whom a name can be sealed anew: nobody while all its custodians are there. */
  readonly newCustodians: readonly Candidate[];
}

interface Own {
  readonly directory: Directory;
  readonly door: string;
  readonly sealing: Pick<Sealing, 'leftOut'>;
  readonly entries: readonly VerifiedEntry[];
  readonly identity: Pick<IdentityNow, 'custodians'>;
}

export function ownPeople(own: Own): OwnPeople {
  const { directory, entries, identity } = own;
  const isHere = (id: PersonId) => findPerson(directory, id)?.state === 'active';
  const names = (ids: readonly PersonId[]) =>
    directory.people.filter((person) => isAmong(ids, person.id)).map(({ name }) => name);
  const reading = currentReaders(entries);
  const { custodians } = identity;
  return {
    readers: names(reading.filter(isHere)),
    gone: names(reading.filter((id) => !isHere(id))),
    isOrphaned: !currentOfficers(entries).some(isHere),
    heirs: heirsOf(own).map(toCandidate),
    custodians: names(custodians.filter(isHere)),
    custodiansGone: names(custodians.filter((id) => !isHere(id))),
    newCustodians: newCustodiansOf(own).map(toCandidate),
  };
}

/** Readers of the door as it is now, or of any where it is gone; nobody who was left out or is a custodian of the report. */
export function heirsOf({ directory, door, sealing, entries }: Own): Person[] {
  const isHere = (id: PersonId) => findPerson(directory, id)?.state === 'active';
  if (currentOfficers(entries).some(isHere)) return [];
  const barred = [...sealing.leftOut, ...custodiansOf(entries)];
  return atDoors(directory, door, (at) => [...readersOf(directory, at, barred).people]);
}

/** Custodians of the door as it is now, or of any where it is gone; nobody who was left out or ever read as an officer. */
export function newCustodiansOf({ directory, door, sealing, entries, identity }: Own): Person[] {
  const { custodians } = identity;
  const isHere = (id: PersonId) => findPerson(directory, id)?.state === 'active';
  if (custodians.length > 0 && custodians.every(isHere)) return [];
  const named = custodiansOf(entries);
  const officers = everReaders(entries);
  const barred = [...sealing.leftOut, ...officers.filter((id) => !isAmong(named, id))];
  return atDoors(directory, door, (at) => custodiansAt(directory, at, barred));
}

function atDoors(
  { doors, people }: Directory,
  id: string,
  of: (door: Directory['doors'][0]) => readonly Person[],
): Person[] {
  const own = doors.filter((door) => door.id === id);
  const found = (own.length > 0 ? own : doors).flatMap(of);
  return people.filter((person) => found.includes(person));
}

/** @returns null where one of them is no candidate */
export function chosenOf(candidates: readonly Person[], ids: readonly string[]): Person[] | null {
  const chosen = candidates.filter(({ id }) => ids.includes(toBase64url(id)));
  return chosen.length > 0 && chosen.length === ids.length ? chosen : null;
}

function toCandidate({ id, name }: Person): Candidate {
  return { id: toBase64url(id), name };
}
