/** An officer's own account: what changes it, and what must not be enough to. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { typed, type BoxBytes } from '../../crypto/bytes.ts';
import { toWords } from '../../crypto/words.ts';
import { signUnlockChange, type UnlockChange } from '../../crypto/unlock-change.ts';
import { changeUnlock, endSessions, readSessions } from '../../server/api/account.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { addSession, readSession } from '../../server/sign-in/kept-sessions.ts';
import type { Api } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { prepareChange } from '../../client/officer/worker/account/unlock-change.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { copyOf } from '../stage/made-office.ts';
import { SETUP } from '../stage/running.ts';
import {
  contents,
  officerInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { accountAtWork, random, strangerKeys } from '../stage/people.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let made: SetupResult;
let database: Uint8Array;
beforeAll(async () => {
  const first = await scratchSqlite();
  const serving = await serveInside(first.db);
  made = await setUpInside(serving);
  await writeDownKeyrings(serving.context);
  database = await copyOf(first.db);
  await first.remove();
});
beforeEach(async () => {
  scratch = await scratchSqlite(database);
  inside = await serveInside(scratch.db);
  return () => scratch.remove();
});

const NEW = 'seven quiet lanterns by the ford';
const wordsOf = (words: readonly string[]) => ({ method: 'words', words: words.join(' ') }) as const;
const passphraseOf = (passphrase: string) => ({ method: 'passphrase', passphrase }) as const;

async function signIn(secret: Parameters<OfficerSession['signIn']>[1], api: Api = inside.api()) {
  const session = new OfficerSession(api);
  await session.signIn(SETUP.accountName, secret);
  return session;
}

const pathOf = (input: Parameters<typeof fetch>[0]) => new URL(new Request(input).url).pathname;

const signedOut = { code: 'signed-out' };

describe('changing what unlocks', () => {
  test('a forgotten passphrase is replaced with the words; both then open the office', async () => {
    const session = await signIn(wordsOf(made.recoveryWords));
    await session.account.changePassphrase(wordsOf(made.recoveryWords), NEW);
    await session.office.open(wordsOf(made.recoveryWords));
    await expect(signIn(passphraseOf(SETUP.passphrase))).rejects.toMatchObject(signedOut);
    const again = await signIn(passphraseOf(NEW));
    await again.office.open(passphraseOf(NEW));
  });

  test('words are in force only once they are taken; taking them twice, after no answer, is no error', async () => {
    let losing = false;
    const browser = inside.browser();
    const lossy: typeof fetch = async (input, init) => {
      const answer = await browser(input, init);
      if (losing && pathOf(input) === changeUnlock.path) {
        losing = false;
        throw new TypeError('the connection closed');
      }
      return answer;
    };
    const session = await signIn(wordsOf(made.recoveryWords), inside.api(lossy));
    const words = await session.account.makeNewWords(wordsOf(made.recoveryWords));
    await signIn(wordsOf(made.recoveryWords));
    await expect(signIn(wordsOf(words))).rejects.toMatchObject(signedOut);
    losing = true;
    await expect(session.account.takeNewWords()).rejects.toMatchObject({ code: 'offline' });
    await session.account.takeNewWords();
    await signIn(wordsOf(words));
    await expect(signIn(wordsOf(made.recoveryWords))).rejects.toMatchObject(signedOut);
    // The session goes on with the new words as what opens the office.
    await expect(session.office.open(wordsOf(made.recoveryWords))).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    await session.office.open(wordsOf(words));
  });

  test('a wrong secret, or the other one, asks the server nothing', async () => {
    const asked: string[] = [];
    const browser = inside.browser();
    const session = await signIn(
      wordsOf(made.recoveryWords),
      inside.api((input, init) => {
        asked.push(pathOf(input));
        return browser(input, init);
      }),
    );
    const before = asked.length;
    const others = toWords(random('Entropy', 16));
    await expect(session.account.changePassphrase(wordsOf(others), NEW)).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    await expect(session.account.makeNewWords(passphraseOf(SETUP.passphrase))).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    await expect(session.account.changePassphrase(wordsOf(['abandon']), NEW)).rejects.toMatchObject({
      code: 'bad-words',
    });
    expect(asked.length).toBe(before);
  });

  test('every other session ends, and those of another account go on', async () => {
    const here = await signIn(wordsOf(made.recoveryWords));
    const there = await signIn(wordsOf(made.recoveryWords));
    await here.account.changePassphrase(wordsOf(made.recoveryWords), NEW);
    await expect(there.account.sessions()).rejects.toMatchObject(signedOut);
    expect(await here.account.sessions()).toHaveLength(1);
  });

  /** What a thief of the cookie can send: the session, and none of the keys. */
  test('a stolen cookie is not enough: every signature but the right one is refused, and nothing is written', async () => {
    const { officer, unlock, stored } = await accountAtWork(inside.api(), made.recoveryWords);
    const { api, sessionChallenge } = officer;
    const good = prepareChange(
      wordsOf(made.recoveryWords),
      { method: 'passphrase', passphrase: NEW },
      { stored, sessionChallenge },
    );
    const { instance, account } = stored;
    const signed: UnlockChange = { ...good, instance, account, challenge: sessionChallenge };
    const by = (change: UnlockChange, seed = unlock.signInSeed) => signUnlockChange(seed, change);
    const other = strangerKeys();
    const forged = [
      { ...good, signature: random('Signature', 64) },
      { ...good, signature: by(signed, other.signingSeed) },
      // By the officer's own key of the directory, which unlocks nothing.
      { ...good, signature: by(signed, officer.keys.signingSeed) },
      { ...good, by: 'passphrase' as const },
      { ...good, signInKey: other.signingPublicKey },
      { ...good, salt: typed('Salt', new Uint8Array(16)) },
      {
        ...good,
        wrappedKey: good.wrappedKey.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) as BoxBytes,
      },
      { ...good, signature: by({ ...signed, challenge: 'of another session' }) },
      { ...good, signature: by({ ...signed, account: random('AccountId', 16) }) },
      { ...good, signature: by({ ...signed, method: 'words' }) },
    ];
    const before = await contents(inside.db);
    for (const request of forged) {
      await expect(api.call(changeUnlock, request)).rejects.toMatchObject({ code: 'conflict' });
    }
    await expect(api.call(changeUnlock, { ...good, salt: null })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(api.call(changeUnlock, { ...good, method: 'words' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(inside.api().call(changeUnlock, good)).rejects.toMatchObject(signedOut);
    expect(await contents(inside.db)).toEqual(before);
    await api.call(changeUnlock, good);
    expect(await contents(inside.db)).not.toEqual(before);
  });

  test('what unlocked before signs no further change', async () => {
    const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
    const { api, sessionChallenge } = officer;
    const context = { stored, sessionChallenge };
    const old = wordsOf(made.recoveryWords);
    const entropy = () => random('Entropy', 16);
    const stale = prepareChange(old, { method: 'passphrase', passphrase: NEW }, context);
    await api.call(changeUnlock, prepareChange(old, { method: 'words', entropy: entropy() }, context));
    await expect(api.call(changeUnlock, stale)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('sessions', () => {
  test('of this account only, with the day they began and nothing else; one of another account cannot be ended', async () => {
    const first = await officerInside(inside, made.recoveryWords);
    inside.clock.now += 60 * 1000;
    const second = await officerInside(inside, made.recoveryWords);
    const listed = await second.account.sessions();
    expect(listed.map(({ day, isThis }) => ({ day, isThis }))).toEqual([
      { day: '2036-03-04', isThis: false },
      { day: '2036-03-04', isThis: true },
    ]);
    expect(Object.keys(listed[0]!).sort()).toEqual(['day', 'id', 'isThis']);

    const stranger = random('AccountId', 16);
    const token = random('Hash', 32);
    await inside.db
      .insertInto('accounts')
      .values({
        id: stranger,
        person: crypto.getRandomValues(new Uint8Array(16)),
        salt: new Uint8Array(16),
        vault: new Uint8Array(72),
        authority_vault: null,
      })
      .execute();
    const now = Math.floor(inside.clock.now / 1000);
    await addSession(inside.context, { token, account: stranger, challenge: 'x', started: now, seen: now });
    await second.account.endSessions(Buffer.from(token).toString('base64url'));
    expect(await readSession(inside.context, token)).toMatchObject({ challenge: 'x' });
    expect(await second.account.sessions()).toHaveLength(2);
    await second.account.endSessions(listed[0]!.id);
    await expect(first.account.sessions()).rejects.toMatchObject(signedOut);
    await second.account.endSessions(null);
    expect(await second.account.sessions()).toMatchObject([{ isThis: true }]);
    expect(await readSession(inside.context, token)).toMatchObject({ challenge: 'x' });
  });

  test('one that ended by time is not listed; without one, nothing is', async () => {
    await officerInside(inside, made.recoveryWords);
    inside.clock.now += (LIMITS.sessionIdleSeconds + 1) * 1000;
    const now = await officerInside(inside, made.recoveryWords);
    expect(await now.account.sessions()).toMatchObject([{ isThis: true }]);
    const nobody = inside.api();
    await expect(nobody.call(readSessions, {})).rejects.toMatchObject(signedOut);
    await expect(nobody.call(endSessions, { id: null })).rejects.toMatchObject(signedOut);
  });
});
