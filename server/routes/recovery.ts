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
import { checkChallenge, checkWork, takeChallenge } from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';
import { equal, LENGTH, type Hash, type PersonId, type SigningPublicKey } from '../../crypto/bytes.ts';
import * as recovery from '../../crypto/recovery.ts';
import { parseShareSet, verifyShareSet, verifyStoring } from '../../crypto/share-set.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { readPerson, replaceUnlocks } from '../../db/accounts.ts';
import * as recoveries from '../../db/recoveries.ts';
import * as shareSets from '../../db/share-sets.ts';
import { newestVersion } from '../../db/directories.ts';
import { inSnapshot, inTransaction, type DatabaseTransaction } from '../../db/tables.ts';
import { DAY, isOpen, openDays } from './expiry.ts';
import type { AllPlaces } from '../traffic/places.ts';
import { Room } from '../cases/reading.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { requireSession } from '../sign-in/session.ts';
import { endAllSessions } from '../sign-in/kept-sessions.ts';
import { spendFor } from '../challenges/spending.ts';
import { parsed } from '../cases/writing.ts';

/** Bytes of an answer or a completion with its signature, and of what is around them. */
const ANSWER_ROOM = LENGTH.RecoveryAnswer + LENGTH.Signature + 64;

export function addRecoveryRoutes(app: Hono, context: Context, places: AllPlaces): void {
  addPreparingRoutes(app, context);
  addAskingRoutes(app, context, places);
  addHelpingRoutes(app, context, places);
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
    const version = await context.newest.versionNamed([set.directory]);
    await inTransaction(db, async (transaction) => {
      const stored = await shareSets.readShareSet(transaction, account);
      if (stored !== undefined && equal(stored.set, record.set)) return;
      if ((await newestVersion(transaction)) !== version) throw new Refusal('directory-changed');
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

function addAskingRoutes(app: Hono, context: Context, places: AllPlaces): void {
  const { db, instance } = context;

  serve(app, askRecovery, async ({ request, signature, work }) => {
    const asked = parsed(() => recovery.parseRequest(request));
    const isInTime = isOpen(context, asked.expires, LIMITS.recoveryDays);
    if (!equal(asked.instance, instance.id) || !isInTime) throw new Refusal('bad-request');
    if (!recovery.verifyAsking(asked.signing, signature, request)) throw new Refusal('bad-request');
    await context.limits.space.check('entry', request.length);
    const spent = await checkWork(context, work, 'request', request.length);
    await context.calendar.keep();
    const id = recovery.requestHash(request);
    const { account, signing, expires } = asked;
    const days = openDays(context, LIMITS.recoveryDays);
    const ask = async (transaction: DatabaseTransaction, isPaid: boolean): Promise<boolean> => {
      const known = await recoveries.findRecovery(transaction, { id });
      if (known !== undefined) return false;
      if (!isPaid) throw new Refusal('work-refused');
      const added = { id, account, signing, request, expires };
      if (await recoveries.addRecovery(transaction, added, days, LIMITS.openRecoveries)) {
        context.limits.price.add('request', context.now(), request.length);
        return true;
      }
      // The same bytes may have come at the same instant.
      if ((await recoveries.findRecovery(transaction, { id })) === undefined) throw new Refusal('conflict');
      return false;
    };
    const added = (isPaid: boolean) => inTransaction(db, (transaction) => ask(transaction, isPaid));
    await spendFor(context, spent, id, added, (isAdded) => isAdded);
    return {};
  });

  serve(app, readOwnRecovery, async ({ publicKey, challenge, signature }, http) => {
    checkChallenge(context, challenge);
    const signed = recovery.verifyReading(publicKey, signature, instance.id, challenge.signature);
    if (!signed) throw new Refusal('not-found');
    takeChallenge(context, challenge);
    const read = async (snapshot: DatabaseTransaction) => {
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
    };
    return places.reporters.in(http, publicKey, () => inSnapshot(db, read));
  });
}

function addHelpingRoutes(app: Hono, context: Context, places: AllPlaces): void {
  const { db } = context;

  serve(app, readRecoveries, async ({ from }, http) => {
    const { account: own } = await requireSession(context, http);
    return places.officers.in(http, own, () => readList(context, from));
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
      const isLocked = await recoveries.lockRecovery(transaction, id);
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
      if (!isLocked || !isOpen(context, asked.expires, LIMITS.recoveryDays)) throw new Refusal('conflict');
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

/** What is listed after the first `from`, as much as fits. */
function readList(context: Context, from: number) {
  return inSnapshot(context.db, async (snapshot) => {
    const days = openDays(context, LIMITS.recoveryDays);
    const found = await recoveries.readRecoveries(snapshot, days, LIMITS.listedRecoveries);
    const room = new Room();
    const sets = new Map<string, Pick<shareSets.ShareSetRecord, 'set' | 'signature'>>();
    const listed = [];
    for (const { id, account, request, state, done, expires } of found.slice(from)) {
      const isNew = state === 'open' && !sets.has(String(account));
      const isWanted = isNew && isOpen(context, expires, LIMITS.recoveryDays);
      const record = isWanted ? await shareSets.readShareSet(snapshot, account) : undefined;
      const answers = await recoveries.readAnswers(snapshot, id);
      const each = answers.length + (done === null ? 0 : 1);
      if (!room.takes(request.length + (record?.set.length ?? 0) + each * ANSWER_ROOM)) break;
      if (record !== undefined) sets.set(String(account), { set: record.set, signature: record.signature });
      const signed = answers.map(({ answer, signature }) => ({ answer, signature }));
      listed.push({ request, state, answers: signed, done });
    }
    const more = from + listed.length < found.length;
    return { shareSets: [...sets.values()], recoveries: listed, more };
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
      isToday(context, parsedDone.day);
    if (!isWhole) throw new Refusal('bad-request');
    // The signature first: nothing is said to whoever does not have the person's key.
    const key = await activeKey(context, account.person);
    if (!recovery.verifyDone(key, signature, done)) throw new Refusal('not-found');
    if (!equal((await readPerson(db, account.id)) ?? new Uint8Array(), account.person))
      throw new Refusal('not-found');
    const id = parsedDone.request;
    const isDoneNow = await inTransaction(db, async (transaction) => {
      const asked = await recoveries.findRecovery(transaction, { id });
      if (asked === undefined || !equal(asked.account, account.id)) throw new Refusal('not-found');
      const isDone = (found: recoveries.RecoveryRecord | undefined) =>
        found !== undefined && found.done !== null && equal(found.done.done, done);
      if (isDone(asked)) return false;
      const record = await shareSets.readShareSet(transaction, account.id);
      const approvals = (await recoveries.readAnswers(transaction, id)).filter(
        ({ letter }) => letter !== null,
      );
      const threshold = record === undefined ? Infinity : parseShareSet(record.set).threshold;
      const isInTime = isOpen(context, asked.expires, LIMITS.recoveryDays);
      if (!isInTime || approvals.length < threshold) throw new Refusal('conflict');
      if (!(await recoveries.closeRecovery(transaction, id, 'done', { done, signature }))) {
        if (isDone(await recoveries.findRecovery(transaction, { id }))) return false;
        throw new Refusal('conflict');
      }
      const { unlocks, ...stored } = account;
      await replaceUnlocks(transaction, stored, unlocks);
      await recoveries.closeRecoveriesOf(transaction, account.id);
      return true;
    });
    if (isDoneNow) await endAllSessions(context, account.id);
    return {};
  });
}

/** The signing key that the directory names. @throws Refusal `not-found` for somebody who is not active */
async function activeKey(context: Context, id: PersonId): Promise<SigningPublicKey> {
  const { people } = await context.newest.directory();
  const person = people.find((one) => equal(one.id, id));
  if (person?.state !== 'active') throw new Refusal('not-found');
  return person.signing;
}

/** Whether somebody signed the day it is; or the one before or after, because clocks differ and days end. */
function isToday(context: Context, day: Day): boolean {
  return day >= dayOf(context.now() - DAY) && day <= dayOf(context.now() + DAY);
}

function checkForm(
  context: Context,
  answered: recovery.Answered,
  letter: Parameters<typeof recovery.shareLetterHash>[0] | null,
): void {
  const hash: Hash = letter === null ? recovery.NO_LETTER : recovery.shareLetterHash(letter);
  const hasLetter = (answered.answer === 'approved') === (letter !== null);
  const isOurs = equal(answered.instance, context.instance.id) && isToday(context, answered.day);
  if (!isOurs || !hasLetter || !equal(hash, answered.letter)) throw new Refusal('bad-request');
}
