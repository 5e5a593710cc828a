import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  SETUP,
  startInstance,
  apiOf,
  type Instance,
} from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';

let instance: Instance;
let made: SetupResult;
beforeAll(stretchQuickly);
beforeAll(async () => {
  instance = await startInstance();
  made = await setUp(instance);
});
afterAll(() => instance.stop());

const quiet = () => undefined;

test('a report goes to the officer, is opened on record, answered, and the answer comes back', async () => {
  const reporter = await newReporter(instance);
  const steps: string[] = [];
  const receipt = await reporter.send(REPORT, (step) => steps.push(step));
  expect(receipt.words).toHaveLength(12);
  expect(steps).toEqual(['sealing', 'sending', 'confirming']);

  const officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  expect(listed).toMatchObject({
    status: 'new',
    unread: true,
    reference: receipt.reference,
    door: 'official',
  });
  const opened = await officer.cases.open(listed!.id);
  expect(opened.text).toBe(REPORT.text);
  expect(opened.items.map((item) => item.kind)).toEqual(['access']);
  await officer.cases.reply(listed!.id, 'Thank you. Which nights?');
  await officer.cases.addNote(listed!.id, 'Check the rota.');
  const noted = await officer.cases.setStatus(listed!.id, 'assessing', '');
  expect(noted.notes.map((note) => note.kind)).toEqual(['note']);

  const back = new ReporterSession(apiOf(instance));
  const view = await back.open(receipt.words.join(' '));
  expect(view.items.map((item) => item.kind)).toEqual(['access', 'message', 'status']);
  expect(view.status).toBe('assessing');
  expect(JSON.stringify(view)).not.toContain('rota');
  const answered = await back.write('message', 'Tuesdays and Fridays.');
  expect(answered.items.at(-1)).toMatchObject({ kind: 'message', author: { role: 'reporter' } });

  await officer.lock();
  const again = await newOfficer(instance, made.recoveryWords);
  const [fresh] = await again.inbox.sync(quiet);
  expect(fresh).toMatchObject({ status: 'assessing', unread: true, waitingFor: 'officers' });
  const read = await again.cases.open(listed!.id);
  expect(read.notes).toHaveLength(1);
  expect(read.items.at(-1)).toMatchObject({ text: 'Tuesdays and Fridays.' });
});

test('a passphrase opens the same account', async () => {
  const officer = new OfficerSession(apiOf(instance));
  const signedIn = await officer.signIn(' Amina ', { method: 'passphrase', passphrase: SETUP.passphrase });
  expect(signedIn.name).toBe(SETUP.officerName);
});
