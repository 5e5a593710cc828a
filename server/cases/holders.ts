/** Who holds a case: its reporter by the words, an officer by the newest key of its shared audience. */
import type { Challenge } from '../api/anyone.ts';
import { Refusal } from '../answers/refusal.ts';
import { checkChallenge, takeChallenge } from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';
import { newestNotary } from '../instance/instance.ts';
import type { CaseId, Signature, SigningPublicKey } from '../../crypto/bytes.ts';
import { caseIdOf } from '../../crypto/id.ts';
import { verifyRequest, type Purpose } from '../../crypto/request.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { readNewestFounding } from '../../db/slot-sets.ts';
import { soundSets } from './passed-over.ts';

/** The case whose key signed the request. An unknown case, other words and a wrong signature are one answer. */
export function checkOwner(
  context: Context,
  request: { publicKey: SigningPublicKey; challenge: Challenge; signature: Signature },
  purpose: Purpose,
): CaseId {
  checkChallenge(context, request.challenge);
  const caseId = caseIdOf(request.publicKey);
  const challenge = request.challenge.signature;
  const signed = { instance: context.instance.id, caseId, purpose, challenge };
  if (!verifyRequest(request.publicKey, request.signature, signed)) throw new Refusal('not-found');
  if (purpose === 'read') takeChallenge(context, request.challenge);
  return caseId;
}

/**
 * Whether the officer holds the key of the case's shared audience. Without it a case is as unknown as one
 * that does not exist, so an excluded officer's session is worth nothing here.
 */
export async function checkAccess(
  context: Context,
  request: { caseId: CaseId; access: Signature },
  challenge: string,
  purpose: Purpose,
): Promise<void> {
  const { caseId, access } = request;
  const found = await readNewestFounding(context.db, caseId, 'shared');
  const [newest] = soundSets(found === undefined ? [] : [found]);
  const key: SigningPublicKey = newest
    ? parseSlotSet(newest.bytes).header.accessKey
    : newestNotary(context.instance).key;
  const signed = { instance: context.instance.id, caseId, purpose, challenge };
  if (!verifyRequest(key, access, signed) || newest === undefined) throw new Refusal('not-found');
}
