/** What a colleague can spoil, and what the others and the reporter can do then. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { COLLEAGUE, admitColleague } from '../stage/colleague.ts';
import { fromBase64url } from '../../crypto/base64url.ts';
import { typed } from '../../crypto/bytes.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import { readSlotSets } from '../../db/slot-sets.ts';
import { Spoiler } from '../stage/spoiler.ts';
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
import { officerAtWork, type OfficerAtWork } from '../stage/people.ts';
import { Insider } from '../stage/insider.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;

let instance: Instance;
let made: SetupResult;
let authority: OfficerSession;
let bela: OfficerAtWork;
let belaWords: readonly string[];
let reporter: ReporterSession;
let words: string;
let id: string;
beforeAll(stretchQuickly);
beforeEach(async () => {
  instance = await startInstance();
  made = await setUp(instance);
  const admitted = await admitColleague(instance, made);
  authority = admitted.authority;
  belaWords = admitted.taken.recoveryWords;
  bela = await officerAtWork(apiOf(instance), belaWords, COLLEAGUE.account);
  reporter = await newReporter(instance);
  words = (await reporter.send(REPORT, quiet)).words.join(' ');
  ({ id } = await reporter.open(words));
  await authority.inbox.sync(quiet);
  await authority.cases.open(id);
  await authority.cases.addNote(id, 'A note.');
});
afterEach(() => instance.stop());

/** The colleague is removed from the office. */
async function remove(): Promise<void> {
  const view = await authority.office.view();
  const people = view.people.map((person) =>
    person.name === COLLEAGUE.name ? { ...person, state: 'removed' as const } : person,
  );
  await authority.office.publish({ ...draftOf(view), people });
  await authority.inbox.sync(quiet);
}

/** The newest key of the conversation and of the notes, by its number. */
async function epochs(): Promise<number[]> {
  const caseId = typed('CaseId', fromBase64url(id)!);
  const audiences = ['shared', 'officers'] as const;
  const sets = await Promise.all(
    audiences.map((audience) => readSlotSets(instance.context.db, [caseId], [audience])),
  );
  return sets.map((found) => found.at(-1)!.epoch);
}

test('the keys of a conversation that cannot be read to its end are not changed, and that is told each time', async () => {
  await new Spoiler(bela, id).spoil('random bytes');
  await remove();
  const { reference } = await authority.cases.open(id);
  for (const _ of [1, 2])
    expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [reference] });
  expect(await epochs()).toEqual([0, 0]);
});

test('where it is the notes, whoever left loses the conversation all the same, and that they keep the key of the notes is told', async () => {
  await new Spoiler(bela, id).spoil('random bytes', 'internal');
  await remove();
  const { reference } = await authority.cases.open(id);
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [reference] });
  expect(await epochs()).toEqual([1, 0]);
  expect(await authority.allCases.rotate(quiet)).toEqual({ changed: 0, failed: [] });
  await authority.cases.reply(id, 'We go on.');
  expect(await reporter.write('message', 'Good.')).toMatchObject({ unreadable: null });
  expect((await authority.cases.open(id)).items.at(-1)).toMatchObject({ text: 'Good.' });
});

test('an officer steps back from a case with spoilt notes', async () => {
  await new Spoiler(bela, id).spoil('random bytes', 'internal');
  await authority.cases.recuse(id);
  expect(await authority.inbox.kept()).toEqual([]);
  expect(await epochs()).toEqual([1, 0]);
});

test('a colleague who changes the key and leaves the reporter out takes no more than what comes after', async () => {
  await authority.cases.reply(id, 'Before.');
  const before = await reporter.refresh();
  const insider = new Insider(instance, bela, typed('CaseId', fromBase64url(id)!));
  await insider.read();
  const me = bela.directory.people.find(({ name }) => name === SETUP.officerName)!.id;
  await insider.rotate([me, bela.person], false);
  await authority.inbox.sync(quiet);
  await authority.cases.reply(id, 'After.');
  const unreadable = { number: before.length + 1, by: null, after: 1 };
  expect(await reporter.refresh()).toMatchObject({ items: before.items, unreadable });
  await expect(reporter.write('message', 'Hello?')).rejects.toMatchObject({ code: 'unreadable' });
  const elsewhere = await newReporter(instance);
  expect(await elsewhere.open(words)).toMatchObject({ items: before.items, unreadable });
});

test('under a key that no entry names nothing is read, though everybody was given it', async () => {
  const before = await reporter.refresh();
  const insider = new Insider(instance, bela, typed('CaseId', fromBase64url(id)!));
  await insider.read();
  const me = bela.directory.people.find(({ name }) => name === SETUP.officerName)!.id;
  await insider.writeUnderOwnKey([me, bela.person]);
  const by = { role: 'person', name: COLLEAGUE.name };
  const unreadable = { number: before.length + 1, by, after: 0 };
  expect(await reporter.refresh()).toMatchObject({ items: before.items, unreadable });
  await authority.inbox.sync(quiet);
  const opened = await authority.cases.open(id);
  expect(opened).toMatchObject({ items: before.items, unreadable: { shared: unreadable } });
});

test('what a newcomer to the office writes is read, by whoever signed in or came back before that', async () => {
  const early = await newOfficer(instance, belaWords, apiOf(instance), COLLEAGUE.account);
  await early.inbox.sync(quiet);
  await early.cases.open(id);
  await reporter.refresh();
  const cyra = { name: 'Third officer', account: 'cyra' };
  const { taken, published } = await admitColleague(instance, made, cyra);
  await authority.inbox.sync(quiet);
  await authority.cases.grant(id, published.people.find(({ name }) => name === cyra.name)!.id);
  const newcomer = await newOfficer(instance, taken.recoveryWords, apiOf(instance), cyra.account);
  await newcomer.inbox.sync(quiet);
  await newcomer.cases.reply(id, 'I am new.');
  const said = { text: 'I am new.' };
  const view = await reporter.refresh();
  expect(view).toMatchObject({ unreadable: null });
  expect(view.items.at(-1)).toMatchObject(said);
  const opened = await early.cases.open(id);
  expect(opened).toMatchObject({ unreadable: { shared: null, internal: null } });
  expect(opened.items.at(-1)).toMatchObject(said);
});
