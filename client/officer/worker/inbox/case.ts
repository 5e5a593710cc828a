import { toBase64url } from '../../../../crypto/base64url.ts';
import { caseReference } from '../../../../crypto/id.ts';
import { NOTHING_KNOWN, type KeyringCase, type Summary } from '../keyring/case.ts';

/** A row of the inbox. */
export interface InboxCase extends Summary {
  /** base64url of the case id: the key of lists and the name in the address, which only this officer's list knows. */
  readonly id: string;
  readonly reference: string;
  /** Something came since this officer last had it on screen. */
  readonly unread: boolean;
}

export function toInboxCase(kept: KeyringCase): InboxCase {
  const { id } = kept;
  return {
    ...(kept.summary ?? NOTHING_KNOWN),
    id: toBase64url(id),
    reference: caseReference(id),
    unread: (kept.shared?.seq ?? 0) + 1 > kept.read,
  };
}
