/** What a reporter chose at a door, and who that makes a report go to. */
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, type PersonId } from '../../crypto/bytes.ts';
import type { Directory, Door, Person } from '../../server/api/directory.ts';
import { custodiansAt, readersOf, type Readers } from './directory.ts';

export interface Choice {
  /** Id of a door. */
  readonly door: string;
  /** base64url ids of people who shall never read it. */
  readonly leftOut: readonly string[];
}

export function doorOf(directory: Directory, id: string): Door | undefined {
  return directory.doors.find((door) => door.id === id);
}

/** Who would read it, given base64url ids of people left out. */
export function readersLeft(directory: Directory, door: Door, leftOut: readonly string[]): Readers {
  return readersOf(directory, door, among(directory, leftOut));
}

/** Who could open a name, given base64url ids of people left out. */
export function custodiansLeft(directory: Directory, door: Door, leftOut: readonly string[]): Person[] {
  return custodiansAt(directory, door, among(directory, leftOut));
}

/** Every officer whom the door's oversight does not name: any of them could be given access to a case later. */
export function officeAt({ people }: Directory, door: Door): string[] {
  const isNamed = (ids: readonly PersonId[], id: PersonId) => ids.some((other) => equal(other, id));
  return people
    .filter(({ id, role, state }) => {
      const stays = isNamed(door.oversight, id) && !isNamed(door.readers, id);
      return role === 'officer' && state !== 'removed' && !stays;
    })
    .map(({ id }) => toBase64url(id));
}

/** Whether everybody of the office is left out, as can be chosen where that is more than one. */
export function isOfficeOut(directory: Directory, door: Door, leftOut: readonly string[]): boolean {
  const office = officeAt(directory, door);
  return office.length > 1 && office.every((id) => leftOut.includes(id));
}

function among({ people }: Directory, ids: readonly string[]): PersonId[] {
  return people.map(({ id }) => id).filter((id) => ids.includes(toBase64url(id)));
}
