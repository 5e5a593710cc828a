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
import { takeOffDisk } from '../blobs/room.ts';
import { checkAccess } from '../cases/holders.ts';
import { checkDay } from '../cases/day-limit.ts';
import { admitSlotSets } from '../cases/new-sets.ts';
import { verifyAssertion } from '../sign-in/assertion.ts';
import {
  checkSignInWork,
  inventedSalt,
  newToken,
  signInWork,
  spentToken,
  checkToken,
} from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';
import { equal, typed, type AccountId, type Signature } from '../../crypto/bytes.ts';
import { AUDIENCE_OF } from '../../crypto/header.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { verifySignIn } from '../../crypto/sign-in.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { readSalt, readUnlock, type UnlockableAccount } from '../../db/accounts.ts';
import { readActivity } from '../../db/activity.ts';
import * as cases from '../../db/cases.ts';
import { raiseCounter, readPasskeyUnlock } from '../../db/passkeys.ts';
import * as turns from '../../db/turns.ts';
import { inTransaction } from '../../db/tables.ts';
import * as keyrings from '../keyrings/keyrings.ts';
import { passOver } from '../cases/passed-over.ts';
import { readCaseChain, readCasesSets } from '../cases/reading.ts';
import type { AllPlaces } from '../traffic/places.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { requireSession, startSession, stopSession } from '../sign-in/session.ts';
import { siteOf } from '../sign-in/site.ts';
import { spend, spendNothing } from '../challenges/spending.ts';
import { answerOf, readEntry, toBeStored } from '../cases/writing.ts';

export function addOfficerRoutes(app: Hono, context: Context, places: AllPlaces): void {
  addSignInRoutes(app, context);
  addPasskeySignInRoutes(app, context);
  addInboxRoutes(app, context, places);
  addCaseRoutes(app, context, places);
}

function addSignInRoutes(app: Hono, context: Context): void {
  const { db } = context;
  const { isSigned, admit } = admission(context);

  serve(app, startSignIn, async ({ account }) => {
    const invented = inventedSalt(context, account);
    const salt = (await readSalt(db, account)) ?? invented;
    const work = await signInWork(context, account);
    return { salt, challenge: newToken(context, 'sign-in'), work };
  });

  serve(app, signIn, async (request, http) => {
    const found = await readUnlock(db, request.account, request.method);
    await checkSignInWork(context, request.account, request.work);
    const isRight = isSigned(found, 'sign-in', request);
    if (found === undefined || !isRight) {
      context.limits.failures.add(request.account, context.now());
      throw new Refusal('signed-out');
    }
    if (!(await spend(context, spentToken(request.challenge)))) throw new Refusal('signed-out');
    return admit(http, request.account, found);
  });

  serve(app, signOut, async (_, http) => {
    await stopSession(context, http);
    return {};
  });
}

function addPasskeySignInRoutes(app: Hono, context: Context): void {
  const { db } = context;
  const { isSigned, admit } = admission(context);

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
    const isFirst = await spend(context, spentToken(challenge));
    const goesUp =
      isFirst &&
      (await inTransaction(db, (transaction) => raiseCounter(transaction, account, passkey, counter)));
    if (!goesUp) throw new Refusal('signed-out');
    return admit(http, account, found);
  });
}

/** What every way to sign in goes through. */
function admission(context: Context) {
  const { instance } = context;
  /** Verified in place of an unknown account's key, so that unknown and wrong take the same work. */
  const nobody = signingPublicKey(typed('SigningSeed', instance.secret));

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
    const state = await context.newest.stateOf(found.person);
    if (state !== 'active') throw new Refusal(state === null ? 'not-admitted' : 'access-ended');
    const sessionChallenge = await startSession(context, http, account);
    const { person, vault, authorityVault } = found;
    return { person, wrappedKey: found.unlock.wrappedKey, vault, authorityVault, sessionChallenge };
  };

  return { isSigned, admit };
}

function addInboxRoutes(app: Hono, context: Context, places: AllPlaces): void {
  const { db } = context;

  serve(app, readFeed, async ({ from, after }, http) => {
    await requireSession(context, http);
    // Before the cases: what is written meanwhile is in this turn, or in a later one.
    const turn = await turns.newestTurn(db);
    const isPutBack = from !== null && !(await turns.isKnownTurn(db, from));
    const start = after ?? { turn: from === null || isPutBack ? 0 : from.turn, caseId: null };
    const found = await readActivity(db, start, LIMITS.feedCases + 1, passOver);
    return {
      turn,
      isPutBack,
      cases: found.slice(0, LIMITS.feedCases),
      more: found.length > LIMITS.feedCases,
    };
  });

  serve(app, readSlotSets, async (request, http) => {
    const { account } = await requireSession(context, http);
    return places.officers.in(http, account, () => readCasesSets(context, request.cases));
  });

  serve(app, readKeyring, async ({ from, pages }, http) => {
    const { account } = await requireSession(context, http);
    return places.officers.in(http, account, async () => ({
      pages: await keyrings.readKeyring(context, account, from, pages),
    }));
  });

  serve(app, storeKeyringPage, async ({ page, revision, box }, http) => {
    const { account } = await requireSession(context, http);
    const bytes = await keyrings.growthOf(context, account, page);
    if (bytes > 0) await context.limits.space.check('officer', bytes);
    const stored = await context.limits.officerDays.within(
      { account, now: context.now(), bytes },
      () => keyrings.storeKeyringPage(context, account, page, revision, box),
      (outcome) => outcome !== null,
    );
    if (stored === null) throw new Refusal('conflict');
    return { revision: stored };
  });
}

function addCaseRoutes(app: Hono, context: Context, places: AllPlaces): void {
  const { db } = context;

  serve(app, readCase, async (request, http) => {
    const { account, challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'read');
    return places.officers.in(http, account, async () => {
      const read = await readCaseChain(context, request, AUDIENCE_OF[request.chain]);
      const day = dayOf(context.now());
      const { hash: directory } = await context.newest.version();
      return { ...read, slotSets: read.slotSets.map((set) => set.bytes), day, directory };
    });
  });

  serve(app, appendEntry, async (request, http) => {
    const { account, challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'append');
    const entry = readEntry(request.entry);
    const { header } = entry;
    if (!equal(header.caseId, request.caseId)) throw new Refusal('bad-request');
    // An answer that was lost is given again, also where such a key is no longer admitted.
    const before = await cases.findStamp(db, entry);
    if (before !== undefined) return { day: before.day as Day, signature: before.stamp };
    const admitted = await admitSlotSets(context, request.slotSets, header);
    const directory = await context.newest.versionNamed(admitted.map((set) => set.directory));
    const sets = admitted.map(({ record }) => record);
    const bytes = sets.reduce((sum, set) => sum + set.bytes.length, entry.bytes.length);
    await context.limits.space.check('officer', bytes);
    await checkDay(context, entry, request.slotSets);
    const added = await toBeStored(context, entry);
    await spendNothing(context);
    const outcome = await context.limits.officerDays.within(
      { account, now: context.now(), bytes },
      () =>
        cases.appendEntry(db, added, header.previous, {
          slotSets: sets,
          directory,
          blobs: { kept: request.blobs ?? [], deleted: request.deletes ?? [] },
        }),
      (written) => written.result === 'stored' && written.isNew,
    );
    await takeOffDisk(context, request.deletes ?? []);
    return answerOf(outcome);
  });
}
