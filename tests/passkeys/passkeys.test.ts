/** Passkeys of an officer's account. What an authenticator's PRF gives is 32 bytes here. */
import * as z from 'zod/mini';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { equal, typed, type BoxBytes } from '../../crypto/bytes.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { passkeyIdOf } from '../../crypto/passkey.ts';
import { signSignIn } from '../../crypto/sign-in.ts';
import { signUnlockSet, unlockSetHash, type UnlockSetChange } from '../../crypto/unlock-set.ts';
import { unlockByPassphrase, unwrapVaultKey } from '../../crypto/vault.ts';
import type { Api } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { unlockKeys, type PasskeyAnswer, type Secret } from '../../client/officer/worker/account/account.ts';
import { prepareSet, readPasskeySet, type ReadySet } from '../../client/officer/worker/account/passkeys.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import { openPresent } from '../../client/officer/worker/account/present-unlock.ts';
import { prepareChange } from '../../client/officer/worker/account/unlock-change.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { changeUnlock } from '../../server/api/account.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { signIn as signInEndpoint, startSignIn } from '../../server/api/officer.ts';
import { changePasskeys, readPasskeys, signInByPasskey, startPasskey } from '../../server/api/passkeys.ts';
import { Device, PRESENT, signInBy, VERIFIED, type Said, type Touched } from '../stage/device.ts';
import { copyOf } from '../stage/made-office.ts';
import { SETUP } from '../stage/running.ts';
import {
  BASE,
  contents,
  knownDirectory,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { accountAtWork, random, strangerKeys } from '../stage/people.ts';
import { Enemy } from '../stage/lying-server.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let made: SetupResult;
let account: Uint8Array;
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
  account = accountIdOf((await knownDirectory(inside.api())).directory.instance, SETUP.accountName);
  return () => scratch.remove();
});

const signedOut = { code: 'signed-out' };
const NEW = 'seven quiet lanterns by the ford';
const words = (): Secret => ({ method: 'words', words: made.recoveryWords.join(' ') });
const passphrase = (typed: string = SETUP.passphrase): Secret => ({
  method: 'passphrase',
  passphrase: typed,
});

const device = (name: string) => new Device(name);
const touch = (one: Device, of = account): Touched => one.touch(of);
const alone = (one: Device): Secret => ({ method: 'passkey', passkey: touch(one) });
const both = (one: Device, typed: string = SETUP.passphrase): Secret => ({
  method: 'both',
  passphrase: typed,
  passkey: touch(one),
});

async function signIn(secret: Secret, api: Api = inside.api()): Promise<OfficerSession> {
  const session = new OfficerSession(api);
  await signInBy(session, SETUP.accountName, secret);
  return session;
}

async function add(session: OfficerSession, secret: Secret, one: Device, typed: string | null = null) {
  await session.passkeys.begin(secret, typed);
  return session.passkeys.add(one.made());
}

/** Adds passkeys, in a session by words. */
async function withPasskeys(...devices: Device[]): Promise<OfficerSession> {
  const session = await signIn(words());
  for (const one of devices) await add(session, words(), one);
  return session;
}

/** The same, and has them count only together with the passphrase. */
async function together(...devices: Device[]): Promise<OfficerSession> {
  const session = await withPasskeys(...devices);
  await session.passkeys.turnSecondFactor(words(), 'both', SETUP.passphrase, null);
  return session;
}

const [laptop, key] = [device('Work laptop'), device('Key in the safe')];

describe('a passkey', () => {
  test('is added, signs in without a name, opens the office, and is listed with name and day', async () => {
    const session = await withPasskeys(laptop, key);
    const own = await session.passkeys.list();
    expect(own.mode).toBe('either');
    const listed = own.passkeys.map(({ name, day, isUsed }) => ({ name, day, isUsed }));
    expect(listed.sort((a, b) => (a.name < b.name ? 1 : -1))).toEqual([
      { name: 'Work laptop', day: '2036-03-04', isUsed: false },
      { name: 'Key in the safe', day: '2036-03-04', isUsed: false },
    ]);
    const by = await signIn(alone(laptop));
    expect(await by.profile()).toMatchObject({ method: 'passkey', name: SETUP.officerName });
    await by.office.open(alone(laptop));
    await expect(by.office.open(alone(key))).rejects.toMatchObject({ code: 'wrong-secret' });
    expect((await by.passkeys.list()).passkeys.filter(({ isUsed }) => isUsed)).toMatchObject([
      { name: 'Work laptop' },
    ]);
    await signIn(alone(key));
    await signIn(passphrase());
    await signIn(words());
  });

  test.each(['ES256', 'EdDSA', 'RS256'] as const)('that signs by %s signs in', async (algorithm) => {
    const one = new Device('x'.repeat(LIMITS.passkeyNameCharacters), algorithm);
    await withPasskeys(one);
    await signIn(alone(one));
    const other = new Device('y', algorithm);
    const swapped = { ...alone(one), passkey: { ...touch(one), device: other } };
    await expect(signIn(swapped)).rejects.toMatchObject(signedOut);
  });

  test('changes the passphrase and the words, when it was signed in with', async () => {
    await withPasskeys(laptop);
    const session = await signIn(alone(laptop));
    await session.account.changePassphrase(alone(laptop), NEW);
    await expect(signIn(passphrase())).rejects.toMatchObject(signedOut);
    await signIn(passphrase(NEW));
    const fresh = await session.account.makeNewWords(alone(laptop));
    await session.account.takeNewWords();
    await expect(signIn(words())).rejects.toMatchObject(signedOut);
    await signIn({ method: 'words', words: fresh.join(' ') });
    await add(session, alone(laptop), key);
    await signIn(alone(key));
  });

  test('gets another name, and goes on as before', async () => {
    const session = await withPasskeys(laptop, key);
    const { passkeys } = await session.passkeys.list();
    const { id } = passkeys.find(({ name }) => name === 'Work laptop')!;
    const before = await inside.db.selectFrom('passkeys').selectAll().execute();
    const renamed = await session.passkeys.rename(words(), id, 'Ноутбук');
    expect(renamed.passkeys.map(({ name }) => name).sort()).toEqual(['Key in the safe', 'Ноутбук']);
    const after = await inside.db.selectFrom('passkeys').selectAll().execute();
    const keysOf = (rows: typeof before) => rows.map((row) => row.wrapped_key.join()).sort();
    expect(keysOf(after)).toEqual(keysOf(before));
    await signIn(alone(laptop));
    await expect(session.passkeys.rename(passphrase(), id, 'x')).rejects.toMatchObject({
      code: 'wrong-secret',
    });
  });

  test('that is removed signs in no more, and its wrapped key is gone', async () => {
    const session = await withPasskeys(laptop, key);
    const before = await inside.db.selectFrom('passkeys').selectAll().execute();
    const { passkeys } = await session.passkeys.list();
    const removed = passkeys.find(({ name }) => name === 'Work laptop')!;
    const there = await signIn(alone(laptop));
    await session.passkeys.remove(words(), removed.id);
    await expect(there.passkeys.list()).rejects.toMatchObject(signedOut);
    await expect(signIn(alone(laptop))).rejects.toMatchObject(signedOut);
    await signIn(alone(key));
    const after = await inside.db.selectFrom('passkeys').selectAll().execute();
    expect(before).toHaveLength(2);
    expect(after).toHaveLength(1);
    expect(Buffer.from(after[0]!.id).toString('base64url')).not.toBe(removed.id);
    const own = await signIn(alone(key));
    const used = (await own.passkeys.list()).passkeys[0]!;
    await expect(own.passkeys.remove(alone(key), used.id)).rejects.toMatchObject({ code: 'unexpected' });
    await own.lock();
    const last = await signIn(words());
    expect((await last.passkeys.remove(words(), used.id)).passkeys).toEqual([]);
  });

  test('tells the server neither its name nor its credential, and names of any length look alike', async () => {
    const long = device('N'.repeat(LIMITS.passkeyNameCharacters));
    await withPasskeys(laptop, long);
    const rows = await inside.db.selectFrom('passkeys').selectAll().execute();
    const all = Buffer.concat(rows.flatMap((row) => [row.id, row.box, row.wrapped_key, row.sign_in_key]));
    for (const secret of [Buffer.from('Work laptop'), laptop.credential, laptop.prf]) {
      expect(all.includes(Buffer.from(secret))).toBe(false);
    }
    expect(new Set(rows.map(({ box }) => box.length)).size).toBe(1);
  });

  test('of another account, with another credential’s id, or with another output is refused like an unknown one', async () => {
    await withPasskeys(laptop, key);
    const wrong: Touched[] = [
      { ...touch(laptop), account: random('AccountId', 16) },
      { ...touch(laptop), credential: key.credential },
      { ...touch(laptop), output: key.prf.slice() },
      touch(device('unknown')),
    ];
    for (const passkey of wrong) {
      await expect(signIn({ method: 'passkey', passkey })).rejects.toMatchObject(signedOut);
    }
    const short = { ...touch(laptop), output: new Uint8Array(16) };
    await expect(signIn({ method: 'passkey', passkey: short })).rejects.toMatchObject({ code: 'malformed' });
  });

  test('counts once, however often it is added; a wrong secret adds none', async () => {
    const session = await withPasskeys(laptop);
    expect((await add(session, words(), laptop)).passkeys).toHaveLength(1);
    await expect(session.passkeys.begin(passphrase(), null)).rejects.toMatchObject({ code: 'wrong-secret' });
    const other = await signIn(passphrase());
    await expect(other.passkeys.begin(passphrase('not this one at all'), null)).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    await expect(other.passkeys.add(key.made())).rejects.toMatchObject({ code: 'unexpected' });
  });

  test('whose answer was lost is there once, and the session goes on', async () => {
    const lossy = losing(changePasskeys.path);
    const session = await signIn(words(), lossy.api);
    await session.passkeys.begin(words(), null);
    lossy.lose();
    await expect(session.passkeys.add(laptop.made())).rejects.toMatchObject({ code: 'offline' });
    expect((await session.passkeys.add(laptop.made())).passkeys).toHaveLength(1);
    await signIn(alone(laptop));
  });
});

describe('passphrase and passkey together', () => {
  test('turned on by passphrase: any passkey goes with it from then on, and this session asks for both', async () => {
    await withPasskeys(laptop, key);
    const session = await signIn(passphrase());
    const there = await signIn(alone(key));
    const own = await session.passkeys.turnSecondFactor(passphrase(), 'both', null, touch(laptop));
    expect(own.mode).toBe('both');
    await expect(there.passkeys.list()).rejects.toMatchObject(signedOut);
    await signIn(both(key));
    expect(await session.profile()).toMatchObject({ method: 'both' });
    await session.office.open(both(laptop));
    await expect(session.office.open(passphrase())).rejects.toMatchObject({ code: 'wrong-secret' });
  });

  test('neither counts alone, nor a wrong one of them; the words do', async () => {
    await together(laptop);
    for (const secret of [passphrase(), alone(laptop), both(laptop, NEW), both(key)]) {
      await expect(signIn(secret)).rejects.toMatchObject(signedOut);
    }
    await signIn(words());
    await signIn(both(laptop));
  });

  test('turned off, each counts alone again, and no longer both', async () => {
    await together(laptop, key);
    const session = await signIn(both(key));
    await session.passkeys.turnSecondFactor(both(key), 'either', null, null);
    expect(await session.profile()).toMatchObject({ method: 'passkey' });
    await session.office.open(alone(key));
    for (const secret of [passphrase(), alone(laptop), alone(key)]) await signIn(secret);
    await expect(signIn(both(laptop))).rejects.toMatchObject(signedOut);
  });

  test('it is turned on only with a passkey that is there', async () => {
    await withPasskeys(laptop);
    const session = await signIn(passphrase());
    const before = await contents(inside.db);
    const turn = (used: PasskeyAnswer) => session.passkeys.turnSecondFactor(passphrase(), 'both', null, used);
    await expect(turn(touch(key))).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(turn({ ...touch(laptop), output: key.prf.slice() })).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    const wrong = session.passkeys.turnSecondFactor(passphrase(NEW), 'both', null, touch(laptop));
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-secret' });
    expect(await contents(inside.db)).toEqual(before);
  });

  test('the passphrase is changed with every passkey it goes with', async () => {
    await together(laptop, key);
    const session = await signIn(both(laptop));
    await session.account.changePassphrase(both(laptop), NEW);
    await session.office.open(both(laptop, NEW));
    await expect(signIn(both(key))).rejects.toMatchObject(signedOut);
    await signIn(both(key, NEW));
  });

  test('one is added, others are removed, the last one never', async () => {
    await together(laptop, key);
    const session = await signIn(both(key));
    const phone = device('Phone');
    const { passkeys } = await add(session, both(key), phone);
    for (const one of [laptop, phone]) await signIn(both(one));
    const byWords = await signIn(words());
    const others = passkeys.filter(({ isUsed }) => !isUsed);
    for (const { id } of others) await byWords.passkeys.remove(words(), id);
    await expect(signIn(both(phone))).rejects.toMatchObject(signedOut);
    const [last] = (await byWords.passkeys.list()).passkeys;
    await expect(byWords.passkeys.remove(words(), last!.id)).rejects.toMatchObject({ code: 'bad-request' });
    await signIn(both(key));
  });

  test('by a passkey alone no passphrase was given: one is chosen', async () => {
    await withPasskeys(laptop);
    const session = await signIn(alone(laptop));
    const turn = (typed: string | null) =>
      session.passkeys.turnSecondFactor(alone(laptop), 'both', typed, null);
    await expect(turn(null)).rejects.toMatchObject({ code: 'wrong-secret' });
    await turn(NEW);
    await signIn(both(laptop, NEW));
  });

  test('with every device lost, the words put a new device, a new passphrase, or either of them alone in force', async () => {
    const byWords = await together(laptop);
    await byWords.account.changePassphrase(words(), NEW);
    await signIn(both(laptop, NEW));
    await expect(add(byWords, words(), key)).rejects.toMatchObject({ code: 'wrong-secret' });
    await add(byWords, words(), key, SETUP.passphrase);
    await signIn(both(key));
    await signIn(both(laptop));
    await byWords.passkeys.turnSecondFactor(words(), 'either', NEW, null);
    await signIn(passphrase(NEW));
    await byWords.office.open(words());
  });

  test('an answer that was lost: the change is in force, and the session knows', async () => {
    await withPasskeys(laptop);
    const lossy = losing(changePasskeys.path);
    const session = await signIn(passphrase(), lossy.api);
    lossy.lose();
    const turn = () => session.passkeys.turnSecondFactor(passphrase(), 'both', null, touch(laptop));
    await expect(turn()).rejects.toMatchObject({ code: 'offline' });
    expect((await session.passkeys.list()).mode).toBe('both');
    await session.office.open(both(laptop));
  });

  test('the server holds nothing that opens with one of them: not to a guesser of the passphrase, nor as it was', async () => {
    await together(laptop);
    const unlocks = await inside.db.selectFrom('unlocks').selectAll().execute();
    expect(unlocks.map(({ method }) => method)).toEqual(['words']);
    const [row] = await inside.db.selectFrom('passkeys').selectAll().execute();
    const { salt } = await inside.db.selectFrom('accounts').select('salt').executeTakeFirstOrThrow();
    const { instance } = inside.context;
    const id = typed('AccountId', account);
    const guesses = [
      unlockByPassphrase(SETUP.passphrase, typed('Salt', new Uint8Array(salt))),
      unlockKeys(alone(laptop), typed('Salt', new Uint8Array(salt)), instance.id, id),
    ];
    for (const guess of guesses) {
      for (const method of ['passphrase', 'passkey', 'both'] as const) {
        expect(() =>
          unwrapVaultKey(guess, new Uint8Array(row!.wrapped_key), instance.id, id, method),
        ).toThrow('tampered');
      }
    }
  });
});

describe('attacks', () => {
  /** What a thief of the cookie can send: the session, and none of the keys. */
  test('a stolen cookie adds nothing, removes nothing and turns nothing: every signature but the right one is refused', async () => {
    await withPasskeys(laptop);
    const { officer, unlock, stored } = await accountAtWork(inside.api(), made.recoveryWords);
    const { api, sessionChallenge } = officer;
    const at = { stored, keys: officer.keys, sessionChallenge };
    const set = await readPasskeySet(api, at);
    const secret = typed('PasskeySecret', new Uint8Array(32).fill(3));
    const { credential, credentialKey } = key;
    const record = { secret, credential, credentialKey, name: 'Thief' };
    const wanted = { mode: 'either' as const, passkeys: [...set.passkeys, { record, row: null }] };
    const good = prepareSet(at, openPresent(words(), stored), set, { ...wanted, passphrase: null });
    const { instance } = stored;
    const signed: UnlockSetChange = {
      ...good,
      instance,
      account: stored.account,
      challenge: sessionChallenge,
    };
    const by = (change: UnlockSetChange, seed = unlock.signInSeed) => signUnlockSet(seed, change);
    const other = strangerKeys();
    const [mine, added] = good.passkeys as [ReadySet['passkeys'][0], ReadySet['passkeys'][0]];
    const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) as BoxBytes;
    const forged: ReadySet[] = [
      { ...good, signature: random('Signature', 64) },
      { ...good, signature: by(signed, other.signingSeed) },
      { ...good, signature: by(signed, officer.keys.signingSeed) },
      { ...good, by: 'passphrase' },
      { ...good, by: mine.id },
      { ...good, by: added.id },
      { ...good, passkeys: [] },
      { ...good, passkeys: [added] },
      { ...good, mode: 'both' },
      { ...good, passkeys: [mine, { ...added, signInKey: other.signingPublicKey }] },
      { ...good, passkeys: [mine, { ...added, credentialKey: mine.credentialKey }] },
      { ...good, passkeys: [{ ...mine, credentialKey: added.credentialKey }, added] },
      { ...good, passkeys: [mine, { ...added, wrappedKey: flip(added.wrappedKey) }] },
      { ...good, passkeys: [mine, { ...added, box: flip(added.box) }] },
      { ...good, signature: by({ ...signed, challenge: 'of another session' }) },
      { ...good, signature: by({ ...signed, account: random('AccountId', 16) }) },
      // A set that nobody has read.
      (() => {
        const stale = { ...good, previous: unlockSetHash({ mode: 'either', passkeys: [] }) };
        return { ...stale, signature: by({ ...signed, ...stale }) };
      })(),
    ];
    const before = await contents(inside.db);
    for (const request of forged) {
      await expect(api.call(changePasskeys, request)).rejects.toMatchObject({ code: 'conflict' });
    }
    const salt = typed('Salt', new Uint8Array(16));
    const passphraseRow = { signInKey: other.signingPublicKey, wrappedKey: mine.wrappedKey };
    for (const request of [
      { ...good, mode: 'both' as const, passkeys: [] },
      { ...good, mode: 'both' as const, passphrase: passphraseRow },
      { ...good, salt },
      { ...good, passphrase: passphraseRow },
    ]) {
      await expect(api.call(changePasskeys, request)).rejects.toMatchObject({ code: 'bad-request' });
    }
    expect(z.safeEncode(changePasskeys.request, { ...good, passkeys: [mine, mine] }).success).toBe(false);
    await expect(inside.api().call(changePasskeys, good)).rejects.toMatchObject(signedOut);
    await expect(inside.api().call(readPasskeys, {})).rejects.toMatchObject(signedOut);
    expect(await contents(inside.db)).toEqual(before);
    await api.call(changePasskeys, good);
    await api.call(changePasskeys, good);
    expect(await contents(inside.db)).not.toEqual(before);
  });

  test('a passphrase that counts only with a passkey is not put in force alone by the older way', async () => {
    await together(laptop);
    const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
    const { api, sessionChallenge } = officer;
    const change = prepareChange(
      words(),
      { method: 'passphrase', passphrase: NEW },
      { stored, sessionChallenge },
    );
    const before = await contents(inside.db);
    await expect(api.call(changeUnlock, change)).rejects.toMatchObject({ code: 'conflict' });
    // Nor are both let go of with nothing in their place.
    const at = { stored, keys: officer.keys, sessionChallenge };
    const set = await readPasskeySet(api, at);
    const bare = { mode: 'either' as const, passkeys: [], salt: null, passphrase: null, previous: set.hash };
    const { instance } = stored;
    const signature = signUnlockSet(unlockKeys(words(), stored.salt, instance, stored.account).signInSeed, {
      ...bare,
      instance,
      account: stored.account,
      challenge: sessionChallenge,
    });
    await expect(api.call(changePasskeys, { ...bare, by: 'words', signature })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await contents(inside.db)).toEqual(before);
  });

  test('unknown account, wrong passkey and wrong key get the same bytes', async () => {
    await withPasskeys(laptop);
    const { instance } = inside.context;
    const id = passkeyIdOf(instance.id, typed('AccountId', account), laptop.credential);
    const assertion = laptop.sign('of another time');
    const seen = new Set<string>();
    for (const [of, passkey] of [
      [typed('AccountId', account), id],
      [typed('AccountId', account), typed('PasskeyId', new Uint8Array(16))],
      [random('AccountId', 16), id],
    ] as const) {
      const { challenge } = await inside.api().call(startSignIn, { account: of });
      const signature = signSignIn(strangerKeys().signingSeed, instance.id, of, challenge);
      const request = { account: of, passkey, challenge, signature, assertion };
      seen.add(await raw(signInByPasskey, z.encode(signInByPasskey.request, request)));
      const bySignIn = { account: of, method: 'passphrase' as const, challenge, signature, work: null };
      seen.add(await raw(signInEndpoint, bySignIn));
    }
    expect([...seen]).toEqual(['401 {"error":"signed-out"}']);
  });

  describe('by somebody who learned what the PRF gives', () => {
    type Request = z.output<typeof signInByPasskey.request>;

    /** Everything that follows from the PRF's output, and an assertion if there is one to be had. */
    async function request(one: Device, assertion: (challenge: string) => Request['assertion']) {
      const { id: instance } = inside.context.instance;
      const owner = typed('AccountId', account);
      const { challenge } = await inside.api().call(startPasskey, {});
      const { signInSeed } = unlockKeys(alone(one), typed('Salt', new Uint8Array(16)), instance, owner);
      const signature = signSignIn(signInSeed, instance, owner, challenge);
      const passkey = passkeyIdOf(instance, owner, one.credential);
      return { account: owner, passkey, challenge, signature, assertion: assertion(challenge) };
    }

    const send = (asked: Request) => raw(signInByPasskey, z.encode(signInByPasskey.request, asked));
    const REFUSED = '401 {"error":"signed-out"}';

    test('without the authenticator, in another time, place or hands, it is a wrong sign-in like any other', async () => {
      await withPasskeys(laptop, key);
      const good = await request(laptop, (challenge) => laptop.sign(challenge));
      const said = (other: Partial<Said>) => request(laptop, (challenge) => laptop.sign(challenge, other));
      const { assertion } = good;
      const flip = <T extends Uint8Array>(bytes: T, at: number) =>
        bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)) as T;
      const other = await inside.api().call(startPasskey, {});
      const start = await inside.api().call(startSignIn, { account: typed('AccountId', account) });
      const owner = typed('AccountId', account);
      const { signInSeed } = unlockKeys(alone(laptop), start.salt, inside.context.instance.id, owner);
      const forms: Record<string, Request> = {
        zeros: { ...good, assertion: { ...assertion, signature: assertion.signature.map(() => 0) as never } },
        'its signature altered': {
          ...good,
          assertion: { ...assertion, signature: flip(assertion.signature, 20) },
        },
        'its flags altered': {
          ...good,
          assertion: { ...assertion, authenticatorData: flip(assertion.authenticatorData, 32) },
        },
        'its counter altered': {
          ...good,
          assertion: { ...assertion, authenticatorData: flip(assertion.authenticatorData, 36) },
        },
        'no JSON': { ...good, assertion: { ...assertion, clientData: random('Hash', 32) as never } },
        'another challenge': await request(laptop, () => laptop.sign(other.challenge)),
        'a challenge for the passphrase': {
          ...(await request(laptop, () => laptop.sign(start.challenge))),
          challenge: start.challenge,
          signature: signSignIn(signInSeed, inside.context.instance.id, owner, start.challenge),
        },
        'a challenge of its own': {
          ...good,
          challenge: 'mine',
          signature: signSignIn(signInSeed, inside.context.instance.id, owner, 'mine'),
          assertion: laptop.sign('mine'),
        },
        'another passkey of the same person': await request(laptop, (challenge) => key.sign(challenge)),
        'somebody else’s passkey': await request(laptop, (challenge) => device('x').sign(challenge)),
        'another origin': await said({ origin: 'http://sotto.test.example' }),
        'a subdomain': await said({ origin: 'http://evil.sotto.test' }),
        'another port': await said({ origin: 'http://sotto.test:8080' }),
        'another scheme': await said({ origin: 'https://sotto.test' }),
        'another host’s passkeys': await said({ rpId: 'evil.test' }),
        'a registration': await said({ type: 'webauthn.create' }),
        'a payment': await said({ type: 'payment.get' }),
        'nobody recognised': await said({ flags: PRESENT }),
        'nobody there': await said({ flags: VERIFIED }),
      };
      const before = await contents(inside.db);
      const answers: Record<string, string> = {};
      for (const [name, asked] of Object.entries(forms)) answers[name] = await send(asked);
      expect(answers).toEqual(Object.fromEntries(Object.keys(forms).map((name) => [name, REFUSED])));
      expect(await contents(inside.db)).toEqual(before);
      // None of that used the challenge up.
      expect(await send(good)).toMatch(/^200 /);
    });

    test('and of what the authenticator signed: it is good once, by whichever of two at once', async () => {
      await withPasskeys(laptop);
      const good = await request(laptop, (challenge) => laptop.sign(challenge));
      const both = await Promise.all([send(good), send(good)]);
      expect(both.map((answer) => answer.slice(0, 3)).sort()).toEqual(['200', '401']);
      const before = await contents(inside.db);
      expect(await send(good)).toBe(REFUSED);
      // Signed once more by the same device, over the same challenge.
      expect(await send({ ...good, assertion: laptop.sign(good.challenge) })).toBe(REFUSED);
      expect(await contents(inside.db)).toEqual(before);
    });

    test('later than a challenge lasts, nothing signs in by it', async () => {
      await withPasskeys(laptop);
      const good = await request(laptop, (challenge) => laptop.sign(challenge));
      inside.clock.now += (LIMITS.challengeSeconds + 1) * 1000;
      expect(await send(good)).toBe(REFUSED);
    });

    test('of an authenticator that counts: going back, or standing still, is a copy; a changed set forgets nothing', async () => {
      const session = await withPasskeys(laptop, key);
      const at = async (counter: number, one = laptop) => {
        const answer = await send(await request(one, (challenge) => one.sign(challenge, { counter })));
        return Number(answer.slice(0, 3));
      };
      const most = 2 ** 32 - 1;
      for (const [counter, status] of [
        [0, 200],
        [0, 200],
        [7, 200],
        [7, 401],
        [6, 401],
        [0, 401],
        [8, 200],
        [most, 200],
      ] as const) {
        expect([counter, await at(counter)]).toEqual([counter, status]);
      }
      const { passkeys } = await session.passkeys.list();
      await session.passkeys.rename(
        words(),
        passkeys.find(({ name }) => name === 'Work laptop')!.id,
        'Laptop',
      );
      expect(await at(9)).toBe(401);
      expect(await at(1, key)).toBe(200);
    });

    test('together with the passphrase: what both give is not enough either', async () => {
      await together(laptop);
      const session = new OfficerSession(inside.api());
      const { challenge } = await session.passkeys.request();
      const remembered = both(laptop) as Extract<Secret, { method: 'both' }>;
      const late = { ...remembered.passkey, challenge: challenge! };
      await expect(session.signIn('', { ...remembered, passkey: late })).rejects.toMatchObject(signedOut);
      await signIn(both(laptop));
    });
  });

  test('passkeys are asked for only at the address they are verified for', async () => {
    const ask = (url: string, origin?: string) =>
      inside.send(url + startPasskey.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(origin !== undefined && { origin }) },
        body: '{}',
      });
    expect((await ask(BASE, BASE)).status).toBe(200);
    expect((await ask(BASE)).status).toBe(200);
    // What a request says its host is counts for nothing where the address was said.
    expect((await ask('http://evil.test', BASE)).status).toBe(200);
    for (const [url, origin] of [
      [BASE, 'http://evil.test'],
      ['http://evil.test', 'http://evil.test'],
      [BASE, 'null'],
    ] as const) {
      const answer = await ask(url, origin);
      expect(`${answer.status} ${await answer.text()}`).toBe('403 {"error":"wrong-address"}');
    }
    const elsewhere: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('origin', 'http://evil.test');
      return browser(input, { ...init, headers });
    };
    const browser = inside.browser();
    const session = await signIn(words(), inside.api(elsewhere));
    await expect(session.passkeys.begin(words(), null)).rejects.toMatchObject({ code: 'wrong-address' });
  });

  test('a server that drops the demand for a passkey gets nobody in by the passphrase alone', async () => {
    await together(laptop);
    let given: unknown = null;
    const honest = inside.browser();
    const listen = new Enemy(honest, { [signInByPasskey.path]: (answer) => (given = answer) });
    await signIn(both(laptop), inside.api(listen.send));
    expect(given).not.toBeNull();
    // Whatever was signed: here is an account, and it does not open.
    const lax = new Enemy(honest, { [signInEndpoint.path]: () => Response.json(given) });
    await expect(signIn(passphrase(), inside.api(lax.send))).rejects.toMatchObject({ code: 'tampered' });
    const laxer = new Enemy(honest, { [signInByPasskey.path]: () => Response.json(given) });
    await expect(signIn(alone(laptop), inside.api(laxer.send))).rejects.toMatchObject({ code: 'tampered' });
  });

  test('a passkey that the server put there, or one with a key of its own, is not taken over', async () => {
    const session = await withPasskeys(laptop, key);
    type Listed = {
      mode: string;
      passkeys: Record<'id' | 'signInKey' | 'credentialKey' | 'box' | 'day', string>[];
    };
    const tricks: ((listed: Listed) => Listed)[] = [
      ({ passkeys: [a, b], mode }) => ({ mode, passkeys: [{ ...a!, box: b!.box }, b!] }),
      ({ passkeys: [a, b], mode }) => ({ mode, passkeys: [{ ...a!, signInKey: b!.signInKey }, b!] }),
      ({ passkeys: [a, b], mode }) => ({ mode, passkeys: [{ ...a!, credentialKey: b!.credentialKey }, b!] }),
      ({ passkeys: [a, b], mode }) => ({
        mode,
        passkeys: [
          { ...a!, id: b!.id },
          { ...b!, id: a!.id },
        ],
      }),
      ({ passkeys: [a], mode }) => ({
        mode,
        passkeys: [{ ...a!, box: Buffer.from(new Uint8Array(1064)).toString('base64url') }],
      }),
    ];
    await session.lock();
    for (const trick of tricks) {
      const enemy = new Enemy(inside.browser(), {
        [readPasskeys.path]: (answer) => trick(structuredClone(answer) as unknown as Listed),
      });
      const victim = await signIn(words(), inside.api(enemy.send));
      await expect(victim.passkeys.list()).rejects.toMatchObject({ code: 'tampered' });
      await expect(victim.passkeys.begin(words(), null)).rejects.toMatchObject({ code: 'tampered' });
      expect(enemy.altered).toBeGreaterThan(0);
    }
  });

  test('a server that hides the second factor, or the passkey itself, is given no easier way in', async () => {
    await together(laptop);
    const hide = (how: object) =>
      new Enemy(inside.browser(), { [readPasskeys.path]: (answer) => ({ ...(answer as object), ...how }) });
    for (const how of [{ mode: 'either', passkeys: [] }, { mode: 'either' }, { passkeys: [] }]) {
      const enemy = hide(how);
      const victim = await signIn(both(laptop), inside.api(enemy.send));
      await expect(victim.passkeys.list()).rejects.toMatchObject({ code: 'tampered' });
      await expect(
        victim.account.changePassphrase(both(laptop), 'another long passphrase'),
      ).rejects.toMatchObject({
        code: 'tampered',
      });
      await expect(victim.passkeys.begin(both(laptop), null)).rejects.toMatchObject({ code: 'tampered' });
      expect(enemy.altered).toBeGreaterThan(0);
    }
  });

  test('a server that denies the second factor to whoever comes by words is not believed', async () => {
    await together(laptop);
    const asked: string[] = [];
    const listen = (answer: unknown) => (asked.push('asked'), answer);
    const enemy = new Enemy(inside.browser(), {
      [readPasskeys.path]: () => ({ mode: 'either', passkeys: [] }),
      [changeUnlock.path]: listen,
      [changePasskeys.path]: listen,
    });
    const victim = await signIn(words(), inside.api(enemy.send));
    const tampered = { code: 'tampered' };
    await expect(victim.passkeys.list()).rejects.toMatchObject(tampered);
    await expect(victim.account.changePassphrase(words(), NEW)).rejects.toMatchObject(tampered);
    await expect(victim.passkeys.begin(words(), null)).rejects.toMatchObject(tampered);
    const off = victim.passkeys.turnSecondFactor(words(), 'either', NEW, null);
    await expect(off).rejects.toMatchObject(tampered);
    expect(asked).toEqual([]);
    // With an honest server again nothing is left of it.
    const session = await signIn(words());
    await session.passkeys.turnSecondFactor(words(), 'either', SETUP.passphrase, null);
    const after = await signIn(words());
    expect((await after.passkeys.list()).mode).toBe('either');
    await after.account.changePassphrase(words(), NEW);
    await signIn(passphrase(NEW));
  });

  test('nor is one that has kept the way by passphrase alone, to whoever still takes it', async () => {
    const { db } = inside;
    const kept = await db.selectFrom('unlocks').selectAll().where('method', '=', 'passphrase').execute();
    const { salt } = await db.selectFrom('accounts').select('salt').executeTakeFirstOrThrow();
    await together(laptop);
    await db.insertInto('unlocks').values(kept).execute();
    await db.updateTable('accounts').set({ salt }).execute();
    const victim = await signIn(passphrase());
    const changed = victim.account.changePassphrase(passphrase(), NEW);
    await expect(changed).rejects.toMatchObject({ code: 'tampered' });
  });

  test('both are remembered by whoever signs in by both, where a keyring was lost', async () => {
    await together(laptop);
    await forgetKeyrings(inside.context);
    await (await signIn(both(laptop))).inbox.sync(() => undefined);
    const enemy = new Enemy(inside.browser(), {
      [readPasskeys.path]: () => ({ mode: 'either', passkeys: [] }),
    });
    const victim = await signIn(words(), inside.api(enemy.send));
    await expect(victim.passkeys.list()).rejects.toMatchObject({ code: 'tampered' });
  });

  test('both are still remembered under a newer directory', async () => {
    const session = await together(laptop);
    const view = await session.office.open(words());
    await session.office.publish({ ...draftOf(view), name: { en: 'Another name' } });
    await session.inbox.sync(() => undefined);
    const enemy = new Enemy(inside.browser(), {
      [readPasskeys.path]: () => ({ mode: 'either', passkeys: [] }),
    });
    const victim = await signIn(words(), inside.api(enemy.send));
    await expect(victim.passkeys.list()).rejects.toMatchObject({ code: 'tampered' });
  });

  test('that a second factor is off is remembered before it is, and what got no answer does no harm', async () => {
    await together(laptop);
    const lossy = losing(changePasskeys.path);
    const session = await signIn(words(), lossy.api);
    lossy.lose();
    const off = session.passkeys.turnSecondFactor(words(), 'either', NEW, null);
    await expect(off).rejects.toMatchObject({ code: 'offline' });
    // The page is closed over it.
    const back = await signIn(words());
    expect((await back.passkeys.list()).mode).toBe('either');
    await back.account.changePassphrase(words(), SETUP.passphrase);
  });

  test('two sessions that change the set at once: one of them, whole', async () => {
    const session = await withPasskeys(laptop);
    const { officer, stored } = await accountAtWork(inside.api(), made.recoveryWords);
    const at = { stored, keys: officer.keys, sessionChallenge: officer.sessionChallenge };
    const set = await readPasskeySet(officer.api, at);
    const late = prepareSet(at, openPresent(words(), stored), set, {
      mode: 'either',
      passkeys: [],
      passphrase: null,
    });
    const early = prepareSet(at, openPresent(words(), stored), set, {
      mode: 'both',
      passkeys: set.passkeys,
      passphrase: NEW,
    });
    const outcomes = await Promise.allSettled(
      [early, late].map((change) => officer.api.call(changePasskeys, change)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(session.passkeys.list()).rejects.toMatchObject(signedOut);
    expect(equal(set.hash, unlockSetHash({ mode: 'either', passkeys: [] }))).toBe(false);
  });
});

/** A connection on which the answer of a path can be lost. */
function losing(path: string): { api: Api; lose: () => void } {
  let isLosing = false;
  const browser = inside.browser();
  const send: typeof fetch = async (input, init) => {
    const answer = await browser(input, init);
    if (isLosing && new URL(new Request(input).url).pathname === path) {
      isLosing = false;
      throw new TypeError('the connection closed');
    }
    return answer;
  };
  return { api: inside.api(send), lose: () => (isLosing = true) };
}

async function raw(endpoint: { path: string; method: string }, request: object): Promise<string> {
  const spell = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value;
  // An array of numbers to JSON: spelt before it becomes one.
  const plain = Object.fromEntries(
    Object.entries(request).map(([name, value]) => [name, spell(name, value)]),
  );
  const answer = await inside.send(`http://sotto.test${endpoint.path}`, {
    method: endpoint.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plain),
  });
  return `${answer.status} ${await answer.text()}`;
}
