import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fromBase64url } from '../../crypto/base64url.ts';
import type { CaseId } from '../../crypto/bytes.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { readSlotSets } from '../../db/slot-sets.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { OfficeDraft, OfficeView } from '../../client/officer/worker/office/view.ts';
import { admitColleague as admit } from '../stage/colleague.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
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
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ database });
});
afterEach(() => instance.stop());

const quiet = () => undefined;

/** The people of the office, with the second officer in another state. */
function withColleague(view: OfficeView, state: 'suspended' | 'removed'): OfficeDraft['people'] {
  return view.people.map((person) => (person.name === 'Second officer' ? { ...person, state } : person));
}

async function openedOffice() {
  const authority = await newOfficer(instance, made.recoveryWords);
  const view = await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  return { authority, view };
}

async function admitColleague(name = 'Second officer', accountName = 'bela') {
  return { ...(await admit(instance, made, { name, account: accountName })), accountName };
}

test('an invited colleague is admitted, and reads what comes in from then on', async () => {
  const { taken, published, token, accountName } = await admitColleague();
  expect(published).toMatchObject({ version: 2, invitations: [] });
  expect(published.history[0]!.changes.map((change) => change.code)).toEqual([
    'person-added',
    'door-readers',
    'door-readers',
  ]);
  const reporter = await newReporter(instance);
  await reporter.send(REPORT, quiet);
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  const [listed] = await colleague.inbox.sync(quiet);
  expect((await colleague.cases.open(listed!.id)).sealedTo).toEqual([SETUP.officerName, 'Second officer']);
  await expect(
    new OfficerSession(apiOf(instance)).invitation.check(token, made.authority),
  ).rejects.toMatchObject({
    code: 'setup-refused',
  });
});

test('an invitation that has expired is refused, on the day after its last', async () => {
  let days = 0;
  const later = await startInstance({ now: () => Date.now() + days * 86_400_000 });
  try {
    const own = await setUp(later);
    const authority = await newOfficer(later, own.recoveryWords);
    await authority.office.open({ method: 'words', words: own.recoveryWords.join(' ') });
    const { token, expires } = await authority.office.invite();
    const check = () => new OfficerSession(apiOf(later)).invitation.check(token, own.authority);
    const today = Date.parse(new Date().toISOString().slice(0, 10));
    days = (Date.parse(expires) - today) / 86_400_000;
    await expect(check()).resolves.toBeUndefined();
    days += 1;
    await expect(check()).rejects.toMatchObject({ code: 'setup-refused' });
  } finally {
    await later.stop();
  }
});

test('an officer who was signed in before a colleague came verifies what the colleague writes', async () => {
  const first = await newOfficer(instance, made.recoveryWords);
  await first.inbox.sync(quiet);
  const { taken, accountName } = await admitColleague();
  await (await newReporter(instance)).send(REPORT, quiet);
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.reply(listed!.id, 'From the second officer.');
  await first.inbox.sync(quiet);
  const read = await first.cases.open(listed!.id);
  expect(read.items.find((item) => item.kind === 'message')?.author).toMatchObject({
    name: 'Second officer',
  });
});

test('suspending somebody ends the session at once, and signing in again', async () => {
  const { authority, taken, accountName } = await admitColleague();
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  await colleague.inbox.sync(quiet);
  const view = await authority.office.view();
  const people = withColleague(view, 'suspended');
  const after = await authority.office.publish({ ...draftOf(view), people });
  expect(after.history[0]!.changes).toEqual([{ code: 'person-suspended', name: 'Second officer' }]);
  await expect(colleague.inbox.sync(quiet)).rejects.toMatchObject({ code: 'signed-out' });
  await expect(newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName)).rejects.toMatchObject(
    { code: 'access-ended' },
  );
  const wrong = new OfficerSession(apiOf(instance));
  const guess = { method: 'passphrase' as const, passphrase: 'not the passphrase at all' };
  await expect(wrong.signIn(accountName, guess)).rejects.toMatchObject({ code: 'signed-out' });
});

test('an invited person who is not admitted yet is told so, and nobody who guesses is', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.office.invite();
  const newcomer = new OfficerSession(apiOf(instance));
  const form = {
    token,
    authority: made.authority,
    accountName: 'bela',
    passphrase: 'a long enough passphrase',
  };
  const taken = await newcomer.invitation.takeUp(form);
  await expect(newOfficer(instance, taken.recoveryWords, apiOf(instance), 'bela')).rejects.toMatchObject({
    code: 'not-admitted',
  });
  const guess = { method: 'words' as const, words: made.recoveryWords.join(' ') };
  await expect(newcomer.signIn('bela', guess)).rejects.toMatchObject({ code: 'signed-out' });
});

test('somebody suspended who kept an unused invitation gets no further with it', async () => {
  const { authority, taken, accountName } = await admitColleague();
  const { token } = await authority.office.invite();
  const view = await authority.office.view();
  await authority.office.publish({ ...draftOf(view), people: withColleague(view, 'suspended') });
  const again = new OfficerSession(apiOf(instance));
  const form = { token, authority: made.authority, passphrase: 'a long enough passphrase' };
  // Their account is theirs already; another one waits, like anybody's, for six words to be compared.
  await expect(again.invitation.takeUp({ ...form, accountName })).rejects.toMatchObject({ code: 'conflict' });
  const other = await again.invitation.takeUp({ ...form, accountName: 'not bela' });
  await (await newReporter(instance)).send(REPORT, quiet);
  for (const [words, name, code] of [
    [other.recoveryWords, 'not bela', 'not-admitted'],
    [taken.recoveryWords, accountName, 'access-ended'],
  ] as const) {
    await expect(newOfficer(instance, words, apiOf(instance), name)).rejects.toMatchObject({ code });
  }
  const [waiting] = (await authority.office.view()).invitations;
  expect(waiting!.words).toEqual(other.words);
  expect(waiting!.words).not.toEqual(taken.words);
  expect((await authority.office.withdraw(waiting!.id)).invitations).toEqual([]);
});

test('whoever signs the directory and reads at no door reads nothing, not by naming themselves a reader either', async () => {
  const { authority, published, taken, accountName } = await admitColleague();
  const [me, colleague] = published.people;
  const readBy = (ids: string[]) => published.doors.map((door) => ({ ...door, readers: ids }));
  const narrowed = await authority.office.publish({ ...draftOf(published), doors: readBy([colleague!.id]) });
  await (await newReporter(instance)).send(REPORT, quiet);
  const reads = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  const [listed] = await reads.inbox.sync(quiet);
  expect(await authority.inbox.sync(quiet)).toEqual([]);
  await expect(authority.cases.open(listed!.id)).rejects.toMatchObject({ code: 'not-found' });
  const both = readBy([me!.id, colleague!.id]);
  const after = await authority.office.publish({ ...draftOf(narrowed), doors: both });
  expect(after.history[0]!.changes.every(({ code }) => code === 'door-readers')).toBe(true);
  expect(await authority.inbox.sync(quiet)).toEqual([]);
  await expect(authority.cases.open(listed!.id)).rejects.toMatchObject({ code: 'not-found' });
  // Whoever could read reads on.
  expect((await reads.inbox.sync(quiet)).map(({ trouble }) => trouble)).toEqual([null]);
});

test('an invitation that was withdrawn is refused', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.office.invite();
  const [pending] = (await authority.office.view()).invitations;
  expect((await authority.office.withdraw(pending!.id)).invitations).toEqual([]);
  await expect(
    new OfficerSession(apiOf(instance)).invitation.check(token, made.authority),
  ).rejects.toMatchObject({
    code: 'setup-refused',
  });
});

test('of an intercepted invitation the words differ: whoever took it up first is not whom one telephones', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.office.invite();
  const form = { token, authority: made.authority, passphrase: 'a long enough passphrase' };
  const { token: second } = await authority.office.invite();
  const invited = await new OfficerSession(apiOf(instance)).invitation.takeUp({
    ...form,
    token: second,
    accountName: 'bela',
  });
  const thief = await new OfficerSession(apiOf(instance)).invitation.takeUp({
    ...form,
    accountName: 'mallory',
  });
  const shown = (await authority.office.view()).invitations.map(({ words }) => words?.join(' '));
  expect(new Set(shown)).toEqual(new Set([invited.words.join(' '), thief.words.join(' ')]));
  expect(thief.words).not.toEqual(invited.words);
  // The one whose link it was is refused, and has no words to read out.
  const late = new OfficerSession(apiOf(instance)).invitation.takeUp({ ...form, accountName: 'chidi' });
  await expect(late).rejects.toMatchObject({ code: 'setup-refused' });
});

test('a colleague without the authority’s key can neither open the office nor publish', async () => {
  const { taken, accountName } = await admitColleague();
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  expect((await colleague.profile()).isAuthority).toBe(false);
  const words = taken.recoveryWords.join(' ');
  await expect(colleague.office.open({ method: 'words', words })).rejects.toMatchObject({
    code: 'wrong-secret',
  });
});

test('a directory the link does not name is refused by an invited person', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.office.invite();
  const other = 'A'.repeat(43);
  const form = { token, authority: other, accountName: 'x', passphrase: 'a long enough passphrase' };
  await expect(new OfficerSession(apiOf(instance)).invitation.takeUp(form)).rejects.toMatchObject({
    code: 'wrong-authority',
  });
});

test('of two versions published at the same instant one counts, and the other is told', async () => {
  const send = browserFetch();
  const { authority, view } = await openedOffice();
  const second = await newOfficer(instance, made.recoveryWords, apiOf(instance, send));
  await second.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const renamed = (name: string) => ({ ...draftOf(view), name: { en: name } });
  const outcomes = await Promise.allSettled([
    authority.office.publish(renamed('One office')),
    second.office.publish(renamed('Other office')),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
});

/** Two officers at every door, and a report that both can read. */
async function twoOfficersAndReport(leftOut: readonly string[] = []) {
  const { authority, taken, accountName, published } = await admitColleague();
  const colleagueApi = apiOf(instance);
  const signInColleague = () => newOfficer(instance, taken.recoveryWords, colleagueApi, accountName);
  const reporter = await newReporter(instance);
  const receipt = await reporter.send({ ...REPORT, leftOut }, quiet);
  const back = () =>
    newReporter(instance).then(async (session) => ({
      session,
      view: await session.open(receipt.words.join(' ')),
    }));
  return { authority, published, signInColleague, back, receipt };
}

function idOf(view: OfficeView, name: string): string {
  return view.people.find((person) => person.name === name)!.id;
}

test('a person the reporter leaves out finds nothing, and can neither read nor write by asking the server', async () => {
  const { published } = await admitColleague();
  const excluded = idOf(published, SETUP.officerName);
  const reporter = await newReporter(instance);
  const { words } = await reporter.send({ ...REPORT, leftOut: [excluded] }, quiet);
  const officer = await newOfficer(instance, made.recoveryWords);
  expect(await officer.inbox.sync(quiet)).toEqual([]);
  const view = await reporter.open(words.join(' '));
  expect(view).toMatchObject({
    sealedTo: ['Second officer'],
    leftOut: [SETUP.officerName],
    readers: ['Second officer'],
  });
});

test('when every reader is left out the oversight reader gets the report; with none, nothing is sent', async () => {
  const { authority, published, taken, accountName } = await admitColleague();
  const [first, second] = published.people;
  const doors = published.doors.map((door) => ({ ...door, readers: [first!.id], oversight: [second!.id] }));
  await authority.office.publish({ ...draftOf(published), doors });
  const reporter = await newReporter(instance);
  await reporter.send({ ...REPORT, leftOut: [first!.id] }, quiet);
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  expect(await colleague.inbox.sync(quiet)).toHaveLength(1);
  const everyone = [first!.id, second!.id];
  await expect(reporter.send({ ...REPORT, leftOut: everyone }, quiet)).rejects.toMatchObject({
    code: 'malformed',
  });
});

test('a colleague is given access, on record for the reporter; a person left out never is', async () => {
  const { authority, published } = await admitColleague();
  const [first, second] = published.people;
  const doors = published.doors.map((door) => ({ ...door, readers: [first!.id] }));
  const narrowed = await authority.office.publish({ ...draftOf(published), doors });
  const reporter = await newReporter(instance);
  const { words } = await reporter.send(REPORT, quiet);
  const officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  await officer.cases.addNote(listed!.id, 'Ask the second officer.');
  const granted = await officer.cases.grant(listed!.id, second!.id);
  expect(granted.readers).toEqual([first!.name, second!.name]);
  const view = await reporter.open(words.join(' '));
  expect(view.items.at(-1)).toMatchObject({ kind: 'grant', to: 'Second officer' });
  await authority.office.publish({ ...draftOf(narrowed), doors: published.doors });
  const kept = await newReporter(instance);
  await kept.send({ ...REPORT, text: 'Another.', leftOut: [second!.id] }, quiet);
  const other = (await officer.inbox.sync(quiet)).find((one) => one.excerpt === 'Another.');
  await expect(officer.cases.grant(other!.id, second!.id)).rejects.toMatchObject({ code: 'left-out' });
});

test('a colleague who was given access reads the case and its notes', async () => {
  const { authority, published, taken, accountName } = await admitColleague();
  const [first, second] = published.people;
  const doors = published.doors.map((door) => ({ ...door, readers: [first!.id] }));
  await authority.office.publish({ ...draftOf(published), doors });
  await (await newReporter(instance)).send(REPORT, quiet);
  const officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  await officer.cases.addNote(listed!.id, 'Ask the second officer.');
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  expect(await colleague.inbox.sync(quiet)).toEqual([]);
  await officer.cases.grant(listed!.id, second!.id);
  await colleague.inbox.sync(quiet);
  expect((await colleague.cases.open(listed!.id)).notes).toHaveLength(1);
});

test('after somebody leaves, the keys change: the others and the reporter go on, the leaver’s old key opens nothing', async () => {
  const { authority, signInColleague, back } = await twoOfficersAndReport();
  const colleague = await signInColleague();
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.open(listed!.id);
  await colleague.cases.addNote(listed!.id, 'I know one of them.');
  const view = await authority.office.view();
  const people = withColleague(view, 'removed');
  await authority.office.publish({ ...draftOf(view), people });
  await authority.inbox.sync(quiet);
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 1, failed: [] });
  await authority.inbox.sync(quiet);
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [] });
  const read = await authority.cases.reply(listed!.id, 'We go on without our colleague.');
  expect(read.readers).toEqual([SETUP.officerName]);
  expect(read.notes).toHaveLength(1);
  const { session, view: own } = await back();
  expect(own.items.map((item) => item.kind)).toEqual(['access', 'rotation', 'message']);
  expect((await session.write('message', 'Good.')).items.at(-1)).toMatchObject({ text: 'Good.' });
  // Back in the office, with the keyring of before: the case stays closed to the one who left.
  await authority.office.publish({ ...draftOf(await authority.office.view()), people: view.people });
  const returned = await signInColleague();
  const [trouble] = await returned.inbox.sync(quiet);
  expect(trouble).toMatchObject({ trouble: 'not-found' });
  await expect(returned.cases.open(listed!.id)).rejects.toMatchObject({ code: 'not-found' });
});

test('an officer who steps back from a case loses it, and the others keep it', async () => {
  const { authority, signInColleague } = await twoOfficersAndReport();
  await authority.inbox.sync(quiet);
  const colleague = await signInColleague();
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.addNote(listed!.id, 'My cousin is named here.');
  await colleague.cases.recuse(listed!.id);
  expect(await colleague.inbox.kept()).toEqual([]);
  await authority.inbox.sync(quiet);
  const read = await authority.cases.open(listed!.id);
  expect(read.readers).toEqual([SETUP.officerName]);
  expect(read.notes).toHaveLength(1);
  // Its old slots still open what they opened: the case stays away all the same, also after signing in anew.
  expect(await colleague.inbox.sync(quiet)).toEqual([]);
  const anew = await signInColleague();
  expect(await anew.inbox.sync(quiet)).toEqual([]);
  const [back] = read.colleagues.possible;
  await authority.cases.grant(listed!.id, back!.id);
  expect(await anew.inbox.sync(quiet)).toMatchObject([{ trouble: null }]);
  expect((await anew.cases.open(listed!.id)).notes).toHaveLength(1);
});

test('a colleague given access after the keys changed reads all that came before', async () => {
  const second = await admitColleague();
  const third = await admitColleague('Third officer', 'cyra');
  const everywhere = third.published.doors;
  const outsider = idOf(third.published, 'Third officer');
  const doors = everywhere.map((door) => ({
    ...door,
    readers: door.readers.filter((id) => id !== outsider),
  }));
  await third.authority.office.publish({ ...draftOf(third.published), doors });
  const { words } = await (await newReporter(instance)).send(REPORT, quiet);
  const leaver = await newOfficer(instance, second.taken.recoveryWords, apiOf(instance), second.accountName);
  const [listed] = await leaver.inbox.sync(quiet);
  await leaver.cases.addNote(listed!.id, 'Written before the keys changed.');
  await leaver.cases.recuse(listed!.id);
  await third.authority.inbox.sync(quiet);
  await third.authority.cases.reply(listed!.id, 'After the change.');
  await third.authority.cases.grant(listed!.id, outsider);
  const newcomer = await newOfficer(instance, third.taken.recoveryWords, apiOf(instance), third.accountName);
  await newcomer.inbox.sync(quiet);
  const read = await newcomer.cases.open(listed!.id);
  // Changed by the one who left and, since they know that key, by the one who wrote next.
  expect(read.items.map((item) => item.kind)).toEqual(['rotation', 'rotation', 'message', 'grant', 'access']);
  expect(read.notes).toHaveLength(1);
  expect(read.text).toBe(REPORT.text);
  expect((await (await newReporter(instance)).open(words.join(' '))).items).toHaveLength(5);
  // Changed once more, and given back to the one who left first: who holds the oldest key and not the middle one.
  await newcomer.cases.recuse(listed!.id);
  await third.authority.cases.grant(listed!.id, idOf(third.published, 'Second officer'));
  const returned = await newOfficer(
    instance,
    second.taken.recoveryWords,
    apiOf(instance),
    second.accountName,
  );
  await returned.inbox.sync(quiet);
  const again = await returned.cases.open(listed!.id);
  expect(again.text).toBe(REPORT.text);
  expect(again.items.filter((item) => item.kind === 'rotation')).toHaveLength(4);
  expect(again.notes).toHaveLength(1);
  expect(again.unreadable).toEqual({ shared: null, internal: null });
});

test('a case nothing happened to since somebody left has its keys changed too', async () => {
  const { authority } = await twoOfficersAndReport();
  await authority.inbox.sync(quiet);
  const view = await authority.office.view();
  const people = withColleague(view, 'removed');
  await authority.office.publish({ ...draftOf(view), people });
  await authority.inbox.sync(quiet);
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 1, failed: [] });
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [] });
});

test('a colleague’s access is ended, on record, and the others and the reporter go on', async () => {
  const { authority, signInColleague, back, published } = await twoOfficersAndReport();
  const colleague = await signInColleague();
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.open(listed!.id);
  await authority.inbox.sync(quiet);
  const second = published.people.find((person) => person.name === 'Second officer')!;
  const ended = await authority.cases.endAccess(listed!.id, second.id);
  expect(ended.colleagues.reading.map(({ name }) => name)).toEqual([SETUP.officerName]);
  expect(ended.colleagues.possible.map(({ name }) => name)).toEqual(['Second officer']);
  await expect(colleague.cases.open(listed!.id)).rejects.toMatchObject({ code: 'not-found' });
  const { view: own } = await back();
  expect(own.items.at(-1)).toMatchObject({ kind: 'rotation' });
});

test('keys change beside an officer who replies at the same instant: nothing is lost, nothing doubled', async () => {
  const { authority, back } = await twoOfficersAndReport();
  const [listed] = await authority.inbox.sync(quiet);
  await authority.cases.open(listed!.id);
  const view = await authority.office.view();
  await authority.office.publish({ ...draftOf(view), people: withColleague(view, 'removed') });
  const [rotated] = await Promise.all([
    authority.allCases.rotate(quiet),
    authority.cases.reply(listed!.id, 'While the keys change.'),
    authority.cases.addNote(listed!.id, 'Also a note.'),
  ]);
  expect(rotated).toEqual({ changed: 1, failed: [] });
  const { view: own } = await back();
  expect(own.items.map((item) => item.kind).sort()).toEqual(['access', 'message', 'rotation']);
  const read = await authority.cases.open(listed!.id);
  expect(read.notes).toHaveLength(1);
});

test('two officers who change the keys of the same cases at once lose nothing, and no case is in trouble after', async () => {
  const third = await admitColleague('Third officer', 'chen');
  const { authority } = await admitColleague();
  const words: string[] = [];
  for (const text of ['One.', 'Two.', 'Three.', 'Four.']) {
    const receipt = await (await newReporter(instance)).send({ ...REPORT, text }, quiet);
    words.push(receipt.words.join(' '));
  }
  const chen = await newOfficer(instance, third.taken.recoveryWords, apiOf(instance), third.accountName);
  const officers = [authority, chen];
  for (const officer of officers) {
    for (const { id, excerpt } of await officer.inbox.sync(quiet)) {
      if (excerpt === 'One.') await officer.cases.addNote(id, 'A note.');
    }
  }
  const view = await authority.office.view();
  await authority.office.publish({ ...draftOf(view), people: withColleague(view, 'removed') });
  await chen.inbox.sync(quiet);
  const done = await Promise.all(officers.map((officer) => officer.allCases.rotate(quiet)));
  expect(done.flatMap(({ failed }) => failed)).toEqual([]);
  for (const officer of officers) {
    expect(await officer.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [] });
    const cases = await officer.inbox.sync(quiet);
    expect(cases.map(({ trouble }) => trouble)).toEqual([null, null, null, null]);
    for (const { id, excerpt } of cases) {
      const read = await officer.cases.open(id);
      expect(read.readers).toEqual([SETUP.officerName, 'Third officer']);
      expect(read.notes).toHaveLength(excerpt === 'One.' ? 2 : 0);
      await officer.cases.reply(id, 'After the change.');
    }
  }
  for (const one of words) {
    const { items } = await (await newReporter(instance)).open(one);
    expect(items.filter(({ kind }) => kind === 'rotation')).toHaveLength(1);
    expect(items.filter(({ kind }) => kind === 'message')).toHaveLength(2);
  }
});

test('keys that a colleague changes between reading and writing hinder neither a reply nor another change', async () => {
  const third = await admitColleague('Third officer', 'chen');
  const { authority } = await admitColleague();
  const receipt = await (await newReporter(instance)).send(REPORT, quiet);
  let between: (() => Promise<unknown>) | null = null;
  const slow: typeof fetch = async (input, init) => {
    const first = between;
    if (first !== null && new URL(input as string).pathname.endsWith('/case/append')) {
      between = null;
      await first();
    }
    return fetch(input, init);
  };
  const chen = await newOfficer(
    instance,
    third.taken.recoveryWords,
    apiOf(instance, browserFetch(slow)),
    third.accountName,
  );
  const [listed] = await chen.inbox.sync(quiet);
  await authority.inbox.sync(quiet);
  const { people } = await authority.office.view();
  const colleague = people.find(({ name }) => name === 'Second officer')!;
  await chen.cases.open(listed!.id);
  between = () => authority.cases.endAccess(listed!.id, colleague.id);
  await chen.cases.reply(listed!.id, 'Written once.');
  await authority.cases.grant(listed!.id, colleague.id);
  const view = await authority.office.view();
  await authority.office.publish({ ...draftOf(view), people: withColleague(view, 'removed') });
  await chen.inbox.sync(quiet);
  between = () => authority.allCases.rotate(quiet);
  expect(await chen.allCases.rotate(quiet)).toEqual({ changed: 1, failed: [] });
  const { items } = await (await newReporter(instance)).open(receipt.words.join(' '));
  expect(items.filter(({ kind }) => kind === 'rotation')).toHaveLength(2);
  expect(items.filter(({ kind }) => kind === 'message')).toHaveLength(1);
});

test('an officer’s cases are handed over whole, but for what the reporter kept from that colleague', async () => {
  const { authority, published } = await admitColleague();
  const [first, second] = published.people;
  const doors = published.doors.map((door) => ({ ...door, readers: [first!.id] }));
  const narrowed = await authority.office.publish({ ...draftOf(published), doors });
  for (const text of ['One.', 'Two.', 'Three.'])
    await (await newReporter(instance)).send({ ...REPORT, text }, quiet);
  await authority.office.publish({ ...draftOf(narrowed), doors: published.doors });
  const kept = { ...REPORT, text: 'Kept.', leftOut: [second!.id] };
  await (await newReporter(instance)).send(kept, quiet);
  const officer = await newOfficer(instance, made.recoveryWords);
  const cases = await officer.inbox.sync(quiet);
  await officer.cases.setStatus(cases.find(({ excerpt }) => excerpt === 'Three.')!.id, 'closed', 'Done.');
  const choices = await officer.allCases.handOverChoices();
  expect(choices.colleagues.map(({ name }) => name)).toEqual(['Second officer']);
  expect(choices).toMatchObject({ cases: cases.length - 1, unsound: 0 });
  const done = await officer.allCases.handOver(second!.id, ({ done: at }) => {
    if (at === 1) void officer.allCases.stopHandOver();
  });
  expect(done.changed + done.failed.length).toBe(1);
  const rest = await officer.allCases.handOver(second!.id, quiet);
  expect(done.changed + rest.changed).toBe(2);
  expect(rest.failed).toEqual([cases.find(({ excerpt }) => excerpt === 'Kept.')!.reference]);
});

test.each(['internal', 'shared'])(
  'leaving a case goes on where an answer was lost: the change of the %s keys',
  async (chain) => {
    const { authority, taken } = await admitColleague();
    await (await newReporter(instance)).send(REPORT, quiet);
    let appends = 0;
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const { pathname } = new URL(input as string);
      if (lost > 0 && pathname.endsWith('/case/append') && ++appends === lost) {
        await answer.arrayBuffer();
        throw new TypeError('the connection broke off');
      }
      return answer;
    };
    const colleague = await newOfficer(
      instance,
      taken.recoveryWords,
      apiOf(instance, browserFetch(losing)),
      'bela',
    );
    const [listed] = await colleague.inbox.sync(quiet);
    await colleague.cases.addNote(listed!.id, 'My cousin is named here.');
    lost = chain === 'internal' ? 1 : 2;
    await expect(colleague.cases.recuse(listed!.id)).rejects.toMatchObject({ code: 'offline' });
    await colleague.cases.recuse(listed!.id);
    expect(await colleague.inbox.sync(quiet)).toEqual([]);
    await authority.inbox.sync(quiet);
    const read = await authority.cases.open(listed!.id);
    expect(read.readers).toEqual([SETUP.officerName]);
    expect(read.notes).toHaveLength(1);
    expect(read.unreadable).toEqual({ shared: null, internal: null });
    // Changed once by each: whoever leaves knows the key they made.
    const changes = read.items.filter((item) => item.kind === 'rotation');
    expect(changes.map(({ author }) => author)).toMatchObject([
      { name: 'Second officer' },
      { name: SETUP.officerName },
    ]);
    const noted = await authority.cases.addNote(listed!.id, 'And it goes on.');
    expect(noted.notes).toHaveLength(2);
  },
);

test('whoever leaves or loses a case holds neither key after it, also when others came meanwhile', async () => {
  const { authority, signInColleague, receipt, published } = await twoOfficersAndReport();
  const second = idOf(published, 'Second officer');
  const colleague = await signInColleague();
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.addNote(listed!.id, 'Sealed to both.');
  await authority.inbox.sync(quiet);
  const newestEpochs = async () => {
    const caseId = fromBase64url(listed!.id) as CaseId;
    const sets = await readSlotSets(instance.context.db, [caseId], ['shared', 'officers']);
    const newest = (audience: string) =>
      Math.max(...sets.filter((set) => set.audience === audience).map(({ epoch }) => epoch));
    return [newest('shared'), newest('officers')];
  };
  expect(await newestEpochs()).toEqual([0, 0]);
  await authority.cases.endAccess(listed!.id, second);
  expect(await newestEpochs()).toEqual([1, 1]);
  // Given again, the key of the notes is theirs as well: it changes again when access ends again.
  await authority.cases.grant(listed!.id, second);
  await authority.cases.endAccess(listed!.id, second);
  expect(await newestEpochs()).toEqual([2, 2]);
  // And when the other one leaves, although as many read as did after the last change.
  await authority.cases.grant(listed!.id, second);
  await authority.cases.recuse(listed!.id);
  expect(await newestEpochs()).toEqual([3, 3]);
  await colleague.inbox.sync(quiet);
  expect((await colleague.cases.open(listed!.id)).notes).toHaveLength(1);
  expect(receipt.words).toHaveLength(12);
});

test.each(['was lost', 'never came'])(
  'a reply whose %s is written once, although the keys changed before it was tried again',
  async (what) => {
    const second = await admitColleague();
    const third = await admitColleague('Third officer', 'cyra');
    const { words } = await (await newReporter(instance)).send(REPORT, quiet);
    let cut = false;
    const losing: typeof fetch = async (input, init) => {
      const isHit = cut && new URL(input as string).pathname.endsWith('/case/append');
      if (isHit && what === 'never came') throw new TypeError('the connection broke off');
      const answer = await fetch(input, init);
      if (!isHit) return answer;
      await answer.arrayBuffer();
      throw new TypeError('the connection broke off');
    };
    const api = apiOf(instance, browserFetch(losing));
    const officer = await newOfficer(instance, second.taken.recoveryWords, api, 'bela');
    const [listed] = await officer.inbox.sync(quiet);
    await officer.cases.open(listed!.id);
    cut = true;
    await expect(officer.cases.reply(listed!.id, 'Once.')).rejects.toMatchObject({ code: 'offline' });
    cut = false;
    const leaving = await newOfficer(instance, third.taken.recoveryWords, apiOf(instance), 'cyra');
    await leaving.inbox.sync(quiet);
    await leaving.cases.recuse(listed!.id);
    await officer.cases.reply(listed!.id, 'Once.');
    const own = await (await newReporter(instance)).open(words.join(' '));
    expect(own.items.filter((item) => item.kind === 'message')).toHaveLength(1);
  },
);

test('leaving that never reached the server is done after a colleague changed the keys', async () => {
  const second = await admitColleague();
  const third = await admitColleague('Third officer', 'cyra');
  await (await newReporter(instance)).send(REPORT, quiet);
  let cut = false;
  const losing: typeof fetch = async (input, init) => {
    if (cut && new URL(input as string).pathname.endsWith('/case/append')) throw new TypeError('cut off');
    return fetch(input, init);
  };
  const api = apiOf(instance, browserFetch(losing));
  const officer = await newOfficer(instance, second.taken.recoveryWords, api, 'bela');
  const [listed] = await officer.inbox.sync(quiet);
  await officer.cases.open(listed!.id);
  cut = true;
  await expect(officer.cases.recuse(listed!.id)).rejects.toMatchObject({ code: 'offline' });
  cut = false;
  const other = await newOfficer(instance, third.taken.recoveryWords, apiOf(instance), 'cyra');
  await other.inbox.sync(quiet);
  await other.cases.recuse(listed!.id);
  await officer.cases.recuse(listed!.id);
  expect(await officer.inbox.sync(quiet)).toEqual([]);
  await second.authority.inbox.sync(quiet);
  expect((await second.authority.cases.open(listed!.id)).readers).toEqual([SETUP.officerName]);
});

test('a rule that changes is in the directory, and in the history with what it was before', async () => {
  const { authority, view } = await openedOffice();
  const policy = { ...view.policy, acknowledgeDays: 5, recoveryHelpers: 3 };
  const published = await authority.office.publish({ ...draftOf(view), policy });
  expect(published.policy).toEqual(policy);
  expect(published.history[0]!.changes).toEqual([
    { code: 'acknowledgeDays', name: '', rule: { before: 7, now: 5 } },
    { code: 'recoveryHelpers', name: '', rule: { before: 2, now: 3 } },
  ]);
  // One alone is no rule that the contract knows.
  const alone = { ...policy, recoveryHelpers: 1 };
  await expect(authority.office.publish({ ...draftOf(published), policy: alone })).rejects.toThrow(
    'recoveryHelpers',
  );
});
