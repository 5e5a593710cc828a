import {
  LENGTH,
  typed,
  utf8,
  type AccountId,
  type CaseId,
  type Hash,
  type InstanceId,
  type SigningPublicKey,
} from './bytes.ts';
import { hash } from './hash.ts';

/** The id of a case: BLAKE2b of the reporter's signing key, cut to 16 bytes (PROTOCOL §3). */
export function caseIdOf(reporter: SigningPublicKey): CaseId {
  return typed('CaseId', hash('sotto/case/v1', reporter).slice(0, LENGTH.CaseId));
}

/**
 * The id of an account: a hash of the name an officer types, so that the name itself is never sent.
 * Case, surrounding space and Unicode form do not count.
 */
export function accountIdOf(instance: InstanceId, name: string): AccountId {
  const plain = utf8(name.normalize('NFKC').trim().toLowerCase());
  return typed('AccountId', hash('sotto/account/v1', instance, plain).slice(0, LENGTH.AccountId));
}

// Crockford's base 32: no I, L, O or U, so that it can be read out over a telephone.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The short number of a case that reporter and officers both see, such as `7Q3F-X2M9` (40 bits). */
export function caseReference(id: CaseId): string {
  return groupsOfLetters(hash('sotto/reference/v1', id), 2);
}

/** By what the authority and whoever runs the server compare a new key of the notary (80 bits). */
export function notaryReference(notary: SigningPublicKey): string {
  return groupsOfLetters(hash('sotto/notary-reference/v1', notary), 4);
}

/** The first bits of a hash as groups of four letters. */
function groupsOfLetters(digest: Hash, groups: number): string {
  const letters = Array.from({ length: groups * 4 }, (_, i) => {
    const bit = i * 5;
    const pair = (digest[bit >> 3]! << 8) | digest[(bit >> 3) + 1]!;
    return LETTERS[(pair >> (11 - (bit & 7))) & 31]!;
  });
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
