/** A report for somebody else: consent on record, and a second receipt for that person. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { openCase } from '../../server/api/reporter.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, newReporter, REPORT, startInstance, type Instance } from '../stage/running.ts';
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
  return () => instance.stop();
});

const quiet = () => undefined;
const open = async (words: readonly string[]) => (await newReporter(instance)).open(words.join(' '));
const count = async () => (await instance.context.db.selectFrom('cases').select('id').execute()).length;

test('helper and person each have words, a conversation, and the number of the other', async () => {
  const helper = await newReporter(instance);
  const behalf = { consent: 'agreed', second: true } as const;
  const receipt = await helper.send({ ...REPORT, behalf }, quiet);
  const { second } = receipt;
  expect(new Set([...receipt.words, ...second!.words]).size).toBeGreaterThan(12);
  const [own, persons] = [await open(receipt.words), await open(second!.words)];
  expect(own.behalf).toEqual({ role: 'sender', consent: 'agreed', other: second!.reference });
  expect(persons.behalf).toEqual({ role: 'person', consent: 'agreed', other: receipt.reference });
  expect([persons.text, persons.answers, persons.sealedTo]).toEqual([own.text, own.answers, own.sealedTo]);

  const person = await newReporter(instance);
  await person.open(second!.words.join(' '));
  await person.write('message', 'He still has my passport.');
  expect((await open(receipt.words)).items).toEqual([]);
  const officer = await newOfficer(instance, made.recoveryWords);
  const listing = await officer.inbox.sync(quiet);
  expect(listing.map(({ reference }) => reference).sort()).toEqual(
    [receipt.reference, second!.reference].sort(),
  );
  const listed = listing.find(({ reference }) => reference === second!.reference);
  expect((await officer.cases.open(listed!.id)).behalf).toEqual(persons.behalf);
});

test('without a second receipt there is one case, which says that nobody was asked', async () => {
  const helper = await newReporter(instance);
  const receipt = await helper.send({ ...REPORT, behalf: { consent: 'unasked', second: false } }, quiet);
  expect(receipt.second).toBeNull();
  expect((await open(receipt.words)).behalf).toEqual({ role: 'sender', consent: 'unasked', other: null });
  const own = await helper.send(REPORT, quiet);
  expect((await open(own.words)).behalf).toBeNull();
  expect(await count()).toBe(2);
});

test.each([1, 2])('the answer to request %i is lost: sent again, nothing is doubled', async (lost) => {
  let opened = 0;
  const api = apiOf(instance, async (input, init) => {
    const answer = await fetch(input, init);
    const { pathname } = new URL(new Request(input).url);
    if (pathname === openCase.path && ++opened === lost) throw new TypeError('the connection closed');
    return answer;
  });
  const helper = new ReporterSession(api);
  await helper.checkDirectory(await api.call(readDirectory, {}), null);
  const draft = { ...REPORT, behalf: { consent: 'agreed', second: true } } as const;
  await expect(helper.send(draft, quiet)).rejects.toMatchObject({ code: 'offline' });
  const receipt = await helper.send(draft, quiet);
  expect(await count()).toBe(2);
  await open(receipt.words);
  await open(receipt.second!.words);
});

test('the server sees two reports like any other two', async () => {
  const shapes = async () => {
    const { db } = instance.context;
    const entries = await db.selectFrom('entries').select(['bytes', 'chain', 'seq']).execute();
    const sets = await db.selectFrom('slot_sets').select(['bytes', 'audience', 'epoch']).execute();
    return [...entries, ...sets].map(({ bytes, ...rest }) =>
      JSON.stringify({ ...rest, length: bytes.length }),
    );
  };
  const reporter = await newReporter(instance);
  await reporter.send(REPORT, quiet);
  await reporter.send({ ...REPORT, text: 'Another.' }, quiet);
  const apart = await shapes();
  await reporter.send({ ...REPORT, behalf: { consent: 'agreed', second: true } }, quiet);
  const all = await shapes();
  expect(all.sort()).toEqual([...apart, ...apart].sort());
});
