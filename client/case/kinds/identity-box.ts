/** Who a reporter is, sealed so that only custodians can open it, or disclose it (PROTOCOL §5). */
import * as z from 'zod/mini';
import { openBox, sealBox } from '../../../crypto/box.ts';
import {
  text,
  utf8,
  type BoxBytes,
  type CaseId,
  type InstanceId,
  type SealKey,
} from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { IDENTITY_PADDED, MOST_CONTACT, MOST_NAME } from './identity-limits.ts';

const identity = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(MOST_NAME)),
  contact: z.string().check(z.maxLength(MOST_CONTACT)),
});

export type Identity = z.output<typeof identity>;

/** The case an identity belongs to: it opens in no other. */
export interface IdentityPlace {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
}

/** @param given null for a reporter who stays anonymous: the box is the same from outside */
export function sealIdentity(given: Identity | null, key: SealKey, place: IdentityPlace): BoxBytes {
  const padded = sodium.pad(utf8(JSON.stringify(given && z.parse(identity, given))), IDENTITY_PADDED);
  const box = sealBox(key, padded, 'sotto/identity/v1', place.instance, place.caseId);
  sodium.memzero(padded);
  return box;
}

/**
 * @returns null where there is none
 * @throws CryptoError `tampered` for another key or case, `malformed` for what no page seals
 */
export function openIdentity(box: BoxBytes, key: SealKey, place: IdentityPlace): Identity | null {
  const padded = openBox(key, box, 'sotto/identity/v1', place.instance, place.caseId);
  try {
    const json: unknown = JSON.parse(text(sodium.unpad(padded, IDENTITY_PADDED)));
    return z.parse(z.nullable(identity), json);
  } catch {
    throw new CryptoError('malformed', 'identity');
  } finally {
    sodium.memzero(padded);
  }
}
