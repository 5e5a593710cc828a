/** How the authority authorises a request within a session (PROTOCOL §10). */
import { utf8, type InstanceId, type Signature, type SigningPublicKey, type SigningSeed } from './bytes.ts';
import { sign, verify } from './signature.ts';

export type AuthorityPurpose = 'invite' | 'invitations' | 'withdraw';

export interface Authorisation {
  readonly instance: InstanceId;
  readonly purpose: AuthorityPurpose;
  /** What the purpose is about, such as an invitation's id; empty for a list. */
  readonly subject: Uint8Array;
  /** The session's challenge. */
  readonly challenge: string;
}

function fields({ instance, purpose, subject, challenge }: Authorisation): Uint8Array[] {
  return [instance, utf8(purpose), subject, utf8(challenge)];
}

export function authorise(authority: SigningSeed, what: Authorisation): Signature {
  return sign(authority, 'sotto/authority/v1', ...fields(what));
}

export function verifyAuthorisation(
  authority: SigningPublicKey,
  signature: Signature,
  what: Authorisation,
): boolean {
  return verify(authority, signature, 'sotto/authority/v1', ...fields(what));
}
