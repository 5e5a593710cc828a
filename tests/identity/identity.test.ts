/**
 * A reporter who stays confidential: the name sealed to custodians, asked for, decided about, objected to, disclosed and
 * opened, all on record; and what becomes of those who would not wait, ask or tell.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { COLLEAGUE, CUSTODIAN, admitColleague } from '../stage/colleague.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { draftOf, withPerson } from '../../client/officer/page/office/draft.ts';
import { identityKey } from '../../crypto/case-key.ts';
import { filesOf } from '../../client/case/fold/files.ts';
import type { IdentityRequest } from '../../client/case/kinds/identity-requests.ts';
import { ANSWER_DAYS } from '../../client/case/fold/referral.ts';
import { fromBase64url } from '../../crypto/base64url.ts';
import { typed, type CaseId, type SlotSetBytes } from '../../crypto/bytes.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { readSlotSets } from '../../server/api/officer.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { HIGH_RISK } from '../stage/high-risk.ts';
import { officeRows, restoreOffice, type OfficeRows } from '../stage/office-rows.ts';
import { Spoiler } from '../stage/spoiler.ts';
import { officerAtWork, strangerKeys } from '../stage/people.ts';
import { Insider } from '../stage/insider.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 86_400_000;
const IDENTITY = { name: 'Noor of the night shift', contact: 'Behind the depot, after six' };
const quiet = () => undefined;

let instance: Instance;
let made: SetupResult;
let office: OfficeRows;
let authority: OfficerSession;
let custodianWords: readonly string[];
let colleagueWords: readonly string[];
/** Milliseconds by which the server is ahead of every device. */
let ahead: number;
beforeAll(async () => {
  await stretchQuickly();
  vi.useFakeTimers({ toFake: ['Date'] });
  ahead = 0;
  instance = await startInstance({ now: () => Date.now() + ahead });
  made = await setUp(instance);
  custodianWords = (await admitColleague(instance, made, CUSTODIAN)).taken.recoveryWords;
  colleagueWords = (await admitColleague(instance, made)).taken.recoveryWords;
  office = await officeRows(instance);
  authority = anew(async () => {
    const session = await signedIn();
    await session.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
    return session;
  });
});
// Without the cases of tests before, all of which everybody who signs in anew would read.
beforeEach(async () => {
  ahead = 0;
  await restoreOffice(instance, office);
});
afterAll(async () => {
  vi.useRealTimers();
  await instance.stop();
});

const pass = (days: number) => vi.setSystemTime(Date.now() + days * DAY);
const today = (days = 0) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const signedIn = () => newOfficer(instance, made.recoveryWords);
const officer = () => anew(signedIn);
const colleague = () => anew(() => newOfficer(instance, colleagueWords, apiOf(instance), COLLEAGUE.account));
const custodian = () => anew(() => newOfficer(instance, custodianWords, apiOf(instance), CUSTODIAN.account));

/** Somebody who signs in for each thing they do: no session lasts over the days of these tests. */
function anew(signIn: () => Promise<OfficerSession>): OfficerSession {
  return new Proxy({} as OfficerSession, {
    get: (_, part) =>
      new Proxy(
        {},
        {
          get:
            (__, name) =>
            async (...given: never[]) => {
              const session = await signIn();
              if (name !== 'sync') await session.inbox.sync(quiet);
              const parts = session[part as 'cases'];
              return (parts[name as 'open'] as (...all: never[]) => Promise<unknown>).apply(parts, given);
            },
        },
      ),
  });
}

/** A case with a sealed identity, opened by an officer who signed in. */
async function named(draft: Partial<Parameters<typeof send>[0]> = {}) {
  const { words, reporter, id } = await send({ identity: IDENTITY, ...draft });
  const first = officer();
  await first.cases.open(id);
  return { words, reporter, id, first };
}

async function send(draft: {
  identity: typeof IDENTITY | null;
  leftOut?: readonly string[];
  behalf?: { consent: 'agreed'; second: boolean };
}) {
  const reporter = await newReporter(instance);
  const receipt = await reporter.send({ ...REPORT, ...draft }, quiet);
  const { id } = await reporter.open(receipt.words.join(' '));
  return { words: receipt.words.join(' '), second: receipt.second, reporter, id };
}

/** A case in which the officer asked; with the custodian signed in. */
async function asked() {
  const sent = await named();
  const view = await sent.first.cases.askIdentity(sent.id, 'A court asks for the witness.');
  const carla = custodian();
  return { ...sent, carla, request: view.identity.requests[0]!.id };
}

/** The same, approved today. */
async function approved() {
  const all = await asked();
  await all.carla.cases.decideIdentity(all.id, all.request, true, 'The court has ordered it.');
  return all;
}

async function personId(name: string): Promise<string> {
  return (await authority.office.view()).people.find((person) => person.name === name)!.id;
}

test('the name travels only after a request, an approval, the days, and a disclosure, all of which the reporter sees', async () => {
  const { words, reporter, id, first } = await named();
  const before = await first.cases.open(id);
  expect(before.identity).toMatchObject({ isGiven: true, days: 7, requests: [] });
  expect(before.identity.custodians).toMatchObject([{ name: CUSTODIAN.name }]);
  expect(JSON.stringify(before)).not.toContain(IDENTITY.name);
  const carla = custodian();
  expect(await carla.inbox.sync(quiet)).toEqual([]);

  const view = await first.cases.askIdentity(id, 'A court asks for the witness.');
  const request = view.identity.requests[0]!.id;
  expect((await reporter.refresh()).identity.requests).toMatchObject([
    { state: 'waiting', reason: 'A court asks for the witness.', by: { name: 'First integrity officer' } },
  ]);
  const [listed] = await carla.inbox.sync(quiet);
  expect(listed).toMatchObject({ id, identity: { state: 'waiting', from: null } });
  const read = await carla.cases.open(id);
  expect(read.text).toBe(REPORT.text);
  await carla.cases.decideIdentity(id, request, true, 'The court has ordered it.');
  const from = today(8);
  expect((await reporter.refresh()).identity.requests).toMatchObject([
    { state: 'approved', from, decision: { approved: true, reason: 'The court has ordered it.' } },
  ]);
  const inbox = await first.inbox.sync(quiet);
  expect(inbox.find((one) => one.id === id)!.identity).toEqual({ state: 'approved', from });

  pass(7);
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'not-found' });
  pass(1);
  expect((await carla.cases.open(id)).identityWork.due).toEqual([request]);
  await carla.cases.discloseIdentity(id, request);
  expect((await first.cases.open(id)).identity.requests[0]!.state).toBe('disclosed');
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
  const after = await reporter.refresh();
  expect(after.identity.requests).toMatchObject([
    { state: 'opened', opened: from, disclosure: { broken: null } },
  ]);
  expect(after.items.map(({ kind }) => kind)).toEqual([
    'access',
    'identity-request',
    'access',
    'identity-decision',
    'identity-disclosure',
    'identity-access',
  ]);
  expect(after.ownIdentity).toEqual(IDENTITY);
  const again = await newReporter(instance);
  expect((await again.open(words)).ownIdentity).toEqual(IDENTITY);
  // Opened once more it is there again, and on record once.
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
  expect((await reporter.refresh()).items).toHaveLength(6);
  expect(JSON.stringify(await first.inbox.kept())).not.toContain(IDENTITY.name);
});

test('refused is refused: the officer can ask again, with another reason on record', async () => {
  const { id, first, carla, request, reporter } = await asked();
  await carla.cases.decideIdentity(id, request, false, 'You do not need it for this.');
  await expect(carla.cases.decideIdentity(id, request, true, 'After all.')).rejects.toMatchObject({
    code: 'decided',
  });
  pass(30);
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  expect((await first.cases.open(id)).identityWork.canAsk).toBe(true);
  await first.cases.askIdentity(id, 'There is an order now.');
  expect((await reporter.refresh()).identity.requests.map(({ state }) => state)).toEqual([
    'refused',
    'waiting',
  ]);
});

test('an objection stops everything until the custodian decides once more, and the days begin again', async () => {
  const { id, carla, request, reporter, first } = await approved();
  pass(5);
  await reporter.object(request, 'He works beside my brother.');
  pass(10);
  expect((await first.cases.open(id)).identity.requests[0]).toMatchObject({ state: 'objected', from: null });
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  await carla.cases.decideIdentity(id, request, true, 'The order stands; he was moved to another post.');
  pass(7);
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  pass(1);
  await carla.cases.discloseIdentity(id, request);
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
});

test('an objection counts before anything is decided, and is an answer to refuse', async () => {
  const { id, carla, request, reporter } = await asked();
  await reporter.object(request, 'Please do not.');
  expect((await carla.cases.open(id)).identity.requests[0]).toMatchObject({
    state: 'waiting',
    objection: { reason: 'Please do not.' },
  });
  await carla.cases.decideIdentity(id, request, false, 'The reporter objects.');
  expect((await reporter.refresh()).identity.requests[0]!.state).toBe('refused');
});

test('a server whose days run ahead does not make a custodian disclose too early', async () => {
  const { id, carla, request } = await approved();
  ahead = 20 * DAY;
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  ahead = 0;
  pass(20);
  ahead = -15 * DAY;
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  ahead = 0;
  await expect(carla.cases.discloseIdentity(id, request)).resolves.toMatchObject({ id });
});

test('a server that stamps an approval as an older day does not make the days be over', async () => {
  const { id, carla, request, reporter } = await asked();
  pass(20);
  ahead = -20 * DAY;
  await carla.cases.decideIdentity(id, request, true, 'Yes.');
  ahead = 0;
  expect((await reporter.refresh()).identity.requests[0]!.from! <= today()).toBe(true);
  // One page: what was opened in it is stored in a rhythm, and listed at once.
  const page = await newOfficer(instance, custodianWords, apiOf(instance), CUSTODIAN.account);
  await page.inbox.sync(quiet);
  expect((await page.cases.open(id)).identityWork.due).toEqual([]);
  const own = (await page.inbox.sync(quiet)).find((one) => one.id === id)!;
  expect(own.identity).toEqual({ state: 'approved', from: today(8) });
  pass(7);
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'not-due' });
  pass(1);
  await expect(carla.cases.discloseIdentity(id, request)).resolves.toMatchObject({ id });
});

test('a request whose custodian was away, and reads no more, can be made once more', async () => {
  const { id, first, carla } = await asked();
  const person = await personId(CUSTODIAN.name);
  const turn = async (state: 'suspended' | 'active') =>
    authority.office.publish(withPerson(await authority.office.view(), person, { state }));
  await turn('suspended');
  await first.allCases.rotate(quiet);
  await turn('active');
  expect((await first.cases.open(id)).identityWork).toMatchObject({ canAsk: true, isOrphaned: false });
  const view = await first.cases.askIdentity(id, 'You are back.');
  expect(view.identity.requests.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  await carla.cases.decideIdentity(id, view.identity.requests[1]!.id, false, 'No.');
  expect((await first.cases.open(id)).identity.requests.map(({ state }) => state)).toEqual([
    'waiting',
    'refused',
  ]);
});

test('of two custodians each can decide, and both read from the first request on', async () => {
  const other = { name: 'Second custodian', account: 'dina', role: 'custodian' } as const;
  const { taken } = await admitColleague(instance, made, other);
  const { id, first } = await named();
  const view = await first.cases.askIdentity(id, 'Who?');
  const request = view.identity.requests[0]!.id;
  const dina = anew(() => newOfficer(instance, taken.recoveryWords, apiOf(instance), other.account));
  const carla = custodian();
  await carla.cases.open(id);
  await dina.cases.decideIdentity(id, request, true, 'Yes.');
  await expect(carla.cases.decideIdentity(id, request, false, 'No.')).rejects.toMatchObject({
    code: 'decided',
  });
  pass(8);
  await carla.cases.discloseIdentity(id, request);
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
  // A colleague asks in turn: for them it is decided anew, and nobody reads twice.
  const second = colleague();
  const again = await second.cases.askIdentity(id, 'I took the case over.');
  expect(again.identity.requests.map(({ state }) => state)).toEqual(['opened', 'waiting']);
  expect(again.readers).toHaveLength(4);
});

test('nothing is disclosed to an officer who has left the case since', async () => {
  const { id, carla, request } = await approved();
  await colleague().cases.endAccess(id, await personId('First integrity officer'));
  pass(8);
  await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'asker-left' });
});

test('asked twice by the same officer while a request goes on: one request', async () => {
  const { id, first } = await asked();
  await first.cases.askIdentity(id, 'Again.');
  expect((await first.cases.open(id)).identity.requests).toHaveLength(1);
});

test('a reporter who stayed anonymous gives a name later, once, and it goes the same way', async () => {
  const { id, words, reporter } = await send({ identity: null });
  const first = officer();
  await expect(first.cases.askIdentity(id, 'Who?')).rejects.toMatchObject({ code: 'not-found' });
  const elsewhere = await newReporter(instance);
  await elsewhere.open(words);
  expect((await reporter.giveIdentity(IDENTITY)).ownIdentity).toEqual(IDENTITY);
  await expect(elsewhere.giveIdentity({ name: 'Another', contact: '' })).rejects.toMatchObject({
    code: 'given',
  });
  expect((await elsewhere.refresh()).ownIdentity).toEqual(IDENTITY);
  expect((await first.cases.open(id)).identity.isGiven).toBe(true);
  const view = await first.cases.askIdentity(id, 'Who?');
  const request = view.identity.requests[0]!.id;
  const carla = custodian();
  await carla.cases.decideIdentity(id, request, true, 'Yes.');
  pass(8);
  await carla.cases.discloseIdentity(id, request);
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
  // Another name after that is none of ours.
  const again = await newReporter(instance);
  await again.open(words);
  await expect(again.giveIdentity({ name: 'Another', contact: '' })).rejects.toMatchObject({ code: 'given' });
});

describe('where the risk to the reporter is high', () => {
  const refused = { code: 'not-allowed' };
  const QUESTION = 'May I learn who you are?';
  const answer = (reporter: ReporterSession, question: string) =>
    reporter.say({ what: 'referral-answer', question, agrees: false, text: 'He sits beside my brother.' });

  test('nobody is asked who it is before the reporter was asked and had time', async () => {
    const { id, first } = await named();
    const ask = () => first.cases.askIdentity(id, 'A court asks for the witness.');
    await first.protection.assess(id, HIGH_RISK);
    await expect(ask()).rejects.toMatchObject(refused);
    await first.protection.askReferral(id, SETUP.officerName, 'May we pass it on?');
    await expect(ask()).rejects.toMatchObject(refused);
    const { identityWork } = await first.protection.askNaming(id, QUESTION);
    expect(identityWork.naming).toMatchObject({ block: 'waiting', asked: { to: SETUP.officerName } });
    pass(ANSWER_DAYS);
    await expect(ask()).rejects.toMatchObject(refused);
    pass(1);
    // Who has not asked the reporter has no part in the answer.
    await expect(colleague().cases.askIdentity(id, 'Me too.')).rejects.toMatchObject(refused);
    expect((await ask()).identity.requests).toMatchObject([{ state: 'waiting' }]);
  });

  test('a custodian discloses nothing while the reporter may still answer', async () => {
    const { id, reporter, first, carla, request } = await approved();
    pass(8);
    const asking = await first.protection.askNaming(id, QUESTION);
    const disclose = () => carla.cases.discloseIdentity(id, request);
    expect((await carla.cases.open(id)).identityWork).toMatchObject({
      due: [],
      awaited: { [request]: today(8) },
      naming: { block: null },
    });
    await expect(disclose()).rejects.toMatchObject({ code: 'not-due' });
    await reporter.refresh();
    await answer(reporter, asking.identityWork.naming.asked!.id);
    expect((await disclose()).identity.requests[0]!.state).toBe('disclosed');
  });

  test('found after it was disclosed, it is not opened before that either; who has seen it sees it again', async () => {
    const { id, reporter, first, carla, request } = await approved();
    pass(8);
    await carla.cases.discloseIdentity(id, request);
    await first.protection.assess(id, HIGH_RISK);
    const show = () => first.cases.openIdentity(id, request);
    await expect(show()).rejects.toMatchObject(refused);
    const asking = await first.protection.askNaming(id, QUESTION);
    await expect(show()).rejects.toMatchObject(refused);
    await reporter.refresh();
    await answer(reporter, asking.identityWork.naming.asked!.id);
    expect((await show()).identity).toEqual(IDENTITY);
    await first.protection.askNaming(id, QUESTION);
    expect((await show()).identity).toEqual(IDENTITY);
  });
});

describe('nobody gets at it', () => {
  test('an officer who asks the server for the sets of the custodians, and holds every key of the case', async () => {
    const { id } = await named();
    const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
    const caseId = typed('CaseId', fromBase64url(id)!) satisfies CaseId;
    const { slotSets } = await amina.api.call(readSlotSets, { cases: [{ caseId, shared: 0, officers: 0 }] });
    const opened = slotSets.map((set) => ({ set, key: openSlotSet(set, amina.keys.kemSeed)?.key ?? null }));
    const held = opened.flatMap(({ key }) => key ?? []);
    const theirs = opened.find(({ key }) => key === null)!;
    expect(held).toHaveLength(1);
    expect(parseSlotSet(theirs.set).header.audience).toBe('custodians');
    const insider = new Insider(instance, amina, caseId);
    await insider.read();
    expect(() => insider.openBox(identityKey(held[0]!))).toThrow('tampered');
  });

  test('a custodian whom the reporter left out is not asked, and opens nothing', async () => {
    const leftOut = [await personId(CUSTODIAN.name)];
    const reporter = await newReporter(instance);
    await expect(reporter.send({ ...REPORT, identity: IDENTITY, leftOut }, quiet)).rejects.toMatchObject({
      code: 'malformed',
    });
    const { id } = await send({ identity: null, leftOut });
    const first = officer();
    expect((await first.cases.open(id)).identity.custodians).toEqual([]);
    await expect(first.cases.askIdentity(id, 'Who?')).rejects.toMatchObject({ code: 'not-found' });
    await expect(first.cases.grant(id, leftOut[0]!)).rejects.toMatchObject({ code: 'not-found' });
    const carla = await officerAtWork(apiOf(instance), custodianWords, CUSTODIAN.account);
    const caseId = typed('CaseId', fromBase64url(id)!);
    const { slotSets } = await carla.api.call(readSlotSets, { cases: [{ caseId, shared: 0, officers: 0 }] });
    expect(slotSets.map((set) => openSlotSet(set, carla.keys.kemSeed))).toEqual([null, null]);
  });

  test('a colleague who did not ask, though the letter lies in front of everybody', async () => {
    const { id, carla, request } = await approved();
    pass(8);
    await carla.cases.discloseIdentity(id, request);
    const second = colleague();
    await expect(second.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('an officer once all custodians have left', async () => {
    const { id, first } = await named();
    const view = await authority.office.view();
    await authority.office.publish(withPerson(view, await personId(CUSTODIAN.name), { state: 'removed' }));
    expect((await first.cases.open(id)).identityWork).toMatchObject({ canAsk: false, isOrphaned: true });
    await expect(first.cases.askIdentity(id, 'Who?')).rejects.toMatchObject({ code: 'no-custodian' });
  });
});

describe('a custodian', () => {
  test('reads the conversation from the request on, never the notes, and writes nothing but decisions', async () => {
    const { id, first } = await named();
    await first.cases.addNote(id, 'For officers only.');
    await first.cases.askIdentity(id, 'Who?');
    const carla = custodian();
    expect((await carla.cases.open(id)).notes).toEqual([]);
    await first.cases.addNote(id, 'Still for officers only.');
    const keys = await officerAtWork(apiOf(instance), custodianWords, CUSTODIAN.account);
    const { slotSets } = await keys.api.call(readSlotSets, {
      cases: [{ caseId: typed('CaseId', fromBase64url(id)!), shared: 0, officers: 0 }],
    });
    const notes = slotSets.filter((set) => parseSlotSet(set).header.audience === 'officers');
    expect(notes.length).toBe(2);
    expect(notes.map((set) => openSlotSet(set, keys.keys.kemSeed))).toEqual([null, null]);
    for (const act of [
      () => carla.cases.reply(id, 'x'),
      () => carla.cases.setStatus(id, 'closed', 'x'),
      () => carla.cases.addNote(id, 'x'),
      () => carla.cases.askIdentity(id, 'x'),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await first.cases.open(id)).items.map(({ kind }) => kind)).toEqual([
      'access',
      'identity-request',
      'access',
    ]);
  });

  test('who has left reads no further; one who stays reads on through a change of keys, and still no note', async () => {
    const { id, first, carla, request, reporter } = await asked();
    await first.cases.addNote(id, 'For officers only.');
    await first.cases.endAccess(id, await personId(COLLEAGUE.name));
    await first.cases.addNote(id, 'Under the new key.');
    expect((await carla.cases.open(id)).notes).toEqual([]);
    await carla.cases.decideIdentity(id, request, true, 'Yes.');
    const view = await authority.office.view();
    await authority.office.publish(withPerson(view, await personId(CUSTODIAN.name), { state: 'removed' }));
    expect((await first.allCases.rotate(quiet)).changed).toBeGreaterThan(0);
    const { readers } = await reporter.refresh();
    expect(readers).toEqual(['First integrity officer']);
    await expect(custodian().inbox.kept()).rejects.toMatchObject({ code: 'access-ended' });
  });

  test('does not keep a case alive for officers: the last officer cannot leave it to custodians', async () => {
    const { id, first } = await asked();
    await first.cases.endAccess(id, await personId(COLLEAGUE.name));
    await expect(first.cases.recuse(id)).rejects.toMatchObject({ code: 'nobody-left' });
  });
});

describe('who breaks the rule, with a page of their own', () => {
  /** The custodian at work, past every check of the page. */
  async function inside(id: string) {
    const at = await officerAtWork(apiOf(instance), custodianWords, CUSTODIAN.account);
    const insider = new Insider(instance, at, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    return insider;
  }
  const rule = async (session: OfficerSession, id: string) =>
    (await session.cases.open(id)).identity.requests[0]!.disclosure!.broken;

  test('a disclosure too early is named to everybody, and opens nothing', async () => {
    const { id, first, request, reporter } = await approved();
    pass(7);
    await (await inside(id)).disclose(request);
    expect(await rule(first, id)).toBe('early');
    expect((await reporter.refresh()).items.at(-1)).toMatchObject({
      kind: 'identity-disclosure',
      broken: 'early',
      author: { name: CUSTODIAN.name },
    });
    await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'rule-broken' });
    // Nor does it become right by waiting, or by another one.
    pass(2);
    await (await inside(id)).disclose(request);
    await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'rule-broken' });
  });

  test('an objection that is passed over is named', async () => {
    const { id, first, request, reporter } = await approved();
    pass(3);
    await reporter.object(request, 'No.');
    pass(20);
    await (await inside(id)).disclose(request);
    expect(await rule(first, id)).toBe('objected');
    await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'rule-broken' });
  });

  test('a disclosure that nobody decided about, or that was refused, is named', async () => {
    const { id, first, request, carla } = await asked();
    await carla.cases.decideIdentity(id, request, false, 'No.');
    pass(20);
    await (await inside(id)).disclose(request);
    expect(await rule(first, id)).toBe('undecided');
  });

  test('a letter to another officer opens for neither', async () => {
    const { id, first, request } = await approved();
    pass(8);
    await (await inside(id)).disclose(request, strangerKeys().kemPublicKey);
    await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'not-for-you' });
    expect((await first.cases.open(id)).identity.requests[0]!.opened).toBeNull();
  });

  test.each(['identity-decision', 'identity-disclosure', 'identity-access'] as const)(
    'a made-up request in an entry of kind %s is refused',
    async (kind) => {
      const { id, reporter } = await asked();
      const who =
        kind === 'identity-access' ? await officerAtWork(apiOf(instance), made.recoveryWords) : null;
      const caseId = typed('CaseId', fromBase64url(id)!);
      const insider = who === null ? await inside(id) : new Insider(instance, who, caseId);
      await insider.read();
      await insider.about(kind, crypto.getRandomValues(new Uint8Array(32)));
      expect(await endedBy(reporter)).toBe(kind === 'identity-access' ? SETUP.officerName : CUSTODIAN.name);
    },
  );

  test.each(['identity-decision', 'identity-disclosure'] as const)(
    'an officer who writes %s for themselves is nobody',
    async (kind) => {
      const { id, reporter, request } = await asked();
      const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
      const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
      await insider.read();
      await insider.about(kind, fromBase64url(request)!);
      expect(await endedBy(reporter)).toBe(SETUP.officerName);
    },
  );

  test.each(['message', 'status', 'identity-request', 'rotation'] as const)(
    'a custodian who writes as an officer does, %s, is refused',
    async (kind) => {
      const { id, reporter } = await asked();
      await (await inside(id)).write(kind);
      expect(await endedBy(reporter)).toBe(CUSTODIAN.name);
    },
  );

  test('access that nobody disclosed anything for is refused', async () => {
    const { id, reporter, request } = await asked();
    const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
    const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    await insider.about('identity-access', fromBase64url(request)!);
    expect(await endedBy(reporter)).toBe(SETUP.officerName);
  });

  test('access given to a custodian as to a colleague is refused', async () => {
    const { id, reporter } = await named();
    const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
    const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    await insider.grant(typed('PersonId', fromBase64url(await personId(CUSTODIAN.name))!));
    expect(await endedBy(reporter)).toBe(SETUP.officerName);
  });

  test.each(['grant', 'rotate'] as const)(
    'whom the reporter left out is made no reader by hand: %s',
    async (way) => {
      const leftOut = await personId(COLLEAGUE.name);
      const { id, reporter, first } = await named({ leftOut: [leftOut] });
      const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
      const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
      await insider.read();
      const friend = typed('PersonId', fromBase64url(leftOut)!);
      await (way === 'grant' ? insider.grant(friend) : insider.rotate([amina.person, friend]));
      expect(await endedBy(reporter)).toBe(SETUP.officerName);
      await expect(first.cases.askIdentity(id, 'Who?')).rejects.toMatchObject({ code: 'unreadable' });
    },
  );

  test('a change of keys brings in no custodian whom nobody asked', async () => {
    const { id, reporter } = await named();
    const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
    const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    await insider.rotate([amina.person, typed('PersonId', fromBase64url(await personId(CUSTODIAN.name))!)]);
    expect(await endedBy(reporter)).toBe(SETUP.officerName);
  });

  test('a request sealed to somebody the report does not name is refused', async () => {
    const { id, reporter } = await named();
    const amina = await officerAtWork(apiOf(instance), made.recoveryWords);
    const insider = new Insider(instance, amina, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    await insider.ask([typed('PersonId', fromBase64url(await personId(COLLEAGUE.name))!)]);
    expect(await endedBy(reporter)).toBe(SETUP.officerName);
  });
});

/**
 * Whose entry ends the conversation, where nothing of it and nothing after it is read or counts, and what came before does;
 * else null.
 */
async function endedBy(reporter: ReporterSession): Promise<string | null> {
  const { unreadable, identity, items } = await reporter.refresh();
  const counts = identity.requests.some(({ state }) => state === 'disclosed' || state === 'opened');
  const isOver = (await caught(() => reporter.write('message', 'After it.'))) === 'unreadable';
  const isLast = unreadable?.number === items.length + 2 && unreadable.after === 0;
  return !counts && isOver && isLast && unreadable.by?.role === 'person' ? unreadable.by.name : null;
}

async function caught(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the untouched original of a file', () => {
  const bytesOf = (text: string) => new File([text], `${text}.jpg`, { type: 'image/jpeg' });
  /** A case whose reporter sent two cleaned files and kept both originals; the name was given, or was not. */
  async function keeping(identity: typeof IDENTITY | null = null) {
    const sent = await send({ identity });
    for (const name of ['gate', 'yard'])
      await sent.reporter.sendFile(name, bytesOf(name), quiet, null, bytesOf(`IMG of the ${name}`));
    const first = officer();
    const { items, identity: seen } = await first.cases.open(sent.id);
    const [gate, yard] = filesOf(items, seen.originals);
    return { ...sent, first, gate: gate!, yard: yard! };
  }
  /** The same; the original of the first was asked for and approved, and the days are over. */
  async function due(identity: typeof IDENTITY | null = null) {
    const all = await keeping(identity);
    const view = await all.first.cases.askIdentity(all.id, 'The metadata proves the day.', all.gate.id);
    const request = view.identity.requests[0]!.id;
    const carla = custodian();
    await carla.cases.decideIdentity(all.id, request, true, 'It does.');
    pass(8);
    return { ...all, request, carla };
  }

  test('goes the way of a name, opens to nobody before, and opens nothing else', async () => {
    const { id, first, gate, yard, reporter } = await keeping();
    const before = await first.cases.open(id);
    expect(before.identityWork).toMatchObject({ canAsk: false, askable: [gate.id, yard.id] });
    expect(JSON.stringify(before)).not.toContain('IMG of');
    const asked = await first.cases.askIdentity(id, 'The metadata proves the day.', gate.id);
    const [{ id: request, original }] = asked.identity.requests as [IdentityRequest];
    expect(original).toBe(gate.id);
    expect(asked.identityWork.askable).toEqual([yard.id]);
    expect(await caught(() => first.cases.openOriginal(id, request, null, quiet))).toBe('not-found');
    const carla = custodian();
    expect(await carla.inbox.sync(quiet)).toMatchObject([
      { identity: { state: 'waiting', isOriginal: true } },
    ]);
    await carla.cases.decideIdentity(id, request, true, 'It does.');
    expect(await caught(() => first.cases.openOriginal(id, request, null, quiet))).toBe('not-found');
    pass(7);
    expect(await caught(() => carla.cases.discloseIdentity(id, request))).toBe('not-due');
    pass(1);
    await carla.cases.discloseIdentity(id, request);
    expect(await caught(() => colleague().cases.openOriginal(id, request, null, quiet))).toBe('not-found');
    const opened = await first.cases.openOriginal(id, request, null, quiet);
    expect([await opened.file!.text(), opened.name]).toEqual(['IMG of the gate', 'IMG of the gate.jpg']);
    expect(await caught(() => first.cases.openIdentity(id, request))).toBe('not-found');
    const told = await reporter.refresh();
    expect(told.identity.requests).toMatchObject([
      { state: 'opened', original: gate.id, disclosure: { broken: null } },
    ]);
    expect(told.items.slice(-4).map((item) => [item.kind, 'isOriginal' in item && item.isOriginal])).toEqual([
      ['identity-request', true],
      ['identity-decision', true],
      ['identity-disclosure', true],
      ['identity-access', true],
    ]);
  });

  test('tells no name, though one was given; the name tells no original', async () => {
    const { id, first, request, carla } = await due(IDENTITY);
    await carla.cases.discloseIdentity(id, request);
    expect(await caught(() => first.cases.openIdentity(id, request))).toBe('not-found');
    expect((await first.cases.open(id)).identityWork.canAsk).toBe(true);
    const named = (await first.cases.askIdentity(id, 'A court asks.')).identity.requests.at(-1)!;
    expect(named.original).toBeNull();
    await carla.cases.decideIdentity(id, named.id, true, 'It has ordered it.');
    pass(8);
    await carla.cases.discloseIdentity(id, named.id);
    expect((await first.cases.openIdentity(id, named.id)).identity).toEqual(IDENTITY);
    expect(await caught(() => first.cases.openOriginal(id, named.id, null, quiet))).toBe('not-found');
  });

  test('a custodian who hands out the key of the name for it gives the page nothing', async () => {
    const { id, first, request } = await due(IDENTITY);
    const carla = await officerAtWork(apiOf(instance), custodianWords, CUSTODIAN.account);
    const insider = new Insider(instance, carla, typed('CaseId', fromBase64url(id)!));
    await insider.read();
    await insider.disclose(request);
    expect(await caught(() => first.cases.openIdentity(id, request))).toBe('not-found');
    expect(await caught(() => first.cases.openOriginal(id, request, null, quiet))).toBe('not-for-you');
  });

  test('an objection, a refusal and a high risk stand against it as against a name', async () => {
    const { id, first, request, carla, reporter, gate } = await due();
    await reporter.object(request, 'It shows my house.');
    expect(await caught(() => carla.cases.discloseIdentity(id, request))).toBe('not-due');
    await carla.cases.decideIdentity(id, request, false, 'So it does.');
    expect((await first.cases.open(id)).identityWork.askable).toContain(gate.id);
    await first.protection.assess(id, HIGH_RISK);
    expect(await caught(() => first.cases.askIdentity(id, 'After all.', gate.id))).toBe('not-allowed');
  });

  test('is deleted with its file, and handed to nobody then', async () => {
    const { id, first, request, carla, gate } = await due();
    const count = async () =>
      (await instance.context.db.selectFrom('pieces').select('place').execute()).length;
    const before = await count();
    await carla.cases.discloseIdentity(id, request);
    await first.cases.deleteFile(id, gate.id);
    expect(await count()).toBe(before - 2);
    expect(await caught(() => first.cases.openOriginal(id, request, null, quiet))).toBe('not-found');
    expect(await caught(() => first.cases.askIdentity(id, 'Once more.', gate.id))).toBe('not-found');
  });

  test('once its file is deleted nobody is told to decide, can object, or hands it out', async () => {
    const { id, first, reporter, gate, yard } = await keeping();
    const [ofGate, ofYard] = [
      (await first.cases.askIdentity(id, 'The metadata proves the day.', gate.id)).identity.requests[0]!.id,
      (await first.cases.askIdentity(id, 'So does this.', yard.id)).identity.requests[1]!.id,
    ];
    const carla = custodian();
    await carla.cases.decideIdentity(id, ofYard, true, 'It does.');
    await reporter.refresh();
    await reporter.deleteFile(gate.id);
    const gone = await reporter.deleteFile(yard.id);
    expect(gone.identity).toMatchObject({ originals: [], requests: [{ isGone: true }, { isGone: true }] });
    expect(await carla.inbox.sync(quiet)).toMatchObject([{ identity: null }]);
    expect(await caught(() => carla.cases.decideIdentity(id, ofGate, true, 'It does.'))).toBe('decided');
    pass(8);
    const view = await carla.cases.open(id);
    expect(view.identityWork).toMatchObject({ due: [], awaited: {}, lost: [] });
    expect(await caught(() => carla.cases.discloseIdentity(id, ofYard))).toBe('not-due');
  });

  test.each(['officer', 'reporter'])(
    'left by a page that deletes the file alone, is handed to nobody, and deleted by its %s',
    async (who) => {
      const count = async () =>
        (await instance.context.db.selectFrom('pieces').select('place').execute()).length;
      const { id, first, reporter, gate, yard } = await keeping();
      const before = await count();
      const old = await officerAtWork(apiOf(instance), made.recoveryWords);
      const insider = new Insider(instance, old, typed('CaseId', fromBase64url(id)!));
      await insider.read();
      await insider.deleteAlone(gate.name);
      const left = await first.cases.open(id);
      const files = filesOf(left.items, left.identity.originals);
      expect(files.map(({ gone, hasOriginal }) => [gone !== null, hasOriginal])).toEqual([
        [true, true],
        [false, true],
      ]);
      expect(left.identityWork).toMatchObject({ askable: [yard.id], lost: [gate.id] });
      expect(await caught(() => first.cases.askIdentity(id, 'After all.', gate.id))).toBe('not-found');
      expect(await count()).toBe(before - 1);
      await reporter.refresh();
      const remove = () =>
        who === 'officer' ? first.cases.deleteFile(id, gate.id) : reporter.deleteFile(gate.id);
      expect((await remove()).identity.originals).toEqual([yard.id]);
      expect(await count()).toBe(before - 2);
      // Once more by who has not seen it: nothing is written.
      const { items } = await remove();
      expect(items.filter((item) => 'gone' in item)).toHaveLength(2);
    },
  );

  test('a server that gives another blob in its place, or the cleaned file, is caught', async () => {
    const all = () => instance.context.db.selectFrom('pieces').select(['bytes', 'place']).execute();
    const before = (await all()).map(({ place }) => String(place));
    const { id, first, request, carla } = await due();
    await carla.cases.discloseIdentity(id, request);
    const rows = (await all()).filter(({ place }) => !before.includes(String(place)));
    expect(rows).toHaveLength(4);
    const put = (place: (typeof rows)[0]['place'], bytes: Uint8Array) =>
      instance.context.db.updateTable('pieces').set({ bytes }).where('place', '=', place).execute();
    // Each of the four in the place of every other.
    for (const [i] of rows.entries()) {
      for (const [j, { place }] of rows.entries()) await put(place, rows[(i + j) % 4]!.bytes);
      const found = await caught(() => first.cases.openOriginal(id, request, null, quiet));
      expect(found).toBe(i === 0 ? null : 'tampered');
    }
  });

  test('outlives its custodians: those who are there once it was sealed anew can hand it out', async () => {
    const { words, id, gate, first } = await keeping();
    const dina = await replaceCustodian();
    const reporter = await newReporter(instance);
    const { newCustodians } = await reporter.open(words);
    await reporter.sealAnew(null, [newCustodians[0]!.id]);
    const view = await first.cases.askIdentity(id, 'The metadata proves the day.', gate.id);
    const request = view.identity.requests[0]!.id;
    await dina.cases.decideIdentity(id, request, true, 'It does.');
    pass(8);
    await dina.cases.discloseIdentity(id, request);
    expect(await (await first.cases.openOriginal(id, request, null, quiet)).file!.text()).toBe(
      'IMG of the gate',
    );
  });

  test('is not sealed for those who have left, as a name is not, and not asked for of those who cannot', async () => {
    const { words, id, gate, first } = await keeping();
    await replaceCustodian();
    const reporter = await newReporter(instance);
    await reporter.open(words);
    const keep = () => reporter.sendFile('shed', bytesOf('shed'), quiet, null, bytesOf('IMG of the shed'));
    expect(await caught(keep)).toBe('directory-changed');
    const { items, identityWork } = await first.cases.open(id);
    expect(filesOf(items).map(({ name }) => name)).toEqual(['gate.jpg', 'yard.jpg']);
    expect(identityWork.askable).toEqual([]);
    expect(identityWork.lost).toContain(gate.id);
    expect(await caught(() => first.cases.askIdentity(id, 'After all.', gate.id))).toBe('no-custodian');
    await reporter.sealAnew(null, [(await reporter.refresh()).newCustodians[0]!.id]);
    await keep();
    const after = await first.cases.open(id);
    expect(after.identityWork.lost).toEqual([]);
    expect(after.identityWork.askable).toHaveLength(3);
  });

  test('is kept for nobody where nobody could open it', async () => {
    const leftOut = [await personId(CUSTODIAN.name)];
    const { reporter } = await send({ identity: null, leftOut });
    const act = () => reporter.sendFile('gate', bytesOf('gate'), quiet, null, bytesOf('IMG'));
    expect(await caught(act)).toBe('no-custodian');
  });
});

describe('after an entry that nobody can read', () => {
  /** An officer spoils the conversation. */
  async function spoil(id: string): Promise<void> {
    await new Spoiler(await officerAtWork(apiOf(instance), made.recoveryWords), id).spoil('random bytes');
  }

  test('nothing is asked', async () => {
    const { id, first } = await named();
    await spoil(id);
    expect((await first.cases.open(id)).identityWork.canAsk).toBe(false);
    await expect(first.cases.askIdentity(id, 'Who?')).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('nothing is decided', async () => {
    const { id, carla, request } = await asked();
    await spoil(id);
    await expect(carla.cases.decideIdentity(id, request, true, 'Because.')).rejects.toMatchObject({
      code: 'unreadable',
    });
  });

  test('nothing is disclosed, however long ago it was approved: it may have been an objection', async () => {
    const { id, carla, request } = await approved();
    await spoil(id);
    pass(8);
    const listed = (await carla.inbox.sync(quiet)).find((one) => one.id === id);
    expect(listed).toMatchObject({ trouble: 'unreadable', identity: null });
    expect((await carla.cases.open(id)).identityWork.due).toEqual([]);
    await expect(carla.cases.discloseIdentity(id, request)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('nothing that was disclosed is opened, not even once more', async () => {
    const { id, first, carla, request } = await approved();
    pass(8);
    await carla.cases.discloseIdentity(id, request);
    expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
    await spoil(id);
    await expect(first.cases.openIdentity(id, request)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('the reporter neither objects nor gives a name', async () => {
    const { id, reporter, request } = await asked();
    await spoil(id);
    await reporter.refresh();
    await expect(reporter.object(request, 'No.')).rejects.toMatchObject({ code: 'unreadable' });
    await expect(reporter.giveIdentity(IDENTITY)).rejects.toMatchObject({ code: 'unreadable' });
    const nameless = await send({ identity: null });
    await officer().cases.open(nameless.id);
    await spoil(nameless.id);
    await nameless.reporter.refresh();
    await expect(nameless.reporter.giveIdentity(IDENTITY)).rejects.toMatchObject({ code: 'unreadable' });
  });
});

test('a server that keeps the decision back cannot show what follows it', async () => {
  const { id, words, carla, request } = await approved();
  pass(8);
  await carla.cases.discloseIdentity(id, request);
  const dropping = apiOf(instance, async (input, init) => {
    const answer = await fetch(input, init);
    if (!new URL(new Request(input).url).pathname.endsWith('/case/read')) return answer;
    const told = (await answer.json()) as { entries: unknown[] };
    // Report, access, request, access, decision, disclosure.
    const at = told.entries.length - 2;
    return Response.json({ ...told, entries: told.entries.filter((_, i) => i !== at) });
  });
  const reporter = await newReporter(instance, dropping);
  await expect(reporter.open(words)).rejects.toMatchObject({ code: 'broken-chain' });
});

test('a helper’s name is in the helper’s case alone', async () => {
  const sent = await send({ identity: IDENTITY, behalf: { consent: 'agreed', second: true } });
  expect((await sent.reporter.refresh()).ownIdentity).toEqual(IDENTITY);
  const person = await newReporter(instance);
  const own = await person.open(sent.second!.words.join(' '));
  expect([own.ownIdentity, own.identity.isGiven]).toEqual([null, false]);
});

test('a report with a name and one without are alike, to the byte, and so are a request and a grant', async () => {
  const shapes = async () => {
    const { db } = instance.context;
    const entries = await db.selectFrom('entries').select(['bytes', 'chain', 'seq']).execute();
    const sets = await db.selectFrom('slot_sets').select(['bytes', 'audience', 'epoch', 'ordinal']).execute();
    return [...entries, ...sets].map(({ bytes, ...rest }) =>
      JSON.stringify({ ...rest, length: bytes.length }),
    );
  };
  const added = async (work: () => Promise<unknown>) => {
    const before = (await shapes()).sort();
    await work();
    const left = [...before];
    return (await shapes()).filter((shape) => {
      const at = left.indexOf(shape);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const view = await authority.office.view();
  const doors = view.doors.map((door) => ({ ...door, readers: [view.people[0]!.id] }));
  await authority.office.publish({ ...view, doors, admit: [] });
  const cases: string[] = [];
  const report = (identity: typeof IDENTITY | null) => async () => {
    cases.push((await send({ identity })).id);
  };
  const anonymous = await added(report(null));
  const withName = await added(report(IDENTITY));
  expect(withName.sort()).toEqual(anonymous.sort());
  // A text that fits the smaller size by one byte fits it either way.
  const texts = async (identity: typeof IDENTITY | null) => {
    const sizes: number[] = [];
    for (const length of SIZES) {
      const [shape] = (
        await added(async () => {
          const reporter = await newReporter(instance);
          await reporter.send({ ...REPORT, text: 'x'.repeat(length), identity }, quiet);
        })
      ).filter((one) => one.includes('"chain"'));
      sizes.push((JSON.parse(shape!) as { length: number }).length);
    }
    return sizes;
  };
  const sizes = await texts(null);
  expect(await texts(IDENTITY)).toEqual(sizes);
  expect(new Set(sizes).size).toBe(2);

  const first = officer();
  for (const id of cases) {
    await first.cases.open(id);
    await first.cases.addNote(id, 'A note.');
  }
  const bela = await personId(COLLEAGUE.name);
  const grant = await added(() => first.cases.grant(cases[0]!, bela));
  const request = await added(() => first.cases.askIdentity(cases[1]!, 'Who?'));
  expect(request.sort()).toEqual(grant.sort());
});

/** Characters of a text around where the smallest entry is full, in steps of what a name in the clear would add. */
const SIZES = [7000, 7200, 7400, 7600, 7800, 8000, 8200, 8400];

/** A second custodian, in the place of the first, who has left. */
async function replaceCustodian() {
  const other = { name: 'Second custodian', account: 'dina', role: 'custodian' } as const;
  const { taken } = await admitColleague(instance, made, other);
  await authority.office.publish(
    withPerson(await authority.office.view(), await personId(CUSTODIAN.name), { state: 'removed' }),
  );
  return anew(() => newOfficer(instance, taken.recoveryWords, apiOf(instance), other.account));
}

test('a name whose custodians have left is sealed anew by its reporter, and told by those who are there', async () => {
  const { words, id, first, request } = await approved();
  const dina = await replaceCustodian();
  const reporter = await newReporter(instance);
  const before = await reporter.open(words);
  expect(before).toMatchObject({ custodians: [], custodiansGone: [CUSTODIAN.name] });
  expect(before.newCustodians).toMatchObject([{ name: 'Second custodian' }]);
  // To nobody else than who is offered.
  await expect(reporter.sealAnew(null, [await personId(COLLEAGUE.name)])).rejects.toMatchObject({
    code: 'directory-changed',
  });
  await expect(reporter.sealAnew({ name: 'Another', contact: '' }, [])).rejects.toMatchObject({
    code: 'given',
  });
  const view = await reporter.sealAnew(null, [before.newCustodians[0]!.id]);
  expect(view).toMatchObject({
    custodians: ['Second custodian'],
    newCustodians: [],
    ownIdentity: IDENTITY,
  });
  expect((await (await newReporter(instance)).open(words)).ownIdentity).toEqual(IDENTITY);
  // What was approved stays so; the days were waited for; who decides now has to be asked to read.
  const asked = await first.cases.askIdentity(id, 'The one who approved has left.');
  expect(asked.identity.requests.map(({ state }) => state)).toEqual(['approved', 'waiting']);
  // Who is there now has known of the approval since today, and waits as long.
  await dina.cases.open(id);
  pass(8);
  await dina.cases.discloseIdentity(id, request);
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
});

test('a name is given for the first time to those who are custodians now, and to nobody who has left', async () => {
  const { words, id } = await send({ identity: null });
  const first = officer();
  await first.cases.open(id);
  const dina = await replaceCustodian();
  const reporter = await newReporter(instance);
  const { newCustodians } = await reporter.open(words);
  await expect(reporter.giveIdentity(IDENTITY)).rejects.toMatchObject({ code: 'directory-changed' });
  const given = await reporter.sealAnew(
    IDENTITY,
    newCustodians.map((one) => one.id),
  );
  expect(given.identity.isGiven).toBe(true);
  const view = await first.cases.askIdentity(id, 'Who?');
  const request = view.identity.requests[0]!.id;
  await dina.cases.decideIdentity(id, request, true, 'Yes.');
  pass(8);
  await dina.cases.discloseIdentity(id, request);
  expect((await first.cases.openIdentity(id, request)).identity).toEqual(IDENTITY);
});

test('where all who read a case have left, its reporter gives it to those who are there, and its key is changed', async () => {
  const office = await authority.office.view();
  const [amina, bela] = [await personId(SETUP.officerName), await personId(COLLEAGUE.name)];
  const readBy = (reader: string) => office.doors.map((door) => ({ ...door, readers: [reader] }));
  await authority.office.publish({ ...draftOf(office), doors: readBy(bela) });
  const { words, id } = await send({ identity: null });
  await colleague().cases.reply(id, 'I read it.');
  const left = await officerAtWork(apiOf(instance), colleagueWords, COLLEAGUE.account);
  const gone = withPerson(await authority.office.view(), bela, { state: 'removed' });
  await authority.office.publish({ ...gone, doors: readBy(amina) });
  const reporter = await newReporter(instance);
  const before = await reporter.open(words);
  expect(before).toMatchObject({ readers: [], gone: [COLLEAGUE.name], isOrphaned: true });
  expect(before.heirs).toEqual([{ id: amina, name: SETUP.officerName }]);
  expect(await officer().inbox.sync(quiet)).toEqual([]);
  await expect(reporter.entrust([bela])).rejects.toMatchObject({ code: 'directory-changed' });
  const after = await reporter.entrust([amina]);
  expect(after).toMatchObject({ readers: [SETUP.officerName], isOrphaned: false, heirs: [] });
  const first = officer();
  const opened = await first.cases.open(id);
  expect(opened.text).toBe(REPORT.text);
  expect(opened.items.map(({ kind }) => kind)).toEqual(['message', 'entrust', 'rotation']);
  // Who has left holds the key before, and nothing that comes after it.
  const view = await reporter.write('message', 'Thank you.');
  expect(view.unreadable).toBeNull();
  const sets = await instance.context.db.selectFrom('slot_sets').select(['epoch', 'bytes']).execute();
  const opening = sets.filter(
    ({ bytes }) => openSlotSet(new Uint8Array(bytes) as SlotSetBytes, left.keys.kemSeed) !== null,
  );
  expect(new Set(opening.map(({ epoch }) => epoch))).toEqual(new Set([0]));
});
