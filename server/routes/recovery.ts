import type { Hono } from 'hono';
import { LIMITS } from '../api/limits.ts';
import {
  answerRecovery,
  askRecovery,
  finishRecovery,
  readOwnRecovery,
  readRecoveries,
  readShareSet,
  storeShareSet,
} from '../api/recovery.ts';
import { checkChallenge, checkWork } from '../challenge.ts';
import type { Context } from '../context.ts';
import { equal, type Hash, type PersonId, type SigningPublicKey } from '../../crypto/bytes.ts';
import * as recovery from '../../crypto/recovery.ts';
import { parseShareSet, verifyShareSet, verifyStoring } from '../../crypto/share-set.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { readPerson, replaceUnlocks } from '../../db/accounts.ts';
import * as recoveries from '../../db/recoveries.ts';
import { endAllSessions } from '../../db/sessions.ts';
import * as shareSets from '../../db/share-sets.ts';
import { inSnapshot, inTransaction } from '../../db/tables.ts';
import { spendWork } from '../../db/works.ts';
import { Refusal } from '../refusal.ts';
import { serve } from '../serve.ts';
import { requireSession } from '../session.ts';
import { parsed } from '../writing.ts';

const DAY = 24 * 60 * 60 * 1000;

export function addRecoveryRoutes(app: Hono, context: Context): void {
  addPreparingRoutes(app, context);
  addAskingRoutes(app, context);
  addHelpingRoutes(app, context);
  addFinishingRoute(app, context);
}

function addPreparingRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, storeShareSet, async ({ storing, ...record }, http) => {
    const { account, challenge } = await requireSession(context, http);
    const set = parsed(() => parseShareSet(record.set));
    const owner = await readPerson(db, account);
    const isOwn = owner !== undefined && equal(set.owner, owner) && equal(set.account, account);
    if (!isOwn || !equal(set.instance, instance.id)) throw new Refusal('bad-request');
    const key = await activeKey(context, owner);
    const isSigned =
      verifyShareSet(key, record.signature, record.set) &&
      verifyStoring(key, storing, { ...record, challenge });
    if (!isSigned) throw new Refusal('bad-request');
    await inTransaction(db, async (transaction) => {
      const stored = await shareSets.readShareSet(transaction, account);
      if (stored !== undefined && equal(stored.set, record.set)) return;
      await shareSets.storeShareSet(transaction, account, record);
      await recoveries.closeRecoveriesOf(transaction, account);
    });
    return {};
  });

  serve(app, readShareSet, async (_, http) => {
    const { account } = await requireSession(context, http);
    return { shareSet: (await shareSets.readShareSet(db, account)) ?? null };
  });
}

function addAskingRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, askRecovery, async ({ request, signature, work }) => {
    const asked = parsed(() => recovery.parseRequest(request));
    const now = context.now();
    // A day more than asked for: clocks differ.
    const latest = dayOf(now + (LIMITS.recoveryDays + 1) * DAY);
    const isInTime = asked.expires >= dayOf(now) && asked.expires <= latest;
    if (!equal(asked.instance, instance.id) || !isInTime) throw new Refusal('bad-request');
    if (!recovery.verifyAsking(asked.signing, signature, request)) throw new Refusal('bad-request');
    const spent = await checkWork(context, work);
    const id = recovery.requestHash(request);
    const { account, signing, expires } = asked;
    await inTransaction(db, async (transaction) => {
      const known = await recoveries.findRecovery(transaction, { id });
      if (known !== undefined) return;
      if (!(await spendWork(transaction, spent))) throw new Refusal('work-refused');
      const added = { id, account, signing, request, expires };
      if (await recoveries.addRecovery(transaction, added, dayOf(now), LIMITS.openRecoveries)) return;
      // The same bytes may have come at the same instant.
      if ((await recoveries.findRecovery(transaction, { id })) === undefined) throw new Refusal('conflict');
    });
    return {};
  });

  serve(app, readOwnRecovery, async ({ publicKey, challenge, signature }) => {
    checkChallenge(context, challenge);
    const signed = recovery.verifyReading(publicKey, signature, instance.id, challenge.signature);
    if (!signed) throw new Refusal('not-found');
    return inSnapshot(db, async (snapshot) => {
      const found = await recoveries.findRecovery(snapshot, { signing: publicKey });
      if (found === undefined) throw new Refusal('not-found');
      const answers = await recoveries.readAnswers(snapshot, found.id);
      const set = answers.length === 0 ? undefined : await shareSets.readShareSet(snapshot, found.account);
      return {
        request: found.request,
        state: found.state,
        shareSet: set === undefined ? null : { set: set.set, signature: set.signature },
        answers: answers.map(({ answer, signature: by, letter }) => ({ answer, signature: by, letter })),
      };
    });
  });
}

function addHelpingRoutes(app: Hono, context: Context): void {
  const { db } = context;

  serve(app, readRecoveries, async (_, http) => {
    await requireSession(context, http);
    return inSnapshot(db, async (snapshot) => {
      const today = dayOf(context.now());
      const found = await recoveries.readRecoveries(snapshot, today, LIMITS.listedRecoveries);
      const isOpen = found.filter(({ state, expires }) => state === 'open' && expires >= today);
      const accounts = new Map(isOpen.map(({ account }) => [String(account), account]));
      const sets: {
        set: shareSets.ShareSetRecord['set'];
        signature: shareSets.ShareSetRecord['signature'];
      }[] = [];
      for (const account of accounts.values()) {
        const record = await shareSets.readShareSet(snapshot, account);
        if (record !== undefined) sets.push({ set: record.set, signature: record.signature });
      }
      const listed = [];
      for (const { id, request, state, done } of found) {
        const answers = await recoveries.readAnswers(snapshot, id);
        listed.push({
          request,
          state,
          answers: answers.map(({ answer, signature }) => ({ answer, signature })),
          done,
        });
      }
      return { shareSets: sets, recoveries: listed };
    });
  });

  serve(app, answerRecovery, async ({ answer, signature, holding, letter }, http) => {
    const { account } = await requireSession(context, http);
    const answered = parsed(() => recovery.parseAnswer(answer));
    const helper = await readPerson(db, account);
    if (helper === undefined || !equal(helper, answered.helper)) throw new Refusal('not-found');
    const key = await activeKey(context, helper);
    if (!recovery.verifyAnswer(key, signature, answer)) throw new Refusal('not-found');
    checkForm(context, answered, letter);
    await inTransaction(db, async (transaction) => {
      const id = answered.request;
      const isOpen = await recoveries.lockRecovery(transaction, id);
      const asked = await recoveries.findRecovery(transaction, { id });
      const record = asked && (await shareSets.readShareSet(transaction, asked.account));
      if (asked === undefined || record === undefined) throw new Refusal('not-found');
      const set = parseShareSet(record.set);
      const isOwner = equal(helper, set.owner);
      const holds =
        !isOwner &&
        holding !== null &&
        set.places.some((place) => equal(place.key, answered.shareKey)) &&
        recovery.verifyHolding(answered.shareKey, holding, answer);
      const isOwnRefusal =
        isOwner && answered.answer === 'refused' && equal(answered.shareKey, recovery.NO_SHARE_KEY);
      const isOfSet = equal(answered.set, set.id) && equal(answered.owner, set.owner);
      if (!isOfSet || !(holds || isOwnRefusal)) throw new Refusal('not-found');
      const isStored = async () =>
        (await recoveries.readAnswers(transaction, id)).some((one) => equal(one.answer, answer));
      if (await isStored()) return;
      if (!isOpen || asked.expires < dayOf(context.now())) throw new Refusal('conflict');
      const shareKey = isOwnRefusal ? null : answered.shareKey;
      const stored = { helper, shareKey, answer, signature, letter };
      if (!(await recoveries.addAnswer(transaction, id, stored))) {
        if (await isStored()) return;
        throw new Refusal('conflict');
      }
      if (answered.answer === 'refused' && !(await recoveries.closeRecovery(transaction, id, 'refused')))
        throw new Refusal('conflict');
    });
    return {};
  });
}

function addFinishingRoute(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, finishRecovery, async ({ account, done, signature }) => {
    const parsedDone = parsed(() => recovery.parseDone(done));
    const isWhole =
      equal(parsedDone.instance, instance.id) &&
      equal(parsedDone.owner, account.person) &&
      equal(parsedDone.unlocks, recovery.unlocksHash(account.id, account)) &&
      account.unlocks.length === 2 &&
      isPast(context, parsedDone.day);
    if (!isWhole) throw new Refusal('bad-request');
    // The signature first: nothing is said to whoever does not have the person's key.
    const key = await activeKey(context, account.person);
    if (!recovery.verifyDone(key, signature, done)) throw new Refusal('not-found');
    if (!equal((await readPerson(db, account.id)) ?? new Uint8Array(), account.person))
      throw new Refusal('not-found');
    const id = parsedDone.request;
    await inTransaction(db, async (transaction) => {
      const asked = await recoveries.findRecovery(transaction, { id });
      if (asked === undefined || !equal(asked.account, account.id)) throw new Refusal('not-found');
      const isDone = (found: recoveries.RecoveryRecord | undefined) =>
        found !== undefined && found.done !== null && equal(found.done.done, done);
      if (isDone(asked)) return;
      const record = await shareSets.readShareSet(transaction, account.id);
      const approvals = (await recoveries.readAnswers(transaction, id)).filter(
        ({ letter }) => letter !== null,
      );
      const threshold = record === undefined ? Infinity : parseShareSet(record.set).threshold;
      const isInTime = asked.expires >= dayOf(context.now());
      if (!isInTime || approvals.length < threshold) throw new Refusal('conflict');
      if (!(await recoveries.closeRecovery(transaction, id, 'done', { done, signature }))) {
        if (isDone(await recoveries.findRecovery(transaction, { id }))) return;
        throw new Refusal('conflict');
      }
      const { unlocks, ...stored } = account;
      await replaceUnlocks(transaction, stored, unlocks);
      await recoveries.closeRecoveriesOf(transaction, account.id);
      await endAllSessions(transaction, account.id);
    });
    return {};
  });
}

/** The signing key that the directory names. @throws Refusal `not-found` for somebody who is not active */
async function activeKey(context: Context, id: PersonId): Promise<SigningPublicKey> {
  const { people } = await context.office.directory();
  const person = people.find((one) => equal(one.id, id));
  if (person?.state !== 'active') throw new Refusal('not-found');
  return person.signing;
}

/** Whether a day that somebody signed is not in the future; a day more, because clocks differ. */
function isPast(context: Context, day: Day): boolean {
  return day <= dayOf(context.now() + DAY);
}

function checkForm(
  context: Context,
  answered: recovery.Answered,
  letter: Parameters<typeof recovery.shareLetterHash>[0] | null,
): void {
  const hash: Hash = letter === null ? recovery.NO_LETTER : recovery.shareLetterHash(letter);
  const hasLetter = (answered.answer === 'approved') === (letter !== null);
  const isOurs = equal(answered.instance, context.instance.id) && isPast(context, answered.day);
  if (!isOurs || !hasLetter || !equal(hash, answered.letter)) throw new Refusal('bad-request');
}
