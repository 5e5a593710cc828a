import type { SigningPublicKey } from './bytes.ts';
import { hash } from './hash.ts';
import { fingerprintWords } from './words.ts';

/** The six words by which people compare an authority's key (DESIGN §4.5). */
export function authorityFingerprint(authority: SigningPublicKey): string[] {
  return fingerprintWords(hash('sotto/fingerprint/v1', authority));
}
