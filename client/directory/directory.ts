/** The directory as a page uses it: checked, with its hash. */
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, type Hash, type PersonId, type SigningPublicKey } from '../../crypto/bytes.ts';
import {
  directoryHash,
  verifyDirectory,
  verifySuccessor,
  type SeenDirectory,
  type SignedDirectory,
} from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseDirectory, type Directory, type Door, type Person } from '../../server/api/directory.ts';

export interface KnownDirectory {
  readonly directory: Directory;
  readonly hash: Hash;
}

/**
 * Checks a directory's signature.
 * @param pinned the authority a link or an earlier visit named; null takes the one the directory names
 * @throws CryptoError `malformed` or `wrong-authority`
 */
export function checkDirectory(signed: SignedDirectory, pinned: SigningPublicKey | null): KnownDirectory {
  const directory = parseDirectory(signed.text);
  if (directory === null) throw new CryptoError('malformed', 'directory');
  if (pinned !== null && !equal(pinned, directory.authority)) throw new CryptoError('wrong-authority');
  verifyDirectory(directory.authority, signed);
  return { directory, hash: directoryHash(signed.text) };
}

/** What a directory that follows this one is checked against. */
export function seen({ directory: { version, people }, hash }: KnownDirectory): SeenDirectory {
  return { version, people, hash };
}

/**
 * One step back along the versions.
 * @throws CryptoError `broken-chain` unless the second is the one the first names, `tampered`
 */
export function stepBack(from: KnownDirectory, to: KnownDirectory): KnownDirectory {
  if (to.directory.version !== from.directory.version - 1) throw new CryptoError('broken-chain');
  verifySuccessor(seen(to), from.directory);
  return to;
}

/**
 * What is served now is the version that was known, or a later one.
 * @throws CryptoError `rolled-back`
 */
export function checkNotOlder(
  known: Pick<SeenDirectory, 'version' | 'hash'>,
  { directory: { version }, hash }: KnownDirectory,
): void {
  const isOther = version === known.version && !equal(hash, known.hash);
  if (version < known.version || isOther) throw new CryptoError('rolled-back');
}

/** Who will read a report, given whom its reporter leaves out. */
export interface Readers {
  readonly people: readonly Person[];
  /** Whether they are the door's oversight readers, because every ordinary one was left out. */
  readonly oversight: boolean;
}

/** The officers a door's reports are sealed to; nobody who is left out, and perhaps nobody at all. */
export function readersOf(directory: Directory, door: Door, leftOut: readonly PersonId[] = []): Readers {
  const allowed = (ids: readonly PersonId[]) =>
    directory.people.filter(
      (person) =>
        person.role === 'officer' &&
        person.state === 'active' &&
        ids.some((id) => equal(id, person.id)) &&
        !leftOut.some((id) => equal(id, person.id)),
    );
  const readers = allowed(door.readers);
  return readers.length > 0
    ? { people: readers, oversight: false }
    : { people: allowed(door.oversight), oversight: true };
}

/** Who can be asked to disclose an identity at a door: nobody who is left out, and perhaps nobody at all. */
export function custodiansAt(directory: Directory, door: Door, leftOut: readonly PersonId[] = []): Person[] {
  return directory.people.filter(
    (person) =>
      person.role === 'custodian' &&
      person.state === 'active' &&
      door.custodians.some((id) => equal(id, person.id)) &&
      !leftOut.some((id) => equal(id, person.id)),
  );
}

/** People by id: a long case asks for them thousands of times. */
const byId = new WeakMap<Directory, ReadonlyMap<string, Person>>();

export function findPerson(directory: Directory, id: PersonId): Person | undefined {
  let people = byId.get(directory);
  if (people === undefined) {
    people = new Map(directory.people.map((person) => [toBase64url(person.id), person]));
    byId.set(directory, people);
  }
  return people.get(toBase64url(id));
}

/** Names of those among these ids who are in the directory, in its order. */
export function namesOf(ids: readonly PersonId[], directory: Directory): string[] {
  const named = new Set(ids.map((id) => findPerson(directory, id)));
  return directory.people.filter((person) => named.has(person)).map((person) => person.name);
}
