import type { Context as HonoContext, Hono } from 'hono';
import {
  appendEntry,
  readCase,
  readFeed,
  readKeyring,
  readSlotSets,
  signIn,
  signOut,
  startSignIn,
  storeKeyringPage,
} from '../api/officer.ts';
import { signInByPasskey, startPasskey } from '../api/passkeys.ts';
import { LIMITS } from '../api/limits.ts';
import { verifyAssertion } from '../assertion.ts';
import { checkToken, inventedSalt, newToken, spentToken } from '../challenge.ts';
import type { Context } from '../context.ts';
import {
  equal,
  typed,
  type AccountId,
  type CaseId,
  type Signature,
  type SigningPublicKey,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { AUDIENCE_OF, type Header } from '../../crypto/header.ts';
import { verifyRequest, type Purpose } from '../../crypto/request.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { verifySignIn } from '../../crypto/sign-in.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { readSalt, readUnlock, type UnlockableAccount } from '../../db/accounts.ts';
import * as cases from '../../db/cases.ts';
import { raiseCounter, readPasskeyUnlock } from '../../db/passkeys.ts';
import * as keyrings from '../../db/keyrings.ts';
import * as slotSets from '../../db/slot-sets.ts';
import { inTransaction } from '../../db/tables.ts';
import { spendWork } from '../../db/works.ts';
import { readCaseChain } from '../reading.ts';
import { Refusal } from '../refusal.ts';
import { serve } from '../serve.ts';
import { requireSession, startSession, stopSession } from '../session.ts';
import { siteOf } from '../site.ts';
import { answerOf, readEntry, readSlotSet, stampEntry } from '../writing.ts';

export function addOfficerRoutes(app: Hono, context: Context): void {
  addSignInRoutes(app, context);
  addInboxRoutes(app, context);
  addCaseRoutes(app, context);
}

function addSignInRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;
  /** Verified in place of an unknown account's key, so that unknown and wrong take the same work. */
  const nobody = signingPublicKey(typed('SigningSeed', instance.secret));

  serve(app, startSignIn, async ({ account }) => {
    const invented = inventedSalt(context, account);
    return { salt: (await readSalt(db, account)) ?? invented, challenge: newToken(context, 'sign-in') };
  });

  /** Whether it was signed with the key of the way to unlock that was found, if one was. */
  const isSigned = (
    found: UnlockableAccount | undefined,
    purpose: string,
    { account, challenge, signature }: { account: AccountId; challenge: string; signature: Signature },
  ) => {
    const key = found?.unlock.signInKey ?? nobody;
    const signed = verifySignIn(key, signature, instance.id, account, challenge);
    return checkToken(context, purpose, challenge) && signed;
  };

  const admit = async (http: HonoContext, account: AccountId, found: UnlockableAccount) => {
    // Said only to somebody who has shown the key.
    const state = await context.office.stateOf(found.person);
    if (state !== 'active') throw new Refusal(state === null ? 'not-admitted' : 'access-ended');
    const sessionChallenge = await startSession(context, http, account);
    const { person, vault, authorityVault } = found;
    return { person, wrappedKey: found.unlock.wrappedKey, vault, authorityVault, sessionChallenge };
  };

  serve(app, signIn, async (request, http) => {
    const found = await readUnlock(db, request.account, request.method);
    const isRight = isSigned(found, 'sign-in', request);
    if (found === undefined || !isRight) throw new Refusal('signed-out');
    return admit(http, request.account, found);
  });

  serve(app, startPasskey, async (_, http) => {
    const site = siteOf(context.publicUrl, http.req.url);
    const origin = http.req.header('origin');
    // A passkey made here would sign in nowhere, so the page is told before there is one.
    const isHere = site !== null && (origin === undefined || site.origins.includes(origin));
    if (!isHere) throw new Refusal('wrong-address');
    return { challenge: newToken(context, 'passkey') };
  });

  serve(app, signInByPasskey, async (request, http) => {
    const { account, passkey, challenge, assertion } = request;
    const found = await readPasskeyUnlock(db, account, passkey);
    const isRight = isSigned(found, 'passkey', request);
    const site = siteOf(context.publicUrl, http.req.url);
    const counter = await verifyAssertion(site, challenge, assertion, found?.credentialKey ?? null);
    if (found === undefined || !isRight || counter === null) throw new Refusal('signed-out');
    await inTransaction(db, async (transaction) => {
      const isFirst = await spendWork(transaction, spentToken(challenge));
      const goesUp = isFirst && (await raiseCounter(transaction, account, passkey, counter));
      if (!goesUp) throw new Refusal('signed-out');
    });
    return admit(http, account, found);
  });

  serve(app, signOut, async (_, http) => {
    await stopSession(context, http);
    return {};
  });
}

function addInboxRoutes(app: Hono, context: Context): void {
  const { db } = context;

  serve(app, readFeed, async ({ from, after }, http) => {
    await requireSession(context, http);
    const start = after ?? { day: from, caseId: null };
    const found = await cases.readActivity(db, start, LIMITS.feedCases + 1);
    return { cases: found.slice(0, LIMITS.feedCases), more: found.length > LIMITS.feedCases };
  });

  serve(app, readSlotSets, async (request, http) => {
    await requireSession(context, http);
    const found = await slotSets.readSlotSets(db, request.cases, ['shared', 'officers', 'custodians']);
    return { slotSets: found.map((set) => set.bytes) };
  });

  serve(app, readKeyring, async (_, http) => {
    const { account } = await requireSession(context, http);
    return { pages: await keyrings.readKeyring(db, account) };
  });

  serve(app, storeKeyringPage, async ({ page, revision, box }, http) => {
    const { account } = await requireSession(context, http);
    const stored = await keyrings.storeKeyringPage(db, account, page, revision, box);
    if (stored === null) throw new Refusal('conflict');
    return { revision: stored };
  });
}

function addCaseRoutes(app: Hono, context: Context): void {
  const { db } = context;

  serve(app, readCase, async (request, http) => {
    const { challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'read');
    const read = await readCaseChain(context, request, AUDIENCE_OF[request.chain]);
    const day = dayOf(context.now());
    return { ...read, slotSets: read.slotSets.map((set) => set.bytes), day };
  });

  serve(app, appendEntry, async (request, http) => {
    const { challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'append');
    const entry = readEntry(request.entry);
    const { header } = entry;
    if (!equal(header.caseId, request.caseId)) throw new Refusal('bad-request');
    const stored = await slotSets.readSlotSets(db, [request.caseId], ['shared', 'officers']);
    const sets = request.slotSets.map((bytes) => admitSlotSet(context, bytes, header, stored));
    const stamped = stampEntry(context, entry);
    return answerOf(await cases.appendEntry(db, stamped, header.previous, { slotSets: sets }));
  });
}

/**
 * A new key is admitted only with the first entry under it, for the chain that audience reads; a further set
 * only for the very key that the founding set commits to.
 */
function admitSlotSet(
  context: Context,
  bytes: SlotSetBytes,
  entry: Header,
  stored: readonly slotSets.SlotSetRecord[],
): slotSets.SlotSetRecord {
  const { header, record } = readSlotSet(context, bytes, entry);
  const sameAudience = stored.filter((set) => set.audience === header.audience);
  const siblings = sameAudience.filter((set) => set.epoch === header.epoch);
  const [founding] = siblings;
  if (founding === undefined) {
    const newest = sameAudience.at(-1)?.epoch ?? -1;
    const isNext = header.epoch === newest + 1;
    const belongs = header.audience === entry.audience && header.epoch === entry.epoch;
    if (!belongs) throw new Refusal('bad-request');
    if (!isNext) throw new Refusal('conflict');
    return record;
  }
  const known = parseSlotSet(founding.bytes).header;
  const sameKey = equal(known.commitment, header.commitment) && equal(known.accessKey, header.accessKey);
  if (!sameKey) throw new Refusal('conflict');
  return { ...record, ordinal: siblings.length };
}

/**
 * Whether the officer holds the key of the case's shared audience. Without it a case is as unknown as one
 * that does not exist, so an excluded officer's session is worth nothing here.
 */
async function checkAccess(
  context: Context,
  request: { caseId: CaseId; access: Signature },
  challenge: string,
  purpose: Purpose,
): Promise<void> {
  const { caseId, access } = request;
  const sets = await slotSets.readSlotSets(context.db, [caseId], ['shared']);
  const newest = sets.at(-1);
  const key: SigningPublicKey = newest
    ? parseSlotSet(newest.bytes).header.accessKey
    : context.instance.notaryKey;
  const signed = { instance: context.instance.id, caseId, purpose, challenge };
  if (!verifyRequest(key, access, signed) || newest === undefined) throw new Refusal('not-found');
}
