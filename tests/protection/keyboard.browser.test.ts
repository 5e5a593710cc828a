/** What protects a reporter, done with a keyboard alone, by the reporter and by an officer. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { launch, open } from '../stage/browsers.ts';
import { laterBy } from '../stage/device-clock.ts';
import { Keyboard } from '../stage/keyboard.ts';
import { makeOffice } from '../stage/made-office.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { Journey, says, screen } from '../stage/reporter-page.ts';
import { newOfficer, newReporter, REPORT, startInstance, type Instance } from '../stage/running.ts';

const quiet = () => undefined;
/** A check-in is due by then. */
const AHEAD = 31 * 86_400_000;

let browser: Browser;
let made: SetupResult;
let instance: Instance;
let words: string;
let reference: string;
let ahead = 0;
beforeAll(async () => {
  const office = await makeOffice();
  ({ made } = office);
  const now = () => Date.now() + ahead;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database: office.database, now });
  const reporter = await newReporter(instance);
  const sent = await reporter.send(REPORT, quiet);
  ({ reference } = sent);
  words = sent.words.join(' ');
  const { id } = await reporter.open(words);
  const officer = await newOfficer(instance, made.recoveryWords);
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  ahead = AHEAD;
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

test('a reporter checks in, asks for help, tells what was done, and makes a proof', async () => {
  const page = await open(browser, { width: 320 });
  await page.evaluateOnNewDocument(laterBy(AHEAD));
  await page.goto(instance.url);
  const reporter = new Journey(page, 'en');
  const { t } = reporter;
  await reporter.comeBack(words);
  const keys = new Keyboard(page);
  await keys.press(t('checkIn.no'));
  await says(page, t('keep.arrived.check-in'));
  await keys.stays('check-in');

  await keys.press(t('keep.danger'));
  await screen(page, t('keep.danger.title'));
  await keys.stays('danger');
  await keys.press(t('keep.danger.tell'));
  await screen(page, t('incident.title'));
  await keys.stays('incident');
  await keys.press(t('incident.send'));
  await says(page, t('incident.forms.missing'));
  await keys.stays('incident, missing');
  await keys.tick(t('incident.form.duties'));
  await keys.write(t('incident.who'), 'The head');
  await keys.write(t('incident.text'), 'Moved to the night shift.');
  await keys.press(t('incident.send'));
  await says(page, t('keep.arrived.incident'));
  await keys.stays('incident, sent');

  await keys.press(t('proof.make'));
  await says(page, t('proof.danger'));
  await keys.stays('proof');
  await keys.write(t('proof.for'), 'The court');
  await keys.choose(t('proof.report.date'), t('proof.report.content'));
  await keys.press(t('proof.entries.story'));
  await keys.press(t('proof.see'));
  await says(page, t('proof.seen'));
  await keys.stays('proof, seen');
  await keys.press(t('proof.save'));
  await says(page, t('proof.saved'));
  await keys.stays('proof, saved');
  expect(keys.troubles).toEqual([]);
});

test('an officer assesses the risk, plans a measure, records who knows, and how it ended', async () => {
  const page = await open(browser);
  await page.evaluateOnNewDocument(laterBy(AHEAD));
  await page.goto(`${instance.url}/officer/`);
  const officer = new OfficerJourney(page);
  const { t } = officer;
  await officer.signInByWords(made.recoveryWords);
  await officer.open(reference);
  const keys = new Keyboard(page);
  await keys.press(t('protection.part.risk'));
  await keys.choose(t('protection.likelihood.certain'));
  await keys.choose(t('protection.seriousness.minor'), t('protection.seriousness.major'));
  await keys.press(t('protection.risk.save'));
  await says(page, t('protection.risk.history'));
  await keys.stays('risk');

  await keys.press(t('protection.part.measures'));
  await keys.write(t('protection.measure.what'), 'Another line of reporting');
  // A day that is one in any order.
  await keys.write(t('protection.measure.due'), '02022036');
  await keys.press(t('protection.measure.save'));
  await says(page, t('protection.measure.end'));
  await keys.stays('measure');

  await keys.press(t('protection.part.knowledge'));
  await keys.write(t('protection.knowledge.who'), 'The minister');
  await keys.choose(t('learned.disclosure'));
  await keys.press(t('protection.knowledge.save'));
  await says(page, t('protection.knowledge.count', { count: 1 }));
  await keys.stays('knowledge');

  await keys.press(t('protection.part.outcome'));
  await keys.choose(t('protection.outcome.unharmed'), t('protection.outcome.mended'));
  await keys.press(t('protection.outcome.save'));
  await says(
    page,
    t('protection.outcome.said', {
      name: 'First integrity officer',
      outcome: t('protection.outcome.mended'),
    }),
  );
  await keys.stays('outcome');
  expect(keys.troubles).toEqual([]);
});
