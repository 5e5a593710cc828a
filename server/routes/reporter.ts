import type { Hono } from 'hono';
import { appendOwnEntry, openCase, readOwnCase } from '../api/reporter.ts';
import type { Challenge } from '../api/anyone.ts';
import { checkChallenge, checkWork } from '../challenge.ts';
import type { Context } from '../context.ts';
import { equal, type CaseId, type Signature, type SigningPublicKey } from '../../crypto/bytes.ts';
import { NO_HASH } from '../../crypto/header.ts';
import { caseIdOf } from '../../crypto/id.ts';
import { verifyRequest, type Purpose } from '../../crypto/request.ts';
import * as cases from '../../db/cases.ts';
import { Refusal } from '../refusal.ts';
import { serve } from '../serve.ts';
import { readCaseChain } from '../reading.ts';
import { answerOf, readEntry, readSlotSet, stampEntry } from '../writing.ts';

export function addReporterRoutes(app: Hono, context: Context): void {
  serve(app, openCase, async (request) => {
    const entry = readEntry(request.entry);
    const { chain, seq, previous, epoch } = entry.header;
    const isFirst = chain === 'shared' && seq === 0 && epoch === 0 && equal(previous, NO_HASH);
    const sets = request.slotSets.map((bytes) => readSlotSet(context, bytes, entry.header).record);
    const isFounding =
      sets[0]?.audience === 'shared' &&
      sets[1]?.audience === 'custodians' &&
      sets.every((set) => set.epoch === 0);
    if (!isFirst || !isFounding) throw new Refusal('bad-request');
    const work = await checkWork(context, request.work);
    return answerOf(await cases.openCase(context.db, stampEntry(context, entry), sets, work));
  });

  serve(app, readOwnCase, async (request) => {
    const caseId = checkOwner(context, request, 'read');
    const { from } = request;
    const read = await readCaseChain(context, { caseId, chain: 'shared', from }, 'shared');
    // Founding sets only: a set that gives a colleague access holds nothing for the reporter.
    const founding = read.slotSets.filter((set) => set.ordinal === 0);
    return { ...read, slotSets: founding.map((set) => set.bytes) };
  });

  serve(app, appendOwnEntry, async (request) => {
    const caseId = checkOwner(context, request, 'append');
    const entry = readEntry(request.entry);
    if (entry.header.chain !== 'shared' || !equal(entry.header.caseId, caseId) || entry.header.seq === 0) {
      throw new Refusal('bad-request');
    }
    if (request.work.challenge.signature !== request.challenge.signature) throw new Refusal('bad-request');
    const work = await checkWork(context, request.work);
    const stamped = stampEntry(context, entry);
    return answerOf(await cases.appendEntry(context.db, stamped, entry.header.previous, { work }));
  });
}

/** The case whose key signed the request. An unknown case, other words and a wrong signature are one answer. */
function checkOwner(
  context: Context,
  request: { publicKey: SigningPublicKey; challenge: Challenge; signature: Signature },
  purpose: Purpose,
): CaseId {
  checkChallenge(context, request.challenge);
  const caseId = caseIdOf(request.publicKey);
  const challenge = request.challenge.signature;
  const signed = { instance: context.instance.id, caseId, purpose, challenge };
  if (!verifyRequest(request.publicKey, request.signature, signed)) throw new Refusal('not-found');
  return caseId;
}
