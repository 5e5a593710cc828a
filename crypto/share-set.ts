/**
 * A person's shares as the server keeps them: sealed letters in places that name nobody (PROTOCOL §9.1).
 *
 * Nobody opens a set until somebody has lost everything. One that the server had made up or exchanged would be noticed only
 * then, when it is too late. So the owner signs the whole of a set, header and places together.
 */
import {
  concat,
  LENGTH,
  Reader,
  typed,
  utf8,
  type AccountId,
  type Hash,
  type HelperList,
  type InstanceId,
  type PersonId,
  type ShareLetter,
  type ShareSet,
  type ShareSetId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { SUITE } from './header.ts';
import { sign, verify } from './signature.ts';
import { THRESHOLD } from './threshold.ts';

/** Places of a set, always as many: a set does not tell how many colleagues were chosen. */
export const SHARE_PLACES = 16;

export interface ShareSetHeader {
  readonly instance: InstanceId;
  readonly account: AccountId;
  /** Whose seed it is. */
  readonly owner: PersonId;
  readonly id: ShareSetId;
  /** The directory the colleagues' keys were taken from. */
  readonly directory: Hash;
  /** How many shares give the seed back. */
  readonly threshold: number;
}

/** One place: a letter, and the key that whoever opens it can sign with. */
export interface SharePlace {
  readonly key: SigningPublicKey;
  readonly letter: ShareLetter;
}

export function formatShareSet(header: ShareSetHeader, places: readonly SharePlace[]): ShareSet {
  const { instance, account, owner, id, directory, threshold } = header;
  const parts = [Uint8Array.of(SUITE), instance, account, owner, id, directory, Uint8Array.of(threshold)];
  return typed('ShareSet', concat(...parts, ...places.flatMap(({ key, letter }) => [key, letter])));
}

/** Where one share is enough, it is a copy of the seed; where all of many are needed, one colleague who leaves takes it along. */
export function mayBeThreshold(helping: number): boolean {
  return helping >= THRESHOLD.least && helping <= THRESHOLD.most;
}

/** @throws CryptoError `malformed` */
export function parseShareSet(set: Uint8Array): ShareSetHeader & { readonly places: SharePlace[] } {
  const reader = new Reader(typed('ShareSet', set));
  if (reader.u8() !== SUITE) throw new CryptoError('malformed', 'unknown suite');
  const header: ShareSetHeader = {
    instance: reader.typed('InstanceId'),
    account: reader.typed('AccountId'),
    owner: reader.typed('PersonId'),
    id: reader.typed('ShareSetId'),
    directory: reader.typed('Hash'),
    threshold: reader.u8(),
  };
  if (!mayBeThreshold(header.threshold)) throw new CryptoError('malformed', 'threshold');
  const places = Array.from({ length: SHARE_PLACES }, () => ({
    key: reader.typed('SigningPublicKey'),
    letter: reader.typed('ShareLetter'),
  }));
  reader.end();
  return { ...header, places };
}

export const SHARE_SET_HEADER_LENGTH = LENGTH.ShareSet - SHARE_PLACES * (32 + LENGTH.ShareLetter);

/**
 * Over every byte: a letter of one set cannot stand in another, nor a threshold be made lower afterwards.
 * @param owner the person's signing seed
 */
export function signShareSet(owner: SigningSeed, set: ShareSet): Signature {
  return sign(owner, 'sotto/share-set/v1', set);
}

export function verifyShareSet(owner: SigningPublicKey, signature: Signature, set: ShareSet): boolean {
  return verify(owner, signature, 'sotto/share-set/v1', set);
}

/** What has a set stored, in one session only: without it a stolen cookie could put junk or an older set there. */
export interface StoredShareSet {
  readonly set: ShareSet;
  readonly helpers: HelperList;
  /** The session's, as the server sent it. */
  readonly challenge: string;
}

/** @param owner the person's signing seed */
export function signStoring(owner: SigningSeed, { set, helpers, challenge }: StoredShareSet): Signature {
  return sign(owner, 'sotto/share-set-store/v1', set, helpers, utf8(challenge));
}

export function verifyStoring(
  owner: SigningPublicKey,
  signature: Signature,
  { set, helpers, challenge }: StoredShareSet,
): boolean {
  return verify(owner, signature, 'sotto/share-set-store/v1', set, helpers, utf8(challenge));
}
