/**
 * How a request shows that its sender holds the key of a case, with no account (PROTOCOL §10).
 *
 * A reporter signs with the case's own key, an officer with the access key that follows from the case key;
 * either way the signature says "somebody who may", and not who. The purpose and the server's challenge are
 * signed along, so that a signature to read can't be used to write, nor used again later.
 */
import {
  utf8,
  type CaseId,
  type InstanceId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { sign, verify } from './signature.ts';

/** What the holder of a case's key asks for. A signature for one is worth nothing for another. */
export type Purpose = 'read' | 'append';

export interface RequestContext {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly purpose: Purpose;
  /** The server's challenge: its signature, as the server sent it. */
  readonly challenge: string;
}

/** In one place, so that what is signed and what is verified cannot differ. */
function fields(context: RequestContext): Uint8Array[] {
  return [context.instance, context.caseId, utf8(context.purpose), utf8(context.challenge)];
}

/** With the signing key of the case, or the access key of its newest epoch. */
export function signRequest(seed: SigningSeed, context: RequestContext): Signature {
  return sign(seed, 'sotto/request/v1', ...fields(context));
}

/** What the server asks before it gives or takes anything of a case. */
export function verifyRequest(key: SigningPublicKey, signature: Signature, context: RequestContext): boolean {
  return verify(key, signature, 'sotto/request/v1', ...fields(context));
}
