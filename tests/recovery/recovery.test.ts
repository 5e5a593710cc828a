/** Somebody lost everything, and colleagues bring them back: two of three, never one, and no administrator alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, typed, type RecoveryAnswer, type ShareLetter } from '../../crypto/bytes.ts';
import { recoveryFingerprint } from '../../crypto/fingerprint.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { newPersonSeed, personKeys } from '../../crypto/person.ts';
import { newEntropy } from '../../crypto/receipt.ts';
import * as recovery from '../../crypto/recovery.ts';
import { recoveryKeys } from '../../crypto/recovery-keys.ts';
import { parseShareSet, signShareSet, signStoring } from '../../crypto/share-set.ts';
import {
  combineShares,
  makeShareSet,
  openHelp,
  openShare,
  recoverySecret,
  sealHelp,
  seedsOf,
  shareSeed,
} from '../../crypto/shares.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { fromWords } from '../../crypto/words.ts';
import type * as z from 'zod/mini';
import { getChallenge } from '../../server/api/anyone.ts';
import {
  answerRecovery,
  askRecovery,
  finishRecovery,
  readOwnRecovery,
  readRecoveries,
  storeShareSet,
} from '../../server/api/recovery.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { createApi, type Api } from '../../client/calls/api.ts';
import { newAccount, type Secret } from '../../client/officer/worker/account/account.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { solve } from '../../client/calls/work.ts';
import { Device, signInBy, type Touched } from '../stage/device.ts';
import { admitColleague, COLLEAGUE } from '../stage/colleague.ts';
import { officeRows, restoreOffice, type OfficeRows } from '../stage/office-rows.ts';
import {
  apiOf,
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { knownDirectory } from '../stage/inside.ts';
import { officerAtWork } from '../stage/people.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;
const NEW = 'seven quiet lanterns by the ford';
const DAY = 24 * 60 * 60 * 1000;

let instance: Instance;
let made: SetupResult;
/** Recovery words by account. */
let words: Record<string, string[]>;
/** Milliseconds the server's clock is ahead. */
let ahead: number;
let office: OfficeRows;
beforeAll(stretchQuickly);
beforeAll(async () => {
  ahead = 0;
  instance = await startInstance({ now: () => Date.now() + ahead, publicUrl: 'http://sotto.test' });
  made = await setUp(instance);
  words = { amina: made.recoveryWords };
  for (const [account, name] of [
    ['bela', 'Bela'],
    ['chidi', 'Chidi'],
    ['dana', 'Dana'],
  ] as const) {
    const { taken } = await admitColleague(instance, made, { account, name });
    words[account] = taken.recoveryWords;
  }
  office = await officeRows(instance);
});
afterAll(() => instance.stop());

beforeEach(async () => {
  ahead = 0;
  await restoreOffice(instance, office);
});

const secretOf = (account: string) => ({ method: 'words', words: words[account]!.join(' ') }) as const;

const signIn = (account: string, api: Api = apiOf(instance)) =>
  newOfficer(instance, words[account]!, api, account);

/** Chooses helpers by name. */
async function choose(account: string, names: readonly string[]) {
  const session = await signIn(account);
  const { candidates } = await session.circle.view();
  const ids = names.map((name) => candidates.find((one) => one.name === name)!.id);
  return { session, view: await session.circle.choose(secretOf(account), ids), ids };
}

/** Asks as somebody who has nothing but a name. */
async function ask(account: string, api: Api = apiOf(instance)) {
  const session = new OfficerSession(api);
  const newWords = await session.recovery.make(account);
  const status = await session.recovery.ask();
  return { session, newWords, status };
}

async function approve(account: string, compare: readonly string[]) {
  const helper = await signIn(account);
  const { requests } = await helper.recoveries.view();
  const request = requests.find((one) => String(one.words) === String(compare))!;
  await helper.recoveries.answer(request.id, 'approved');
  return helper;
}

/** Bela's keys, account and share set, as an attacker inside would build requests of. */
async function insideOf(account: string) {
  const api = apiOf(instance);
  const at = await officerAtWork(api, words[account]!, account);
  const { shareSets, recoveries } = await api.call(readRecoveries, { from: 0 });
  const sets = shareSets.map(({ set }) => parseShareSet(set));
  return { api, at, sets, recoveries };
}

describe('two of three', () => {
  test('bring back who lost everything: an old case is read and answered; all else is out; it is on record', async () => {
    const reporter = await newReporter(instance);
    await reporter.send(REPORT, quiet);
    const before = await signIn('amina');
    await before.inbox.sync(quiet);
    const { view } = await choose('amina', ['Bela', 'Chidi', 'Dana']);
    expect(view).toMatchObject({ threshold: 2, redo: null, holdsAuthority: true });
    expect(view.chosen!.map(({ name }) => name)).toEqual(['Bela', 'Chidi', 'Dana']);

    const { session, newWords, status } = await ask('amina');
    expect(status).toMatchObject({ state: 'open', threshold: 2, helped: [], unfit: [], refusedBy: [] });
    expect(status.words).toHaveLength(6);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });
    await approve('bela', status.words);
    expect((await session.recovery.status()).helped).toEqual(['Bela']);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });
    await approve('dana', status.words);

    // The page was closed meanwhile: name and new words lead back.
    const again = new OfficerSession(apiOf(instance));
    const found = await again.recovery.find('Amina ', newWords.join(' '));
    expect(found.words).toEqual(status.words);
    expect([...found.helped].sort()).toEqual(['Bela', 'Dana']);
    await again.recovery.finish(NEW);

    // What unlocked before unlocks no more, and the session of before has ended.
    await expect(before.inbox.sync(quiet)).rejects.toMatchObject({ code: 'signed-out' });
    const old = new OfficerSession(apiOf(instance));
    await expect(
      old.signIn('amina', { method: 'passphrase', passphrase: SETUP.passphrase }),
    ).rejects.toMatchObject({ code: 'signed-out' });
    await expect(old.signIn('amina', secretOf('amina'))).rejects.toMatchObject({ code: 'signed-out' });

    const back = new OfficerSession(apiOf(instance));
    await back.signIn('amina', { method: 'passphrase', passphrase: NEW });
    const [listed] = await back.inbox.sync(quiet);
    expect((await back.cases.open(listed!.id)).text).toBe(REPORT.text);
    const replied = await back.cases.reply(listed!.id, 'I am back.');
    expect(replied.items.some((item) => item.kind === 'message' && item.text === 'I am back.')).toBe(true);
    // The new words unlock too, and the authority's key came back as well.
    const byWords = await newOfficer(instance, newWords, apiOf(instance), 'amina');
    const office = await byWords.office.open({ method: 'words', words: newWords.join(' ') });
    expect(office.people).toHaveLength(4);

    for (const who of [back, await signIn('bela'), await signIn('chidi')]) {
      const { record, requests } = await who.recoveries.view();
      expect(requests).toEqual([]);
      expect(record).toHaveLength(1);
      expect(record[0]).toMatchObject({ name: SETUP.officerName, kind: 'done', day: dayOf(Date.now()) });
      expect([...record[0]!.by].sort()).toEqual(['Bela', 'Dana']);
      expect(record[0]!.isOwn).toBe(who === back);
    }
  });

  test('where no answer came the same is sent again, and another passphrase is refused, not taken for it', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    /** What comes in the place of the next answer to a completion. */
    let instead: (() => Response) | null = null;
    const browser = browserFetch();
    const lossy: typeof fetch = async (input, init) => {
      const answer = await browser(input, init);
      const give = instead;
      if (give === null || new URL(new Request(input).url).pathname !== finishRecovery.path) return answer;
      instead = null;
      return give();
    };
    const lost = (): Response => {
      throw new TypeError('the connection closed');
    };
    const cutOff = () => new Response('<html>', { status: 502 });
    const busy = () => Response.json({ error: 'server-failed' }, { status: 500 });
    const { session, status } = await ask('bela', createApi(instance.url, lossy));
    await approve('chidi', status.words);
    await approve('dana', status.words);
    await expect(session.recovery.finish(null)).rejects.toMatchObject({ code: 'conflict' });
    const other = 'another long passphrase';
    for (const [give, code] of [
      [cutOff, 'unavailable'],
      [lost, 'offline'],
      [busy, 'server-failed'],
    ] as const) {
      instead = give;
      await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code });
      expect(await session.recovery.isUnsettled()).toBe(true);
      await expect(session.recovery.finish(other)).rejects.toMatchObject({ code: 'conflict' });
    }
    await session.recovery.finish(null);
    expect(await session.recovery.isUnsettled()).toBe(false);
    const back = new OfficerSession(apiOf(instance));
    await back.signIn('bela', { method: 'passphrase', passphrase: NEW });
    const wrong = back.signIn('bela', { method: 'passphrase', passphrase: other });
    await expect(wrong).rejects.toMatchObject({ code: 'signed-out' });
  });

  test('passkeys go as well, also where they counted only together with the passphrase', async () => {
    const { session } = await choose('bela', ['Chidi', 'Dana']);
    const laptop = new Device('Laptop');
    await session.passkeys.begin(secretOf('bela'), null);
    await session.passkeys.add(laptop.made());
    await session.passkeys.turnSecondFactor(secretOf('bela'), 'both', COLLEAGUE.passphrase, null);
    const account = accountIdOf((await knownDirectory(apiOf(instance))).directory.instance, 'bela');
    const by = (secret: (passkey: Touched) => Secret) =>
      signInBy(new OfficerSession(apiOf(instance)), 'bela', secret(laptop.touch(account)));
    const both = (passphrase: string) => by((passkey) => ({ method: 'both', passphrase, passkey }));
    await both(COLLEAGUE.passphrase);

    const lost = await ask('bela');
    await approve('chidi', lost.status.words);
    await approve('dana', lost.status.words);
    await lost.session.recovery.finish(NEW);
    const signedOut = { code: 'signed-out' };
    await expect(both(COLLEAGUE.passphrase)).rejects.toMatchObject(signedOut);
    await expect(both(NEW)).rejects.toMatchObject(signedOut);
    await expect(by((passkey) => ({ method: 'passkey', passkey }))).rejects.toMatchObject(signedOut);
    await expect(
      by(() => ({ method: 'passphrase', passphrase: COLLEAGUE.passphrase })),
    ).rejects.toMatchObject(signedOut);
    const back = new OfficerSession(apiOf(instance));
    await back.signIn('bela', { method: 'passphrase', passphrase: NEW });
    expect(await back.passkeys.list()).toMatchObject({ mode: 'either', passkeys: [] });
  });

  test('one who was not chosen sees no request, and a name nobody has is asked for like any other', async () => {
    await choose('bela', ['Chidi', SETUP.officerName]);
    const known = await ask('bela');
    const unknown = await ask('nobody at all');
    const shape = ({ words: six, ...rest }: typeof known.status) => ({ ...rest, words: six.length });
    expect(shape(unknown.status)).toEqual(shape(known.status));
    expect((await (await signIn('dana')).recoveries.view()).requests).toEqual([]);
    const [request] = (await (await signIn('chidi')).recoveries.view()).requests;
    expect(request).toMatchObject({ name: 'Bela', isOwn: false, words: known.status.words, approved: false });
  });
});

describe('alone nobody can', () => {
  test('a colleague recovering alone: neither with a forged signature, nor with one letter, nor with a second one', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    // Chidi asks in Bela's name and holds the words: the best position a colleague can have.
    const { session, newWords, status } = await ask('bela');
    await approve('chidi', status.words);
    const { api, at, sets, recoveries } = await insideOf('chidi');
    const [set] = sets;
    const share = openShare(at.keys.kemSeed, set!)!;
    const { request } = recoveries[0]!;
    const id = recovery.requestHash(request);
    const { kem } = recovery.parseRequest(request);

    // The same share, and another made up, under another answer.
    const letter = sealHelp(kem, share, set!, id);
    const seed = shareSeed(share, set!);
    const answered: recovery.Answered = {
      instance: set!.instance,
      request: id,
      set: set!.id,
      owner: set!.owner,
      helper: at.person,
      answer: 'approved',
      day: dayOf(Date.now() - DAY),
      letter: recovery.shareLetterHash(letter),
      shareKey: signingPublicKey(seed),
    };
    const send = (changes: Partial<recovery.Answered>, by = seed, sent: ShareLetter | null = letter) => {
      const answer: RecoveryAnswer = recovery.formatAnswer({ ...answered, ...changes });
      const signature = recovery.signAnswer(at.keys.signingSeed, answer);
      return api.call(answerRecovery, {
        answer,
        signature,
        holding: recovery.signHolding(by, answer),
        letter: sent,
      });
    };
    await expect(send({})).rejects.toMatchObject({ code: 'conflict' });
    const invented = personKeys(newPersonSeed()).signingSeed;
    await expect(send({ shareKey: signingPublicKey(invented) }, invented)).rejects.toMatchObject({
      code: 'not-found',
    });
    // With the key of a place that is not theirs they cannot sign; nor in another's name.
    const other = set!.places.find((place) => !equal(place.key, answered.shareKey))!;
    await expect(send({ shareKey: other.key })).rejects.toMatchObject({ code: 'not-found' });
    const { people } = (await knownDirectory(api)).directory;
    const dana = people.find(({ name }) => name === 'Dana')!;
    await expect(send({ helper: dana.id })).rejects.toMatchObject({ code: 'not-found' });

    // Nor of another set or owner, nor with another letter than the answer names, or none.
    const otherSet = typed('ShareSetId', new Uint8Array(16));
    await expect(send({ set: otherSet })).rejects.toMatchObject({ code: 'not-found' });
    await expect(send({ owner: dana.id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(send({ letter: recovery.NO_LETTER })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(send({}, seed, null)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(send({ day: '2099-01-01' as Day })).rejects.toMatchObject({ code: 'bad-request' });
    const good = recovery.formatAnswer(answered);
    const bySomebody = { answer: good, holding: recovery.signHolding(seed, good), letter };
    const strange = recovery.signAnswer(invented, good);
    await expect(api.call(answerRecovery, { ...bySomebody, signature: strange })).rejects.toMatchObject({
      code: 'not-found',
    });

    expect((await session.recovery.status()).helped).toEqual(['Chidi']);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });

    // Straight to the server, with an account made for Bela and a signature by keys that Chidi has.
    const directory = (await knownDirectory(api)).directory;
    const account = accountIdOf(directory.instance, 'bela');
    const asking = recoveryKeys(fromWords(newWords.join(' ')), directory.instance, account);
    const forgedSeed = newPersonSeed();
    const forged = newAccount(
      directory,
      set!.owner,
      { person: forgedSeed, authority: null },
      { name: 'bela', passphrase: NEW },
    ).account;
    const done = recovery.formatDone({
      instance: directory.instance,
      request: id,
      owner: set!.owner,
      day: dayOf(Date.now()),
      unlocks: recovery.unlocksHash(account, forged),
    });
    for (const by of [at.keys.signingSeed, asking.signingSeed, seed, personKeys(forgedSeed).signingSeed]) {
      const finish = { account: forged, done, signature: recovery.signDone(by, done) };
      await expect(api.call(finishRecovery, finish)).rejects.toMatchObject({ code: 'not-found' });
    }
    // And the one share says nothing of the key: put together with itself or an invented one.
    const madeUp = typed('Share', crypto.getRandomValues(new Uint8Array(65)));
    const guess = seedsOf(await combineShares([share, madeUp]));
    const bela = people.find(({ name }) => name === 'Bela')!;
    expect(personKeys(guess.person).signingPublicKey).not.toEqual(bela.signing);
    await signIn('bela');
  });

  test('with the person’s own signature the server still wants as many approvals as the threshold', async () => {
    const { ids } = await choose('bela', ['Chidi', 'Dana']);
    expect(ids).toHaveLength(2);
    const { status } = await ask('bela');
    await approve('chidi', status.words);
    const bela = await insideOf('bela');
    const { at, recoveries, sets } = bela;
    const made = newAccount(
      at.directory,
      at.person,
      { person: newPersonSeed(), authority: null },
      { name: 'bela', passphrase: NEW },
    ).account;
    const done = recovery.formatDone({
      instance: at.directory.instance,
      request: recovery.requestHash(recoveries[0]!.request),
      owner: sets[0]!.owner,
      day: dayOf(Date.now()),
      unlocks: recovery.unlocksHash(made.id, made),
    });
    const signature = recovery.signDone(at.keys.signingSeed, done);
    const finish = { account: made, done, signature };
    await expect(bela.api.call(finishRecovery, finish)).rejects.toMatchObject({ code: 'conflict' });
    // Nor with another account in the place of the one that was signed.
    const swapped = { ...finish, account: { ...made, salt: typed('Salt', new Uint8Array(16)) } };
    await expect(bela.api.call(finishRecovery, swapped)).rejects.toMatchObject({ code: 'bad-request' });
    // Nor for an account by that name that is not the request's.
    const elsewhere = { ...made, id: accountIdOf(at.directory.instance, 'dana') };
    const moved = recovery.formatDone({
      ...recovery.parseDone(done),
      unlocks: recovery.unlocksHash(elsewhere.id, elsewhere),
    });
    const movedSignature = recovery.signDone(at.keys.signingSeed, moved);
    await expect(
      bela.api.call(finishRecovery, { account: elsewhere, done: moved, signature: movedSignature }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await signIn('bela');
  });

  test('an administrator who holds the authority’s key and every row of the database', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const admin = await insideOf('amina');
    const { status } = await ask('bela');
    // The administrator is no helper here: nothing opens, nothing can be answered, nothing refused.
    const session = await signIn('amina');
    expect((await session.recoveries.view()).requests).toEqual([]);
    await expect(session.recoveries.answer('x', 'approved')).rejects.toMatchObject({ code: 'not-found' });
    const { sets } = await insideOf('amina');
    expect(openShare(admin.at.keys.kemSeed, sets[0]!)).toBeNull();
    // A share set of the administrator's making, for Bela, is not Bela's.
    const { set: own } = { set: sets[0]! };
    const forged = await makeShareSet({ ...own, threshold: 2 }, recoverySecret(newPersonSeed(), null), [
      admin.at.keys.kemPublicKey,
      admin.at.keys.kemPublicKey,
    ]);
    const helpers = typed('HelperList', new Uint8Array(809));
    const signature = signShareSet(admin.at.keys.signingSeed, forged);
    const { signingSeed } = admin.at.keys;
    const storing = signStoring(signingSeed, {
      set: forged,
      helpers,
      challenge: admin.at.sessionChallenge,
    });
    await expect(
      admin.api.call(storeShareSet, { set: forged, signature, helpers, storing }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    // Written into the database all the same, no helper's page takes it for Bela's.
    await instance.context.db.updateTable('share_sets').set({ bytes: forged, signature }).execute();
    expect((await session.recoveries.view()).requests).toEqual([]);
    expect((await (await signIn('chidi')).recoveries.view()).requests).toEqual([]);
    await expect((await signIn('bela')).circle.view()).rejects.toMatchObject({ code: 'tampered' });
    expect(status.helped).toEqual([]);
  });
});

describe('a server that lies', () => {
  test('about the key of who asks: the six words are others', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    const { db } = instance.context;
    const { directory } = await knownDirectory(apiOf(instance));
    const account = accountIdOf(directory.instance, 'bela');
    const evil = recoveryKeys(newEntropy(), directory.instance, account);
    const row = await db.selectFrom('recoveries').selectAll().executeTakeFirstOrThrow();
    const asked = recovery.parseRequest(new Uint8Array(row.request));
    const swapped = recovery.formatRequest({ ...asked, kem: evil.kemPublicKey });
    await db.updateTable('recoveries').set({ request: swapped }).execute();
    const chidi = await signIn('chidi');
    const [request] = (await chidi.recoveries.view()).requests;
    expect(request!.words).not.toEqual(status.words);
    expect(request!.words).toEqual(recoveryFingerprint(recovery.requestHash(swapped)));
    // The page of the one who asks sees that it is another request.
    await expect(session.recovery.status()).rejects.toMatchObject({ code: 'tampered' });
  });

  test('about whose request it is: a helper’s page goes by the set that its person signed', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    await choose('dana', ['Chidi', 'Bela']);
    await ask('bela');
    const { db } = instance.context;
    const { instance: id } = (await knownDirectory(apiOf(instance))).directory;
    const [bela, dana] = [accountIdOf(id, 'bela'), accountIdOf(id, 'dana')];
    // Dana's set served for Bela's request.
    await db.deleteFrom('share_sets').where('account', '=', bela).execute();
    await db.updateTable('share_sets').set({ account: bela }).where('account', '=', dana).execute();
    expect((await (await signIn('chidi')).recoveries.view()).requests).toEqual([]);
  });

  test('with letters of an earlier request, and with an approval nobody signed', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const first = await ask('bela');
    await approve('chidi', first.status.words);
    await approve('dana', first.status.words);
    const second = await ask('bela');
    await approve('dana', second.status.words);
    const { db } = instance.context;
    const { instance: id, people } = (await knownDirectory(apiOf(instance))).directory;
    const keys = recoveryKeys(fromWords(second.newWords.join(' ')), id, accountIdOf(id, 'bela'));
    const requests = await db.selectFrom('recoveries').selectAll().execute();
    const newest = requests.find(({ signing }) => equal(new Uint8Array(signing), keys.signingPublicKey))!;
    const chidi = people.find(({ name }) => name === 'Chidi')!;
    const answers = db.selectFrom('recovery_answers').selectAll().where('helper', '=', chidi.id);
    const old = await answers.executeTakeFirstOrThrow();
    await db
      .insertInto('recovery_answers')
      .values({ ...old, recovery: newest.id })
      .execute();
    expect(await second.session.recovery.status()).toMatchObject({ helped: ['Dana'], unfit: [] });
    await expect(second.session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });

    // A letter by nobody, under Chidi's name.
    const set = parseShareSet(
      new Uint8Array((await db.selectFrom('share_sets').selectAll().executeTakeFirstOrThrow()).bytes),
    );
    const hash = typed('Hash', new Uint8Array(newest.id));
    const madeUp = typed('Share', crypto.getRandomValues(new Uint8Array(65)));
    const letter = sealHelp(keys.kemPublicKey, madeUp, set, hash);
    expect(openHelp(keys.kemSeed, letter, set, hash)).toBeNull();
  });

  test('about the set: one that its person did not sign is refused by the page of who asks', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    await approve('chidi', status.words);
    const { at, sets } = await insideOf('amina');
    const { kemPublicKey } = at.keys;
    const secret = recoverySecret(newPersonSeed(), null);
    const forged = await makeShareSet(sets[0]!, secret, [kemPublicKey, kemPublicKey]);
    const signature = signShareSet(at.keys.signingSeed, forged);
    await instance.context.db.updateTable('share_sets').set({ bytes: forged, signature }).execute();
    await expect(session.recovery.status()).rejects.toMatchObject({ code: 'tampered' });
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'tampered' });
  });

  test('shares of another key, though good as shares, open no account', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { status, session } = await ask('bela');
    const { at, sets, api } = await insideOf('bela');
    const { people } = at.directory;
    const helpers = people.filter(({ name }) => name === 'Chidi' || name === 'Dana');
    const set = await makeShareSet(
      sets[0]!,
      recoverySecret(newPersonSeed(), null),
      helpers.map(({ kem }) => kem),
    );
    const list = typed('HelperList', new Uint8Array(809));
    const challenge = at.sessionChallenge;
    const storing = signStoring(at.keys.signingSeed, { set, helpers: list, challenge });
    const kept = { set, helpers: list, storing };
    const strange = signShareSet(personKeys(newPersonSeed()).signingSeed, set);
    await expect(api.call(storeShareSet, { ...kept, signature: strange })).rejects.toMatchObject({
      code: 'bad-request',
    });
    const { db } = instance.context;
    const signature = signShareSet(at.keys.signingSeed, set);
    await db.updateTable('share_sets').set({ bytes: set, signature }).execute();
    await approve('chidi', status.words);
    await approve('dana', status.words);
    expect((await session.recovery.status()).helped).toHaveLength(2);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'tampered' });
    await signIn('bela');
  });

  test('about who approved: the record shows only what was signed', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    await approve('chidi', status.words);
    await approve('dana', status.words);
    await session.recovery.finish(NEW);
    const { db } = instance.context;
    const amina = await signIn('amina');
    expect((await amina.recoveries.view()).record[0]!.by).toHaveLength(2);
    const [row] = await db.selectFrom('recovery_answers').selectAll().execute();
    const forged = new Uint8Array(row!.answer);
    // Another helper's id under the same signature.
    const { people } = (await knownDirectory(apiOf(instance))).directory;
    forged.set(people[0]!.id, 81);
    await db
      .updateTable('recovery_answers')
      .set({ answer: forged })
      .where('helper', '=', row!.helper)
      .execute();
    expect((await amina.recoveries.view()).record[0]!.by).toHaveLength(1);
    const done = new Uint8Array(
      (await db.selectFrom('recoveries').selectAll().executeTakeFirstOrThrow()).done!,
    );
    done[65] = done[65]! ^ 1;
    await db.updateTable('recoveries').set({ done }).execute();
    expect((await amina.recoveries.view()).record).toMatchObject([{ kind: 'approved' }]);
  });

  test('with another share in a helper’s place: it is said whose does not fit, and the others suffice', async () => {
    await choose('bela', ['Chidi', 'Dana', SETUP.officerName]);
    const { session, status } = await ask('bela');
    for (const account of ['chidi', 'dana', 'amina']) await approve(account, status.words);
    const { db } = instance.context;
    const { people } = (await knownDirectory(apiOf(instance))).directory;
    const chidi = people.find(({ name }) => name === 'Chidi')!;
    const row = await db
      .selectFrom('recovery_answers')
      .selectAll()
      .where('helper', '=', chidi.id)
      .executeTakeFirstOrThrow();
    const letter = new Uint8Array(row.letter!);
    letter[1130]! ^= 1;
    await db.updateTable('recovery_answers').set({ letter }).where('helper', '=', chidi.id).execute();
    expect(await session.recovery.status()).toMatchObject({ unfit: ['Chidi'] });
    await session.recovery.finish(NEW);
    await new OfficerSession(apiOf(instance)).signIn('bela', { method: 'passphrase', passphrase: NEW });
  });
});

describe('a request', () => {
  test('that a helper refuses ends, and it is on record', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    await approve('chidi', status.words);
    const dana = await signIn('dana');
    const [request] = (await dana.recoveries.view()).requests;
    const { record } = await dana.recoveries.answer(request!.id, 'refused');
    expect(record).toMatchObject([{ name: 'Bela', kind: 'refused', by: ['Dana'] }]);
    expect(await session.recovery.status()).toMatchObject({ state: 'refused', refusedBy: ['Dana'] });
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });
    const chidi = await signIn('chidi');
    expect((await chidi.recoveries.view()).requests).toEqual([]);
  });

  test('in the name of somebody who is there is refused by them', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    await ask('bela');
    const bela = await signIn('bela');
    const [request] = (await bela.recoveries.view()).requests;
    expect(request).toMatchObject({ isOwn: true, name: 'Bela' });
    await expect(bela.recoveries.answer(request!.id, 'approved')).rejects.toMatchObject({
      code: 'not-found',
    });
    const { record } = await bela.recoveries.answer(request!.id, 'refused');
    expect(record).toMatchObject([{ kind: 'refused', by: ['Bela'], isOwn: true }]);
  });

  test('that has expired is neither answered nor finished, and is forgotten where nobody answered', async () => {
    await choose('bela', ['Chidi', 'Dana', SETUP.officerName]);
    const { session, status } = await ask('bela');
    const late = await ask('bela');
    await approve('chidi', status.words);
    await approve('dana', status.words);
    const amina = await signIn('amina');
    const { requests } = await amina.recoveries.view();
    ahead = 8 * DAY;
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });
    const again = await signIn('amina');
    expect((await again.recoveries.view()).requests).toEqual([]);
    await expect(again.recoveries.answer(requests[0]!.id, 'approved')).rejects.toMatchObject({
      code: 'not-found',
    });
    const { tidy } = await import('../../server/timers/housekeeping.ts');
    // What ended is deleted once the server has been so on several days.
    for (; ahead <= 11 * DAY; ahead += DAY) await tidy(instance.context);
    await expect(late.session.recovery.status()).rejects.toMatchObject({ code: 'not-found' });
    expect((await session.recovery.status()).helped).toHaveLength(2);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });
    const letters = await instance.context.db.selectFrom('recovery_answers').select('letter').execute();
    expect(letters.map(({ letter }) => letter)).toEqual([null, null]);
  });

  test('costs work, once; is the same when sent again; and of nine the oldest that nobody answered goes', async () => {
    const api = apiOf(instance);
    const { directory } = await knownDirectory(api);
    const account = accountIdOf(directory.instance, 'bela');
    const newRequest = () => {
      const keys = recoveryKeys(newEntropy(), directory.instance, account);
      const request = recovery.formatRequest({
        instance: directory.instance,
        account,
        kem: keys.kemPublicKey,
        signing: keys.signingPublicKey,
        expires: dayOf(Date.now() + 7 * DAY),
      });
      return { keys, request, signature: recovery.signAsking(keys.signingSeed, request) };
    };
    const first = newRequest();
    const work = await solve((await api.call(getChallenge, {})).challenge);
    await api.call(askRecovery, { request: first.request, signature: first.signature, work });
    const second = newRequest();
    const spent = { request: second.request, signature: second.signature, work };
    await expect(api.call(askRecovery, spent)).rejects.toMatchObject({ code: 'work-refused' });
    const fresh = async () => solve((await api.call(getChallenge, {})).challenge);
    await api.call(askRecovery, {
      request: first.request,
      signature: first.signature,
      work: await fresh(),
    });
    // Somebody else's signature, and a day too far.
    const stolen = { request: second.request, signature: first.signature, work: await fresh() };
    await expect(api.call(askRecovery, stolen)).rejects.toMatchObject({ code: 'bad-request' });
    const far = recovery.formatRequest({
      ...recovery.parseRequest(second.request),
      expires: dayOf(Date.now() + 10 * DAY),
    });
    const farther = { request: far, signature: recovery.signAsking(second.keys.signingSeed, far) };
    await expect(api.call(askRecovery, { ...farther, work: await fresh() })).rejects.toMatchObject({
      code: 'bad-request',
    });
    const read = async ({ keys }: typeof first) => {
      const { challenge } = await api.call(getChallenge, {});
      const publicKey = keys.signingPublicKey;
      const signed = recovery.signReading(
        keys.signingSeed,
        directory.instance,
        publicKey,
        challenge.signature,
      );
      return api.call(readOwnRecovery, { publicKey, challenge, signature: signed });
    };
    const others = Array.from({ length: 7 }, newRequest);
    for (const { request, signature } of others)
      await api.call(askRecovery, { request, signature, work: await fresh() });
    // One that was answered stays.
    const { db } = instance.context;
    const answered = (id: Uint8Array) => ({
      recovery: id,
      helper: crypto.getRandomValues(new Uint8Array(16)),
      share_key: null,
      answer: new Uint8Array(172),
      signature: new Uint8Array(64),
      letter: null,
    });
    const hashOf = ({ request }: typeof first) => recovery.requestHash(request);
    await db
      .insertInto('recovery_answers')
      .values(answered(hashOf(first)))
      .execute();
    const ninth = { request: second.request, signature: second.signature };
    await api.call(askRecovery, { ...ninth, work: await fresh() });
    await read(first);
    await read(second);
    await expect(read(others[0]!)).rejects.toMatchObject({ code: 'not-found' });
    await read(others[1]!);
    // Where all are answered none goes.
    const open = await db.selectFrom('recoveries').select('id').execute();
    expect(open).toHaveLength(8);
    await db.deleteFrom('recovery_answers').execute();
    await db
      .insertInto('recovery_answers')
      .values(open.map(({ id }) => answered(new Uint8Array(id))))
      .execute();
    const tenth = newRequest();
    const late = { request: tenth.request, signature: tenth.signature, work: await fresh() };
    await expect(api.call(askRecovery, late)).rejects.toMatchObject({ code: 'conflict' });
    // Nobody reads one without its key.
    const { challenge } = await api.call(getChallenge, {});
    const publicKey = first.keys.signingPublicKey;
    const signature = recovery.signReading(
      second.keys.signingSeed,
      directory.instance,
      publicKey,
      challenge.signature,
    );
    await expect(api.call(readOwnRecovery, { publicKey, challenge, signature })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

/** The last day that any request may name: one more than a page asks for. */
const lastFlooded = () => dayOf(Date.now() + (LIMITS.recoveryDays + 1) * DAY);

/** As many requests in somebody's name as fit many times over, newer than a genuine one and open for longer. */
async function flood(account: string, changes: { readonly answered?: boolean } = {}) {
  const { db } = instance.context;
  const { directory } = await knownDirectory(apiOf(instance));
  const named = accountIdOf(directory.instance, account);
  for (let i = 0; i < LIMITS.listedRecoveries; i++) {
    const request = recovery.formatRequest({
      instance: directory.instance,
      account: named,
      kem: typed('KemPublicKey', new Uint8Array(1216).fill(i)),
      signing: typed('SigningPublicKey', crypto.getRandomValues(new Uint8Array(32))),
      expires: lastFlooded(),
    });
    const { signing, expires } = recovery.parseRequest(request);
    const id = recovery.requestHash(request);
    const state = changes.answered ? 'refused' : 'open';
    await db
      .insertInto('recoveries')
      .values({ id, account: named, signing, request, expires, place: i + 1, turn: 1_000_000, state })
      .execute();
    if (!changes.answered) continue;
    const answer = crypto.getRandomValues(new Uint8Array(172));
    const [helper, signature] = [new Uint8Array(16), new Uint8Array(64)];
    await db.insertInto('recovery_answers').values({ recovery: id, helper, answer, signature }).execute();
  }
}

describe('a flood of requests', () => {
  test('does not hide one that somebody answered, and a long record does not hide what is open', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    await approve('chidi', status.words);
    await flood('bela');
    const dana = await signIn('dana');
    const open = await dana.recoveries.view();
    expect(open.requests.map(({ words: six }) => six)).toContainEqual(status.words);
    expect(open.record).toMatchObject([{ kind: 'approved', by: ['Chidi'] }]);
    const { db } = instance.context;
    await db.deleteFrom('recoveries').where('expires', '=', lastFlooded()).execute();
    await flood('bela', { answered: true });
    const second = await ask('bela');
    const shown = (await dana.recoveries.view()).requests.map(({ words: six }) => six);
    expect(shown).toContainEqual(status.words);
    expect(shown).toContainEqual(second.status.words);
    expect((await session.recovery.status()).helped).toEqual(['Chidi']);
  });
});

describe('helpers change', () => {
  test('a stolen cookie stores nothing: neither another list, nor another set, nor the same once more to end a request', async () => {
    const { api, at } = await insideOf('bela');
    const sent: z.output<typeof storeShareSet.request>[] = [];
    const bela = await signIn('bela', {
      ...api,
      get day() {
        return api.day;
      },
      call: (endpoint, request) => {
        if (endpoint.path === storeShareSet.path) sent.push(request as (typeof sent)[0]);
        return api.call(endpoint, request);
      },
    });
    const { candidates } = await bela.circle.view();
    const ids = candidates.map(({ id }) => id);
    await bela.circle.choose(secretOf('bela'), ids.slice(0, 2));
    await bela.circle.choose(secretOf('bela'), ids.slice(1));
    const [older, newest] = sent as [(typeof sent)[0], (typeof sent)[0]];
    const { session } = await ask('bela');
    const chosen = (await bela.circle.view()).chosen;

    const junk = typed('HelperList', new Uint8Array(809).fill(7));
    const badRequest = { code: 'bad-request' };
    await expect(api.call(storeShareSet, { ...newest, helpers: junk })).rejects.toMatchObject(badRequest);
    await expect(api.call(storeShareSet, { ...older, storing: newest.storing })).rejects.toMatchObject(
      badRequest,
    );
    await expect(api.call(storeShareSet, { ...newest, storing: newest.signature })).rejects.toMatchObject(
      badRequest,
    );
    // What was sent in one session is worth nothing in another.
    const elsewhere = await insideOf('bela');
    for (const one of sent)
      await expect(elsewhere.api.call(storeShareSet, one)).rejects.toMatchObject(badRequest);
    // The same set once more changes nothing, whatever comes beside it.
    const { sessionChallenge: challenge } = elsewhere.at;
    const storing = signStoring(at.keys.signingSeed, { ...newest, helpers: junk, challenge });
    await elsewhere.api.call(storeShareSet, { ...newest, helpers: junk, storing });
    expect((await session.recovery.status()).state).toBe('open');
    expect((await (await signIn('bela')).circle.view()).chosen).toEqual(chosen);
  });

  test('one who is removed helps no more, and the page says that it is to be done anew', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const { session, status } = await ask('bela');
    const chidi = await approve('chidi', status.words);
    const authority = await signIn('amina');
    const view = await authority.office.open(secretOf('amina'));
    const people = view.people.map((one) =>
      one.name === 'Chidi' ? { ...one, state: 'removed' as const } : one,
    );
    await authority.office.publish({ ...draftOf(view), people });
    await expect(chidi.recoveries.view()).rejects.toMatchObject({ code: 'signed-out' });
    await approve('dana', status.words);
    // The approval of somebody who is not in the office any more does not count.
    expect((await session.recovery.status()).helped).toEqual(['Dana']);
    await expect(session.recovery.finish(NEW)).rejects.toMatchObject({ code: 'conflict' });

    const bela = await signIn('bela');
    expect(await bela.circle.view()).toMatchObject({ redo: 'left', gone: ['Chidi'] });
    const { candidates } = await bela.circle.view();
    expect(candidates.map(({ name }) => name)).toEqual([SETUP.officerName, 'Dana']);
    const redone = await bela.circle.choose(
      secretOf('bela'),
      candidates.map(({ id }) => id),
    );
    expect(redone).toMatchObject({ redo: null, gone: [] });
    // What was asked before has ended; a new request is helped by those chosen now.
    expect((await session.recovery.status()).state).toBe('ended');
    const next = await ask('bela');
    await approve('amina', next.status.words);
    await approve('dana', next.status.words);
    await next.session.recovery.finish(NEW);
    await new OfficerSession(apiOf(instance)).signIn('bela', { method: 'passphrase', passphrase: NEW });
  });

  test('a custodian’s helpers are custodians, also past the page; with too few of them nobody can be chosen', async () => {
    await choose('bela', ['Chidi', 'Dana']);
    const authority = await signIn('amina');
    const makeCustodians = async (...names: string[]) => {
      const view = await authority.office.open(secretOf('amina'));
      const people = view.people.map((one) =>
        names.includes(one.name) ? { ...one, role: 'custodian' as const } : one,
      );
      await authority.office.publish({ ...draftOf(view), people });
    };
    await makeCustodians('Bela', 'Chidi');
    const bela = await signIn('bela');
    const few = await bela.circle.view();
    expect(few).toMatchObject({ isCustodian: true, threshold: 2, redo: 'left', gone: ['Dana'] });
    expect(few.candidates.map(({ name }) => name)).toEqual(['Chidi']);
    // An officer may still be helped by anybody.
    const dana = await signIn('dana');
    const { candidates, isCustodian } = await dana.circle.view();
    expect(isCustodian).toBe(false);
    const idOf = (name: string) => candidates.find((one) => one.name === name)!.id;
    const own = (await dana.profile()).person;
    for (const ids of [
      [idOf('Chidi'), own],
      [idOf(SETUP.officerName), own],
    ]) {
      await expect(bela.circle.choose(secretOf('bela'), ids)).rejects.toMatchObject({
        code: 'directory-changed',
      });
    }
    await makeCustodians('Dana');
    const enough = await signIn('bela');
    const chosen = await enough.circle.choose(secretOf('bela'), [idOf('Chidi'), own]);
    expect(chosen).toMatchObject({ redo: null, gone: [] });
    expect(chosen.candidates.map(({ name }) => name)).toEqual(['Chidi', 'Dana']);
  });

  test('where the authority’s seed does not open, the person’s does not stay in memory', async () => {
    const { candidates } = await (await signIn('amina')).circle.view();
    const account = await instance.context.db
      .selectFrom('accounts')
      .select(['id', 'authority_vault'])
      .where('authority_vault', 'is not', null)
      .executeTakeFirstOrThrow();
    const broken = new Uint8Array(account.authority_vault!);
    broken[40]! ^= 1;
    await instance.context.db
      .updateTable('accounts')
      .set({ authority_vault: broken })
      .where('id', '=', account.id)
      .execute();
    const amina = await signIn('amina');
    const { signing } = (await knownDirectory(apiOf(instance))).directory.people[0]!;
    const wiped: Uint8Array[] = [];
    const real = sodium.memzero.bind(sodium);
    const spy = vi.spyOn(sodium, 'memzero').mockImplementation((bytes) => {
      if (bytes.length === 32) wiped.push(bytes.slice());
      real(bytes);
    });
    const ids = candidates.slice(0, 2).map(({ id }) => id);
    await expect(amina.circle.choose(secretOf('amina'), ids)).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    spy.mockRestore();
    const seeds = wiped.map((bytes) => personKeys(typed('PersonSeed', bytes)).signingPublicKey);
    expect(seeds.some((key) => equal(key, signing))).toBe(true);
  });

  test('nobody chooses themselves, a stranger, one twice, or fewer than must help; a wrong secret chooses nobody', async () => {
    const bela = await signIn('bela');
    const { candidates } = await bela.circle.view();
    const [one, two] = candidates.map(({ id }) => id);
    const me = (await bela.profile()).person;
    const stranger = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    for (const ids of [
      [one!, me],
      [one!, stranger],
      [one!, one!],
    ]) {
      await expect(bela.circle.choose(secretOf('bela'), ids)).rejects.toMatchObject({
        code: 'directory-changed',
      });
    }
    await expect(bela.circle.choose(secretOf('bela'), [one!])).rejects.toMatchObject({ code: 'malformed' });
    await expect(bela.circle.choose(secretOf('amina'), [one!, two!])).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    expect((await bela.circle.view()).chosen).toBeNull();
  });
});

test('what the server keeps names no helper, and is as long for two as for three', async () => {
  await choose('bela', ['Chidi', 'Dana']);
  await choose('chidi', ['Bela', 'Dana', SETUP.officerName]);
  const rows = await instance.context.db.selectFrom('share_sets').selectAll().execute();
  expect(new Set(rows.map((row) => `${row.bytes.length} ${row.helpers.length}`)).size).toBe(1);
  const { people } = (await knownDirectory(apiOf(instance))).directory;
  for (const row of rows) {
    const kept = Buffer.concat([Buffer.from(row.bytes), Buffer.from(row.helpers)]);
    const named = people.filter(({ id }) => kept.includes(Buffer.from(id)));
    // Its owner, and nobody else.
    expect(named).toHaveLength(1);
  }
});
