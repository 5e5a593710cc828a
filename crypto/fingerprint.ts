/**
 * Six words instead of a key, for people who compare it by telephone or on paper.
 *
 * A server that wants to read along must put its own key in the place of somebody's. It may try as many keys as it likes
 * until one has the same words: six words are 66 bits, some 10^20 tries. Each kind of key is hashed in a domain of its own,
 * so words that were read for one thing cannot be found again in another.
 */
import type { Hash, KemPublicKey, PersonId, SigningPublicKey } from './bytes.ts';
import { hash } from './hash.ts';
import { fingerprintWords } from './words.ts';

/** The six words by which people compare an authority's key. */
export function authorityFingerprint(authority: SigningPublicKey): string[] {
  return fingerprintWords(hash('sotto/fingerprint/v1', authority));
}

/** The six words by which an invited person and the authority compare the person's new keys, by telephone. */
export function personFingerprint(person: {
  readonly id: PersonId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
}): string[] {
  return fingerprintWords(personHash(person));
}

/** A person and their keys as one value: another key, another hash. */
export function personHash(person: {
  readonly id: PersonId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
}): Hash {
  return hash('sotto/person-fingerprint/v1', person.id, person.kem, person.signing);
}

/** The six words that whoever lost everything reads to colleagues, by telephone. @param request its hash */
export function recoveryFingerprint(request: Hash): string[] {
  return fingerprintWords(request);
}
