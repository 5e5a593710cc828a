/** How a request shows that its sender holds the key of a case, with no account (PROTOCOL §10). */
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

function fields(context: RequestContext): Uint8Array[] {
  return [context.instance, context.caseId, utf8(context.purpose), utf8(context.challenge)];
}

export function signRequest(seed: SigningSeed, context: RequestContext): Signature {
  return sign(seed, 'sotto/request/v1', ...fields(context));
}

export function verifyRequest(key: SigningPublicKey, signature: Signature, context: RequestContext): boolean {
  return verify(key, signature, 'sotto/request/v1', ...fields(context));
}
