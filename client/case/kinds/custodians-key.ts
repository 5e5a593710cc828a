/** The key of an identity that its reporter sealed anew, in a letter to each who may open it (PROTOCOL §11). */
import {
  LENGTH,
  typed,
  type CaseId,
  type CaseKey,
  type InstanceId,
  type KemPublicKey,
  type KemSeed,
  type LetterBytes,
} from '../../../crypto/bytes.ts';
import { openLetter, sealLetter } from '../../../crypto/letter.ts';

const PURPOSE = 'custodians';

export function sealCustodiansKey(
  to: KemPublicKey,
  key: CaseKey,
  instance: InstanceId,
  caseId: CaseId,
): LetterBytes {
  return sealLetter(to, key, PURPOSE, instance, caseId);
}

/** @returns null where it is somebody else's, or holds no key */
export function openCustodiansKey(
  seed: KemSeed,
  letter: LetterBytes,
  instance: InstanceId,
  caseId: CaseId,
): CaseKey | null {
  const key = openLetter(seed, letter, PURPOSE, instance, caseId);
  return key?.length === LENGTH.CaseKey ? typed('CaseKey', key) : null;
}
