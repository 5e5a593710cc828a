/** Directory versions: signed as the exact bytes that are served (PROTOCOL §7). */
import { equal, utf8, type Hash, type Signature, type SigningPublicKey, type SigningSeed } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { hash } from './hash.ts';
import { sign, verify } from './signature.ts';

/** One version as stored and served. */
export interface SignedDirectory {
  /** The exact JSON text that was signed. */
  readonly text: string;
  readonly signature: Signature;
}

/** What a version says about its place in the chain, read from its text by the caller's schema. */
export interface DirectoryPlace {
  readonly version: number;
  /** Hash of the version before; null for the first. */
  readonly previous: Hash | null;
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
 * @throws CryptoError `rolled-back` for an older version, `broken-chain` for one that follows another.
 */
export function verifySuccessor(known: { version: number; hash: Hash }, next: DirectoryPlace): void {
  if (next.version <= known.version) throw new CryptoError('rolled-back');
  if (next.version !== known.version + 1 || next.previous === null || !equal(next.previous, known.hash)) {
    throw new CryptoError('broken-chain');
  }
}
