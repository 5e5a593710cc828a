import type { KemPublicKey, PersonId, SigningPublicKey } from './bytes.ts';
import { hash } from './hash.ts';
import { fingerprintWords } from './words.ts';

/** The six words by which people compare an authority's key (DESIGN §4.5). */
export function authorityFingerprint(authority: SigningPublicKey): string[] {
  return fingerprintWords(hash('sotto/fingerprint/v1', authority));
}

/** The six words by which an invited person and the authority compare the person's new keys, by telephone. */
export function personFingerprint(person: {
  readonly id: PersonId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
}): string[] {
  return fingerprintWords(hash('sotto/person-fingerprint/v1', person.id, person.kem, person.signing));
}
