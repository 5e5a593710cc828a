/** Who a reporter is, sealed so that only custodians can open it, or disclose it (PROTOCOL §5). */
import * as z from 'zod/mini';
import type { BoxBytes, CaseId, InstanceId, SealKey } from '../../../crypto/bytes.ts';
import { MOST_CONTACT, MOST_NAME } from './identity-limits.ts';
import { openPadded, sealPadded } from './padded-box.ts';

const identity = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(MOST_NAME)),
  contact: z.string().check(z.maxLength(MOST_CONTACT)),
});

export type Identity = z.output<typeof identity>;

/** Null for a reporter who stays anonymous: the box is the same from outside. */
const given = z.nullable(identity);

/** The case an identity belongs to: it opens in no other. */
export interface IdentityPlace {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
}

export function sealIdentity(content: Identity | null, key: SealKey, place: IdentityPlace): BoxBytes {
  return sealPadded(content, given, key, 'sotto/identity/v1', place.instance, place.caseId);
}

/**
 * @returns null where there is none
 * @throws CryptoError `tampered` for another key or case, `malformed` for what no page seals
 */
export function openIdentity(box: BoxBytes, key: SealKey, place: IdentityPlace): Identity | null {
  return openPadded(box, given, key, 'sotto/identity/v1', place.instance, place.caseId);
}
