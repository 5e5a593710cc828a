/** The demo, as a newcomer starts it: what it prints is enough to get in, and what one finds there is whole. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf } from '../../crypto/stamp.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { createApi } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { filesOf } from '../../client/case/fold/files.ts';
import { countProtection } from '../../client/officer/page/protection/counts.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { compile } from '../stage/compiled.ts';
import { startProcess, type ServerProcess } from '../stage/process.ts';
import { browserFetch } from '../stage/running.ts';

let folder: string;
let demo: ServerProcess;
beforeAll(async () => {
  await ready(loadSumo);
  folder = compile();
  demo = await startProcess(join(folder, 'dist/tests/demo/main.js'), join(folder, 'data'));
});
afterAll(() => {
  demo.process.kill();
  rmSync(folder, { recursive: true, force: true });
});

const printed = (label: string) => new RegExp(`^${label}: +(.*)$`, 'm').exec(demo.said())![1]!;
const api = () => createApi(demo.url, browserFetch());

async function inboxOf(account: string) {
  const officer = new OfficerSession(api());
  await officer.signIn(account, { method: 'passphrase', passphrase: printed('Passphrase') });
  return officer.inbox.sync(() => undefined);
}

test('everybody it names signs in: officers to forty cases in every state, a custodian to every kind of work', async () => {
  const [ministry, , , custodian] = printed('Sign in as').split(', ');
  const cases = await inboxOf(ministry!);
  expect(cases).toHaveLength(40);
  expect(cases.every(({ trouble }) => trouble === null)).toBe(true);
  expect(new Set(cases.map(({ status }) => status))).toEqual(
    new Set(['new', 'open', 'assessing', 'investigating', 'closed']),
  );
  expect(cases.filter(({ openIncidents = 0 }) => openIncidents > 0)).toHaveLength(1);
  const counts = countProtection(cases, dayOf(Date.now()));
  expect(counts).toMatchObject({ settled: 2, changed: 1, overdue: 2, planned: 1, inTime: 2, highRisk: 3 });
  const work = (await inboxOf(custodian!)).map(({ identity }) => identity?.state);
  expect(new Set(work)).toEqual(new Set(['waiting', 'objected', 'approved', 'refused', 'disclosed']));
});

test('its cases have files, which an officer opens as they were sent', async () => {
  const officer = new OfficerSession(api());
  const [ministry] = printed('Sign in as').split(', ');
  await officer.signIn(ministry!, { method: 'passphrase', passphrase: printed('Passphrase') });
  const sent = new Map<string, Blob>();
  const withOriginal: string[] = [];
  for (const { id } of await officer.inbox.sync(() => undefined)) {
    const { items, identity } = await officer.cases.open(id);
    for (const file of filesOf(items, identity.originals)) {
      if (file.hasOriginal) withOriginal.push(file.name);
      sent.set(file.name, await officer.cases.openFile(id, file.id, () => undefined));
    }
  }
  expect([...sent.keys()].toSorted()).toEqual([
    'crossing.png',
    'draft-3.pdf',
    'fridays.csv',
    'nights.csv',
    'shifts.txt',
  ]);
  expect(withOriginal).toEqual(['draft-3.pdf']);
  expect(await sent.get('crossing.png')!.slice(1, 4).text()).toBe('PNG');
  const draft = await PDFDocument.load(await sent.get('draft-3.pdf')!.arrayBuffer());
  expect(draft.getAuthor()).toBeUndefined();
});

test('its twelve words open a report that was answered, with incidents and people who know', async () => {
  const reporterApi = api();
  const reporter = new ReporterSession(reporterApi);
  await reporter.checkDirectory(await reporterApi.call(readDirectory, {}), null);
  const view = await reporter.open(printed('Come back with'));
  expect(view.unreadable).toBeNull();
  expect(view.protection.knowledge.length).toBeGreaterThan(1);
  expect(view.protection.incidents.length).toBeGreaterThan(1);
  expect(view.items.some(({ kind, author }) => kind === 'message' && author.role === 'officer')).toBe(true);
});
