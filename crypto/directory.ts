/** Directory versions: signed as the exact bytes that are served (PROTOCOL §7). */
import {
  equal,
  utf8,
  type Hash,
  type KemPublicKey,
  type PersonId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { hash } from './hash.ts';
import { sign, verify } from './signature.ts';

/** One version as stored and served. */
export interface SignedDirectory {
  /** The exact JSON text that was signed. */
  readonly text: string;
  readonly signature: Signature;
}

/** Whose keys are whose, in one version. */
export interface DirectoryPerson {
  readonly id: PersonId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
}

/** What a version says that the next one must follow, read from its text by the caller's schema. */
export interface DirectoryPlace {
  readonly version: number;
  /** Hash of the version before; null for the first. */
  readonly previous: Hash | null;
  readonly people: readonly DirectoryPerson[];
}

/** A version that was seen. */
export interface SeenDirectory extends Pick<DirectoryPlace, 'version' | 'people'> {
  readonly hash: Hash;
}

export function directoryHash(directory: string): Hash {
  return hash('sotto/directory-hash/v1', utf8(directory));
}

export function signDirectory(authority: SigningSeed, directory: string): SignedDirectory {
  return { text: directory, signature: sign(authority, 'sotto/directory/v1', utf8(directory)) };
}

/** @throws CryptoError `wrong-authority` unless the authority with this key signed exactly this text. */
export function verifyDirectory(authority: SigningPublicKey, directory: SignedDirectory): void {
  if (!verify(authority, directory.signature, 'sotto/directory/v1', utf8(directory.text))) {
    throw new CryptoError('wrong-authority');
  }
}

/**
 * Checks that `next` follows `known`, the version seen before, directly.
 * @throws CryptoError `rolled-back` for an older version, `broken-chain` for one that follows another, `tampered` where
 *   somebody is missing or has other keys
 */
export function verifySuccessor(known: SeenDirectory, next: DirectoryPlace): void {
  if (next.version <= known.version) throw new CryptoError('rolled-back');
  if (next.version !== known.version + 1 || next.previous === null || !equal(next.previous, known.hash)) {
    throw new CryptoError('broken-chain');
  }
  verifyPeople(known.people, next.people);
}

/**
 * Checks that everybody of an earlier version is in a later one, with the same keys: who needs new ones is a new person.
 * @throws CryptoError `tampered`
 */
export function verifyPeople(before: readonly DirectoryPerson[], now: readonly DirectoryPerson[]): void {
  const isKept = ({ id, kem, signing }: DirectoryPerson) => {
    const same = now.filter((person) => equal(person.id, id));
    return same.length === 1 && same.every((one) => equal(one.kem, kem) && equal(one.signing, signing));
  };
  if (!before.every(isKept)) throw new CryptoError('tampered', 'somebody of the directory has other keys');
}
