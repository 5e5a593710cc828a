/**
 * How the authority authorises a request within a session (PROTOCOL §10).
 *
 * Being signed in as who holds the authority's key is not enough to invite somebody: each such request is
 * signed with that key, over what it is for and the challenge of this very session. A stolen cookie invites
 * nobody.
 */
import { utf8, type InstanceId, type Signature, type SigningPublicKey, type SigningSeed } from './bytes.ts';
import { sign, verify } from './signature.ts';

export type AuthorityPurpose = 'invite' | 'invitations' | 'withdraw' | 'notary';

export interface Authorisation {
  readonly instance: InstanceId;
  readonly purpose: AuthorityPurpose;
  /** What the purpose is about, such as an invitation's id; empty for a list. */
  readonly subject: Uint8Array;
  /** The session's challenge. */
  readonly challenge: string;
}

/** In one place, so that what is signed and what is verified cannot differ. */
function fields({ instance, purpose, subject, challenge }: Authorisation): Uint8Array[] {
  return [instance, utf8(purpose), subject, utf8(challenge)];
}

/** Only while the office is open on somebody's page is the seed in a worker. */
export function authorise(authority: SigningSeed, what: Authorisation): Signature {
  return sign(authority, 'sotto/authority/v1', ...fields(what));
}

/** With the authority's key of the newest directory: the server's check, and its only use of that key. */
export function verifyAuthorisation(
  authority: SigningPublicKey,
  signature: Signature,
  what: Authorisation,
): boolean {
  return verify(authority, signature, 'sotto/authority/v1', ...fields(what));
}
