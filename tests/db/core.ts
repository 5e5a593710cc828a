/** What must hold on every database: run by the file of each. */
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { typed, type BoxBytes } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { entryHash } from '../../crypto/header.ts';
import { newEntropy, reporterKeys } from '../../crypto/receipt.ts';
import { signSignIn } from '../../crypto/sign-in.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { passkeyIdOf } from '../../crypto/passkey.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import type { Secret } from '../../client/officer/worker/account/account.ts';
import { prepareSet, readPasskeySet } from '../../client/officer/worker/account/passkeys.ts';
import { openPresent } from '../../client/officer/worker/account/present-unlock.ts';
import { prepareChange } from '../../client/officer/worker/account/unlock-change.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';

import { readSalt, readUnlock, replaceUnlock } from '../../db/accounts.ts';
import { lockUnlockSet, raiseCounter } from '../../db/passkeys.ts';
import { inTransaction, type Database } from '../../db/tables.ts';
import { changeUnlock, endSessions, readSessions } from '../../server/api/account.ts';
import { LIMITS } from '../../server/api/limits.ts';
import {
  appendEntry,
  readCase,
  readFeed,
  readKeyring,
  signIn,
  startSignIn,
  storeKeyringPage,
} from '../../server/api/officer.ts';
import { changePasskeys } from '../../server/api/passkeys.ts';
import { appendOwnEntry, openCase, readOwnCase } from '../../server/api/reporter.ts';
import { decoyId } from '../../server/decoys/life.ts';
import { makeDecoyEvent, nextPause } from '../../server/decoys/decoys.ts';
import { newSetupToken } from '../../server/instance/instance.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { deleteCase } from '../stage/delete-case.ts';
import { Device, signInBy } from '../stage/device.ts';
import { REPORT, SETUP } from '../stage/running.ts';
import { meanwhile } from '../stage/meanwhile.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';
import { ask, askWire, codeOf } from '../server/answers.ts';
import {
  contents,
  officerInside,
  reporterInside,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import {
  accessOf,
  accountAtWork,
  freshWork,
  newReport,
  officerAtWork,
  officerEntry,
  ownAppendRequest,
  ownSigned,
  random,
  sentCase,
  strangerKeys,
} from '../stage/people.ts';

const quiet = () => undefined;
const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).sort((a, b) => a - b);

export interface Scratch {
  readonly db: Database;
  remove(): Promise<void>;
}

/** @param open an empty database, migrated */
export function testCore(name: string, open: () => Promise<Scratch>): void {
  let scratch: Scratch;
  let inside: Inside;
  let made: SetupResult;
  beforeAll(async () => {
    scratch = await open();
    inside = await serveInside(scratch.db);
    made = await setUpInside(inside);
  });
  afterAll(() => scratch.remove());

  /** Runs `act` and expects that no row of any table changed. */
  async function writesNothing<T>(act: () => Promise<T>): Promise<T> {
    const before = await contents(inside.db);
    const result = await act();
    expect(await contents(inside.db)).toEqual(before);
    return result;
  }

  async function count(table: 'cases' | 'entries' | 'slot_sets'): Promise<number> {
    return (await inside.db.selectFrom(table).selectAll().execute()).length;
  }

  describe(`writing twice, on ${name}`, () => {
    test('a report sent again, also at the same instant, is stored once and gets the first stamp', async () => {
      const api = inside.api();
      const { request } = await newReport(api);
      const cases = await count('cases');
      const stamps = await Promise.all(Array.from({ length: 8 }, () => api.call(openCase, request)));
      expect(new Set(stamps.map((stamp) => JSON.stringify(stamp))).size).toBe(1);
      inside.clock.now += 2 * DAY;
      expect(await api.call(openCase, { ...request, work: await freshWork(api) })).toEqual(stamps[0]);
      expect(await count('cases')).toBe(cases + 1);
    });

    test('other bytes for the same case are refused, and nothing is said of what is there', async () => {
      const api = inside.api();
      const { request } = await newReport(api);
      await api.call(openCase, request);
      const other = new Uint8Array(request.entry) as typeof request.entry;
      other[other.length - 1]! ^= 1;
      const work = await freshWork(api);
      const refused = await writesNothing(() =>
        ask(inside.send, openCase, { ...request, entry: other, work }),
      );
      expect(refused).toMatchObject({ status: 409, body: JSON.stringify({ error: 'conflict' }) });
    });

    test('an entry sent again, also at the same instant, is stored once; another in its place is refused', async () => {
      const api = inside.api();
      const sent = await sentCase(api);
      const request = await ownAppendRequest(api, sent, 'One more thing.');
      const stamps = await Promise.all(Array.from({ length: 8 }, () => api.call(appendOwnEntry, request)));
      expect(new Set(stamps.map((stamp) => JSON.stringify(stamp))).size).toBe(1);
      const other = await ownAppendRequest(api, sent, 'Something else.');
      const refused = await writesNothing(() => ask(inside.send, appendOwnEntry, other));
      const head = { seq: 1, hash: toBase64url(entryHash(request.entry)) };
      expect(refused).toMatchObject({ status: 409, body: JSON.stringify({ error: 'conflict', head }) });
      const gap = await ownAppendRequest(api, sent, 'Later.', { seq: 7, previous: sent.head });
      expect(codeOf(await writesNothing(() => ask(inside.send, appendOwnEntry, gap)))).toBe('conflict');
    });

    test('of different entries for one place at the same instant one is stored, and each other is told the head', async () => {
      const api = inside.api();
      const sent = await sentCase(api);
      const requests = await Promise.all(
        Array.from({ length: 6 }, (_, i) => ownAppendRequest(api, sent, `Version ${i}`)),
      );
      const answers = await Promise.all(requests.map((request) => ask(inside.send, appendOwnEntry, request)));
      expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409]);
      const stored = requests[answers.findIndex(({ status }) => status === 200)]!;
      const head = { seq: 1, hash: toBase64url(entryHash(stored.entry)) };
      for (const answer of answers.filter(({ status }) => status === 409)) {
        expect(JSON.parse(answer.body)).toEqual({ error: 'conflict', head });
      }
    });

    test('two sessions that reply, note and move a case at the same instant lose nothing and double nothing', async () => {
      const reporter = await reporterInside(inside);
      const { words } = await reporter.send(REPORT, quiet);
      const reference = { id: '' };
      const sessions = await Promise.all([0, 1].map(() => officerInside(inside, made.recoveryWords)));
      for (const session of sessions) {
        const inbox = await session.inbox.sync(quiet);
        reference.id = inbox.find((listed) => listed.status === 'new' || listed.status === 'open')!.id;
      }
      const back = await new ReporterSession(inside.api()).open(words.join(' '));
      const id = back.id;
      const rounds = 8;
      for (let round = 0; round < rounds; round++) {
        await Promise.all(sessions.map((session, i) => session.cases.reply(id, `Reply ${round} of ${i}`)));
        await Promise.all(sessions.map((session, i) => session.cases.addNote(id, `Note ${round} of ${i}`)));
      }
      const expected = Array.from({ length: rounds }, (_, round) =>
        [0, 1].map((i) => `${round} of ${i}`),
      ).flat();
      const view = await new ReporterSession(inside.api()).open(words.join(' '));
      const texts = view.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
      expect(texts.sort()).toEqual(expected.map((text) => `Reply ${text}`).sort());
      const fresh = await officerInside(inside, made.recoveryWords);
      await fresh.inbox.sync(quiet);
      const { notes } = await fresh.cases.open(id);
      const noted = notes.flatMap((note) => (note.kind === 'note' ? [note.text] : []));
      expect(noted.sort()).toEqual(expected.map((text) => `Note ${text}`).sort());
      const sets = await inside.db
        .selectFrom('slot_sets')
        .selectAll()
        .where('case_id', '=', Buffer.from(id, 'base64url'))
        .where('audience', '=', 'officers')
        .execute();
      expect(sets).toHaveLength(1);
    });

    test('a second founding set of the same audience and epoch is refused, with all that came with it', async () => {
      const officer = await officerAtWork(inside.api(), made.recoveryWords);
      const sent = await sentCase(officer.api);
      const found = (seq: number) => {
        const key = newCaseKey();
        const { instance } = officer.directory;
        const place = { instance, caseId: sent.caseId, audience: 'officers', epoch: 0 } as const;
        const set = sealSlotSet({
          ...place,
          directory: sent.known.hash,
          key,
          readers: [officer.keys.kemPublicKey],
        });
        const entry = officerEntry(officer, sent.caseId, key, 'A note', { chain: 'internal', seq });
        return { ...accessOf(officer, sent.caseId, sent.key, 'append'), entry, slotSets: [set] };
      };
      const [first, second] = [found(0), found(0)];
      await officer.api.call(appendEntry, first);
      await expect(officer.api.call(appendEntry, first)).resolves.toBeDefined();
      const next = officerEntry(officer, sent.caseId, newCaseKey(), 'Another', {
        chain: 'internal',
        seq: 1,
        previous: entryHash(first.entry),
      });
      await writesNothing(async () => {
        for (const request of [second, { ...second, entry: next }]) {
          await expect(officer.api.call(appendEntry, request)).rejects.toMatchObject({ code: 'conflict' });
        }
      });
    });
  });

  describe(`work, on ${name}`, () => {
    test('used twice: refused, and nothing written', async () => {
      const api = inside.api();
      const first = await newReport(api);
      await api.call(openCase, first.request);
      const second = await newReport(api);
      const reused = { ...second.request, work: first.request.work };
      expect(codeOf(await writesNothing(() => ask(inside.send, openCase, reused)))).toBe('work-refused');
    });

    test('used for several cases at the same instant: one is opened', async () => {
      const api = inside.api();
      const reports = await Promise.all(Array.from({ length: 4 }, () => newReport(api)));
      const { work } = reports[0]!.request;
      const answers = await Promise.all(
        reports.map(({ request }) => ask(inside.send, openCase, { ...request, work })),
      );
      expect(statuses(answers)).toEqual([200, 402, 402, 402]);
    });

    test('expired: refused, and nothing written', async () => {
      const api = inside.api();
      const { request } = await newReport(api);
      const sent = await sentCase(api);
      const append = await ownAppendRequest(api, sent, 'Too late.');
      const read = { ...(await ownSigned(api, sent, 'read')), from: 0, sets: 0 };
      inside.clock.now += (LIMITS.challengeSeconds + 1) * SECOND;
      await writesNothing(async () => {
        expect(codeOf(await ask(inside.send, openCase, request))).toBe('work-refused');
        expect(codeOf(await ask(inside.send, appendOwnEntry, append))).toBe('work-refused');
        expect(codeOf(await ask(inside.send, readOwnCase, read))).toBe('work-refused');
      });
    });

    test('forged or unsolved: refused, and nothing written', async () => {
      const api = inside.api();
      const { request } = await newReport(api);
      const { challenge } = request.work;
      const { parameters } = challenge;
      // A key that the counter really gives, but that does not begin as it must: no work was done for it.
      const lazy = await solveChallenge({
        challenge: { parameters: { ...parameters, keyPrefix: parameters.keyPrefix === '00' ? 'ff' : '00' } },
        deriveKey,
      });
      const bent = [
        { challenge, counter: lazy!.counter, derivedKey: lazy!.derivedKey },
        { ...request.work, counter: request.work.counter + 1 },
        { ...request.work, derivedKey: '00'.repeat(32) },
        { ...request.work, challenge: { ...challenge, signature: '0'.repeat(64) } },
        { ...request.work, challenge: { ...challenge, parameters: { ...parameters, keyPrefix: '' } } },
        { ...request.work, challenge: { ...challenge, parameters: { ...parameters, cost: 0x7fffffff } } },
        {
          ...request.work,
          challenge: { ...challenge, parameters: { ...parameters, keyLength: 0x7fffffff } },
        },
        {
          ...request.work,
          challenge: { ...challenge, parameters: { ...parameters, expiresAt: Number.MAX_SAFE_INTEGER } },
        },
      ];
      await writesNothing(async () => {
        for (const work of bent) {
          expect(codeOf(await ask(inside.send, openCase, { ...request, work }))).toBe('work-refused');
        }
      });
      await api.call(openCase, request);
    });

    test('an append whose work is for another challenge than its signature is refused', async () => {
      const api = inside.api();
      const sent = await sentCase(api);
      const request = { ...(await ownAppendRequest(api, sent, 'x')), work: await freshWork(api) };
      expect(codeOf(await writesNothing(() => ask(inside.send, appendOwnEntry, request)))).toBe(
        'bad-request',
      );
    });
  });

  describe(`one answer for unknown and forbidden, on ${name}`, () => {
    test('a reporter: another key, a wrong signature, an unknown case and a deleted one, byte for byte', async () => {
      const api = inside.api();
      const sent = await sentCase(api);
      const deleted = await sentCase(api);
      await deleteCase(inside.db, deleted.caseId);
      const unknown = {
        ...sent,
        sealed: { ...sent.sealed, keys: reporterKeys(newEntropy(), sent.known.directory.instance) },
      };
      const own = await ownSigned(api, sent, 'read');
      const stranger = strangerKeys();
      const unknownCase = { ...unknown, caseId: unknown.sealed.keys.caseId };
      const requests = {
        'another key': { ...own, publicKey: stranger.signingPublicKey },
        'a wrong signature': { ...own, signature: random('Signature', 64) },
        'a signature for something else': await ownSigned(api, sent, 'append'),
        'an old signature over another challenge': {
          ...own,
          challenge: (await ownSigned(api, sent, 'read')).challenge,
        },
        'an unknown case': await ownSigned(api, unknownCase, 'read'),
        'a deleted case': await ownSigned(api, deleted, 'read'),
      };
      const answers = await Promise.all(
        Object.values(requests).map((signed) =>
          ask(inside.send, readOwnCase, { ...signed, from: 0, sets: 0 }),
        ),
      );
      expect(answers[0]).toMatchObject({ status: 404, body: '{"error":"not-found"}' });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect((await ask(inside.send, readOwnCase, { ...own, from: 0, sets: 0 })).status).toBe(200);
    });

    test('a reporter who appends to an unknown or deleted case gets the same answer', async () => {
      const api = inside.api();
      const sent = await sentCase(api);
      const request = await ownAppendRequest(api, sent, 'More.');
      const wrong = { ...request, signature: random('Signature', 64) };
      const other = await ask(inside.send, appendOwnEntry, wrong);
      await deleteCase(inside.db, sent.caseId);
      const deleted = await writesNothing(() => ask(inside.send, appendOwnEntry, request));
      expect(other).toMatchObject({ status: 404 });
      expect(deleted).toEqual(other);
    });

    test('an officer without the key of a case: read and append are as for a case that does not exist', async () => {
      const browser = inside.browser();
      const officer = await officerAtWork(inside.api(browser), made.recoveryWords);
      const sent = await sentCase(officer.api);
      const nobody = random('CaseId', 16);
      const wrongKey = newCaseKey();
      const read = (caseId: typeof nobody, key = wrongKey, purpose: 'read' | 'append' = 'read') =>
        ask(browser, readCase, {
          ...accessOf(officer, caseId, key, purpose),
          chain: 'shared',
          from: 0,
          sets: 0,
        });
      const answers = [
        await read(nobody),
        await read(sent.caseId),
        await read(sent.caseId, sent.key, 'append'),
      ];
      const append = (caseId: typeof nobody, key = wrongKey) => {
        const entry = officerEntry(officer, caseId, key, 'x', { seq: 1, previous: sent.head });
        return ask(browser, appendEntry, {
          ...accessOf(officer, caseId, key, 'append'),
          entry,
          slotSets: [],
        });
      };
      await writesNothing(async () => {
        answers.push(await append(nobody), await append(sent.caseId));
      });
      expect(answers[0]).toMatchObject({ status: 404, body: '{"error":"not-found"}' });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect((await read(sent.caseId, sent.key)).status).toBe(200);
      expect((await append(sent.caseId, sent.key)).status).toBe(200);
    });

    test('signing in: an unknown account and a wrong key get the same bytes, and a salt alike', async () => {
      const { directory } = await officerAtWork(inside.api(), made.recoveryWords);
      const real = accountIdOf(directory.instance, SETUP.accountName);
      const unknown = accountIdOf(directory.instance, 'nobody');
      const salts = [];
      for (const account of [real, unknown, unknown]) {
        const answer = await ask(inside.send, startSignIn, { account });
        expect(answer.status).toBe(200);
        const told = JSON.parse(answer.body) as { salt: string; challenge: string };
        expect(Object.keys(told)).toEqual(['salt', 'challenge', 'work']);
        expect(told.salt).toMatch(/^[\w-]{22}$/);
        salts.push(told.salt);
      }
      expect(salts[1]).toBe(salts[2]);
      expect(salts[1]).not.toBe(salts[0]);
      const { challenge } = await inside.api().call(startSignIn, { account: real });
      const { signingSeed } = strangerKeys();
      const sign = (account: typeof real, method: 'passphrase' | 'words') => {
        const signature = signSignIn(
          typed('SigningSeed', signingSeed),
          directory.instance,
          account,
          challenge,
        );
        return ask(inside.send, signIn, { account, method, challenge, signature, work: null });
      };
      await writesNothing(async () => {
        const answers = [
          await sign(real, 'words'),
          await sign(real, 'passphrase'),
          await sign(unknown, 'words'),
          await sign(unknown, 'passphrase'),
        ];
        expect(answers[0]).toMatchObject({ status: 401, body: '{"error":"signed-out"}' });
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      });
    });
  });

  describe(`sessions, on ${name}`, () => {
    const feed = { from: null, after: null };

    test('none, idle too long, and too old: signed out', async () => {
      await expect(inside.api().call(readFeed, feed)).rejects.toMatchObject({ code: 'signed-out' });
      const idle = await officerAtWork(inside.api(), made.recoveryWords);
      await idle.api.call(readFeed, feed);
      inside.clock.now += (LIMITS.sessionIdleSeconds + 1) * SECOND;
      await expect(idle.api.call(readFeed, feed)).rejects.toMatchObject({ code: 'signed-out' });
      // Ended is ended, also when the clock goes back.
      inside.clock.now -= (LIMITS.sessionIdleSeconds + 1) * SECOND;
      await expect(idle.api.call(readFeed, feed)).rejects.toMatchObject({ code: 'signed-out' });
    });

    test('one begun after 2038 is kept as it is, and listed', async () => {
      const { now } = inside.clock;
      inside.clock.now = Date.UTC(2040, 0, 2);
      const late = await officerAtWork(inside.api(), made.recoveryWords);
      await late.api.call(readFeed, feed);
      const { sessions } = await late.api.call(readSessions, {});
      expect(sessions.filter(({ isThis }) => isThis)).toMatchObject([{ day: '2040-01-02' }]);
      await late.api.call(endSessions, { id: null });
      expect((await late.api.call(readSessions, {})).sessions).toHaveLength(1);
      inside.clock.now = now;
    });

    test('another way to unlock: the old one signs in no more, and other sessions end', async () => {
      const other = await officerAtWork(inside.api(), made.recoveryWords);
      const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
      const { api, sessionChallenge } = officer;
      const words = { method: 'words', words: made.recoveryWords.join(' ') } as const;
      const passphrase = 'seven quiet lanterns by the ford';
      const ready = prepareChange(words, { method: 'passphrase', passphrase }, { stored, sessionChallenge });
      await Promise.all([0, 1].map(() => api.call(changeUnlock, ready)));
      await expect(other.api.call(readFeed, feed)).rejects.toMatchObject({ code: 'signed-out' });
      await new OfficerSession(inside.api()).signIn(SETUP.accountName, { method: 'passphrase', passphrase });
      const old = { method: 'passphrase', passphrase: SETUP.passphrase } as const;
      const late = new OfficerSession(inside.api()).signIn(SETUP.accountName, old);
      await expect(late).rejects.toMatchObject({ code: 'signed-out' });
    });

    test('a change that the old words signed does not pass while they are replaced', async () => {
      const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
      const { api, sessionChallenge } = officer;
      const words = { method: 'words', words: made.recoveryWords.join(' ') } as const;
      const passphrase = 'seven quiet lanterns by the ford';
      const ready = prepareChange(words, { method: 'passphrase', passphrase }, { stored, sessionChallenge });
      const { account } = stored;
      const unlock = { method: 'words' as const, ...(await readUnlock(inside.db, account, 'words'))!.unlock };
      const rows = () =>
        inside.db.selectFrom('unlocks').selectAll().where('method', '=', 'passphrase').execute();
      const before = await rows();
      const other = { ...unlock, signInKey: strangerKeys().signingPublicKey };
      const outcome = await meanwhile(
        inside.db,
        name === 'PostgreSQL',
        async (transaction) => {
          await lockUnlockSet(transaction, account);
          await replaceUnlock(transaction, account, other, null);
        },
        () => api.call(changeUnlock, ready),
      );
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
      expect(await rows()).toEqual(before);
      await inTransaction(inside.db, (transaction) => replaceUnlock(transaction, account, unlock, null));
    });

    test('a salt is not replaced where no passphrase unlocks alone', async () => {
      const { stored } = await accountAtWork(inside.api(), made.recoveryWords);
      const { account } = stored;
      const now = (await readUnlock(inside.db, account, 'passphrase'))!;
      const unlock = { method: 'passphrase' as const, ...now.unlock };
      const before = await readSalt(inside.db, account);
      const outcome = inTransaction(inside.db, async (transaction) => {
        await transaction.deleteFrom('unlocks').where('method', '=', 'passphrase').execute();
        const replaced = await replaceUnlock(transaction, account, unlock, typed('Salt', new Uint8Array(16)));
        // Undone, so that the account stays as it was.
        throw Object.assign(new Error('undone'), { replaced, salt: await readSalt(transaction, account) });
      });
      await expect(outcome).rejects.toMatchObject({ message: 'undone', replaced: false, salt: before });
    });

    test('passkeys: each signs in, the set changes whole and once, and days stay', async () => {
      const [laptop, phone] = [new Device('Laptop'), new Device('Phone')];
      const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
      const { account } = stored;
      const words = { method: 'words', words: made.recoveryWords.join(' ') } as const;
      const by = async (secret: Secret) => {
        const session = new OfficerSession(inside.api());
        await signInBy(session, '', secret);
        return session;
      };
      const alone = (one: typeof laptop): Secret => ({ method: 'passkey', passkey: one.touch(account) });
      const { now } = inside.clock;
      for (const one of [laptop, phone]) {
        const session = await officerInside(inside, made.recoveryWords);
        await session.passkeys.begin(words, null);
        await session.passkeys.add(one.made());
        await by(alone(one));
        inside.clock.now += DAY;
      }
      inside.clock.now = now;
      const days = async () =>
        (await (await by(alone(laptop))).passkeys.list()).passkeys.map(({ day }) => day);
      const added = await days();
      expect(new Set(added).size).toBe(2);
      expect(added).toEqual(added.toSorted());

      // One change sent twice, at once, and another that was read before it.
      const { officer: fresh } = await accountAtWork(inside.api(), made.recoveryWords);
      const at = { stored, keys: officer.keys, sessionChallenge: fresh.sessionChallenge };
      const set = await readPasskeySet(fresh.api, at);
      const change = (passphrase: string | null) =>
        prepareSet(at, openPresent(words, stored), set, {
          mode: passphrase === null ? 'either' : 'both',
          passkeys: passphrase === null ? [] : set.passkeys,
          passphrase,
        });
      const passphrase = 'seven quiet lanterns by the ford';
      const turned = change(passphrase);
      await Promise.all([0, 1].map(() => fresh.api.call(changePasskeys, turned)));
      await expect(fresh.api.call(changePasskeys, change(null))).rejects.toMatchObject({ code: 'conflict' });
      for (const secret of [alone(laptop), alone(phone)]) {
        await expect(by(secret)).rejects.toMatchObject({ code: 'signed-out' });
      }
      const session = await by({ method: 'both', passphrase, passkey: phone.touch(account) });
      const both = { method: 'both', passphrase, passkey: phone.touch(account) } as const;
      await session.passkeys.turnSecondFactor(both, 'either', null, null);
      expect(await days()).toEqual(added);
      const { passkeys } = await session.passkeys.list();
      await session.passkeys.remove(alone(phone), passkeys.find(({ isUsed }) => !isUsed)!.id);
      await expect(by(alone(laptop))).rejects.toMatchObject({ code: 'signed-out' });
      await by(alone(phone));

      // What a device has counted to is kept, up to the highest number there is, and goes up only.
      const raise = (counter: number) =>
        inTransaction(inside.db, (transaction) => raiseCounter(transaction, account, id, counter));
      const id = passkeyIdOf(stored.instance, account, phone.credential);
      const most = 2 ** 32 - 1;
      const tried: [number, boolean][] = [
        [0, true],
        [7, true],
        [7, false],
        [6, false],
        [0, false],
        [most, true],
      ];
      for (const [counter, isHigher] of tried)
        expect([counter, await raise(counter)]).toEqual([counter, isHigher]);
      expect(await raise(most - 1)).toBe(false);
      const row = await inside.db.selectFrom('passkeys').select('counter').executeTakeFirst();
      expect(row?.counter).toBe(most);
    });

    test('one that is used lasts, but no longer than the longest', async () => {
      const busy = await officerAtWork(inside.api(), made.recoveryWords);
      const step = LIMITS.sessionIdleSeconds - 60;
      const steps = Math.floor(LIMITS.sessionSeconds / step);
      for (let i = 0; i < steps; i++) {
        inside.clock.now += step * SECOND;
        await busy.api.call(readFeed, feed);
      }
      inside.clock.now += step * SECOND;
      await expect(busy.api.call(readFeed, feed)).rejects.toMatchObject({ code: 'signed-out' });
    });

    test('a challenge to sign in expires, and one that nobody gave is worth nothing', async () => {
      const api = inside.api();
      const words = made.recoveryWords;
      const late: typeof api = {
        ...api,
        get day() {
          return api.day;
        },
        call: async (endpoint, request) => {
          const answer = await api.call(endpoint, request);
          if (endpoint.path === startSignIn.path) {
            inside.clock.now += (LIMITS.challengeSeconds + 1) * SECOND;
          }
          return answer;
        },
      };
      await expect(officerAtWork(late, words)).rejects.toMatchObject({ code: 'signed-out' });
      const forging: typeof api = {
        ...api,
        get day() {
          return api.day;
        },
        call: async (endpoint, request) => {
          const answer = await api.call(endpoint, request);
          if (endpoint.path !== startSignIn.path) return answer;
          const [expires] = (answer as { challenge: string }).challenge.split('.');
          const challenge = `${Number(expires) + 1}.${toBase64url(random('Hash', 32))}`;
          return Object.assign({}, answer, { challenge });
        },
      };
      await expect(officerAtWork(forging, words)).rejects.toMatchObject({ code: 'signed-out' });
    });
  });

  describe(`keyrings, on ${name}`, () => {
    test('of stores over one revision at the same instant one wins; a new page too', async () => {
      const { api } = await officerAtWork(inside.api(), made.recoveryWords);
      const box = (byte: number) => new Uint8Array(LIMITS.keyringPageBytes).fill(byte) as BoxBytes;
      for (const revision of [0, 1, 2]) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, i) =>
            api.call(storeKeyringPage, { page: 900, revision, box: box(10 * revision + i) }),
          ),
        );
        const won = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i] : []));
        expect(won).toHaveLength(1);
        const { pages } = await api.call(readKeyring, { from: 899, pages: 2 });
        const stored = pages.find(({ page }) => page === 900)!;
        expect(stored).toEqual({ page: 900, revision: revision + 1, box: box(10 * revision + won[0]!) });
        // Over one that waits, and over one that was written down.
        if (revision === 1) await writeDownKeyrings(inside.context);
      }
      await forgetKeyrings(inside.context);
    });

    test('a revision at the end of the number range is refused like any other', async () => {
      const browser = inside.browser();
      await officerAtWork(inside.api(browser), made.recoveryWords);
      for (const revision of [0x7ffffffe, 0x7fffffff, 0x80000000]) {
        const wire = { page: 901, revision, box: toBase64url(new Uint8Array(LIMITS.keyringPageBytes)) };
        const answer = await writesNothing(() => askWire(browser, storeKeyringPage, wire));
        expect([400, 409]).toContain(answer.status);
      }
    });
  });

  describe(`setting up, on ${name}`, () => {
    test('a link works once, and of two at the same instant one wins', async () => {
      const empty = await open();
      try {
        const fresh = await serveInside(empty.db);
        const token = toBase64url((await newSetupToken(empty.db))!);
        const form = { ...SETUP, token };
        const setUp = () => new OfficerSession(fresh.api()).setup.run(form);
        const outcomes = await Promise.allSettled([setUp(), setUp()]);
        const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
        expect(won).toHaveLength(1);
        const lost = outcomes.find((outcome) => outcome.status === 'rejected');
        expect(lost?.reason).toMatchObject({ code: 'setup-refused' });
        const before = await contents(empty.db);
        await expect(new OfficerSession(fresh.api()).setup.check(token)).rejects.toMatchObject({
          code: 'setup-refused',
        });
        await expect(setUp()).rejects.toMatchObject({ code: 'setup-refused' });
        expect(await contents(empty.db)).toEqual(before);
        expect(await newSetupToken(empty.db)).toBeNull();
        await officerInside(fresh, won[0]!.value.recoveryWords);
      } finally {
        await empty.remove();
      }
    });
  });

  describe(`decoys, on ${name}`, () => {
    test('are made, and things happen to them, as the clock goes', async () => {
      const before = await count('cases');
      for (let i = 0; i < 60; i++) {
        inside.clock.now += await nextPause(inside.context);
        await makeDecoyEvent(inside.context);
      }
      const rows = await inside.db.selectFrom('cases').selectAll().execute();
      const ids = Array.from({ length: 60 }, (_, number) => toBase64url(decoyId(inside.context, number)));
      const decoys = rows.filter(({ id }) => ids.includes(toBase64url(new Uint8Array(id))));
      expect(decoys.length).toBeGreaterThan(1);
      expect(decoys).toHaveLength(rows.length - before);
      const entries = decoys.reduce((sum, { shared, internal }) => sum + shared + internal, 0);
      expect(entries).toBe(60);
      expect(decoys.every(({ shared, internal }) => internal === 0 || shared > 1)).toBe(true);
    });
  });
}
