/** A reporter whose own key for later is none: by mistake, or on purpose. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { openEntry, sealEntry } from '../../crypto/entry.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { encodeContent, contentIf } from '../../client/case/kinds/table.ts';
import { checkDirectory } from '../../client/directory/directory.ts';
import { sealReport } from '../../client/reporter/worker/sealing.ts';
import { solve } from '../../client/calls/work.ts';
import { toWords } from '../../crypto/words.ts';
import { getChallenge, readDirectory } from '../../server/api/anyone.ts';
import { openCase } from '../../server/api/reporter.ts';
import { admitColleague } from '../stage/colleague.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
beforeAll(stretchQuickly);
beforeEach(async () => {
  instance = await startInstance();
  made = await setUp(instance);
});
afterEach(() => instance.stop());

const quiet = () => undefined;

/** Sends a report that gives zeros for the reporter's X-Wing key. */
async function reportWithoutKey(): Promise<string> {
  const api = apiOf(instance);
  const known = checkDirectory(await api.call(readDirectory, {}), null);
  const { entropy, keys, entry, slotSets } = sealReport(REPORT, known);
  const { key } = openSlotSet(slotSets[0]!, keys.kemSeed)!;
  const { header, author, kind, content } = openEntry(entry, key, () => undefined);
  const report = contentIf('report', { kind: 'report', content })!;
  const reporter = typed('KemPublicKey', new Uint8Array(1216));
  const changed = encodeContent('report', { ...report, sealing: { ...report.sealing, reporter } });
  const bytes = sealEntry({ ...header, author, kind, content: changed }, key, keys.signingSeed);
  const work = await solve((await api.call(getChallenge, {})).challenge);
  await api.call(openCase, { entry: bytes, slotSets, work });
  return toWords(entropy).join(' ');
}

test('an officer is told of it, and the keys still change when somebody loses access', async () => {
  const { published } = await admitColleague(instance, made);
  const words = await reportWithoutKey();
  const officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  expect(listed!.trouble).toBeNull();
  expect(await officer.cases.open(listed!.id)).toMatchObject({ text: REPORT.text, reporterFollows: false });
  await officer.cases.reply(listed!.id, 'Heard.');
  expect((await (await newReporter(instance)).open(words)).items).toHaveLength(2);

  const colleague = published.people.find(({ name }) => name === 'Second officer')!;
  const { readers } = await officer.cases.endAccess(listed!.id, colleague.id);
  expect(readers).toEqual(['First integrity officer']);
});

test('of a reporter with a key nothing is said', async () => {
  await (await newReporter(instance)).send(REPORT, quiet);
  const officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  expect((await officer.cases.open(listed!.id)).reporterFollows).toBe(true);
});
