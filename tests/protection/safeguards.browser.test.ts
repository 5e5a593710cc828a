/** What officers do when a reporter is retaliated against, from the inbox to the outcome: the page as built, in Chromium. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import type { Saying } from '../../client/reporter/worker/saying.ts';
import { launch, open } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { makeOffice } from '../stage/made-office.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { choose, press, says, saysNoMore } from '../stage/reporter-page.ts';
import { newOfficer, newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { translated } from '../stage/translator.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;

let instance: Instance;
let made: SetupResult;
let middle: Middle;
let browser: Browser;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice();
  ({ made } = office);
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database: office.database });
  middle = await startMiddle(instance.url);
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser.close();
  await middle.stop();
  await instance.stop();
});

async function reported(text: string = REPORT.text) {
  const reporter = await newReporter(instance);
  const { words, reference } = await reporter.send({ ...REPORT, text }, quiet);
  await reporter.open(words.join(' '));
  return { reporter, reference };
}

const INCIDENT = {
  what: 'incident',
  day: '2026-03-01',
  about: 'in the morning',
  who: 'The head of the unit',
  forms: ['duties', 'harassment'],
  state: 'happened',
  text: 'Moved to the night shift.',
} satisfies Saying;

test('an incident is on top; the risk is assessed, a measure planned, and nothing passed on past the reporter', async () => {
  const { reporter, reference } = await reported();
  await reporter.say(INCIDENT);
  // It was opened already, so that it is not on top for being new.
  const colleague = await newOfficer(instance, made.recoveryWords);
  const [listed] = await colleague.inbox.sync(quiet);
  await colleague.cases.open(listed!.id);
  await colleague.lock();
  const later = await reported('A second report, which came later and is unread.');
  const page = await open(browser, { width: 320 });
  const kept = ['The labour court', 'Only one shift', 'Another line of reporting', 'The minister'];
  const look = await translated(page, [...kept, SETUP.officerName, INCIDENT.who, INCIDENT.text]);
  await page.goto(`${middle.url}officer/`);
  const officer = new OfficerJourney(page, 'en', look);
  const fold = (part: string) => page.click(`#protection-${part} > summary`);

  await officer.signInByWords(made.recoveryWords);
  await says(page, later.reference);
  await officer.says('inbox.retaliation');
  const rows = await page.$$eval('[data-case]', (all) => all.map((row) => row.textContent));
  expect(rows).toEqual([reference, later.reference]);
  await officer.open(reference);
  await officer.says('protection.urgent', { count: 1 });
  await officer.says('protection.form.duties');

  // Nobody has looked at the risk: nothing can be passed on.
  await fold('referral');
  await officer.fill('protection.referral.to', 'The labour court');
  await officer.says('protection.referral.block.unassessed');
  await officer.press('protection.risk.new');
  await officer.fill('protection.risk.subject', 'Only one shift');
  await choose(page, officer.t('protection.likelihood.certain'));
  await choose(page, officer.t('protection.seriousness.major'));
  await officer.says('protection.risk.means.high');
  expect(await page.$$eval('.matrix [aria-current]', (cells) => cells.length)).toBe(1);
  middle.lose('/api/officer/case/append');
  await officer.press('protection.risk.save');
  await officer.says('failure.offline');
  middle.restore('/api/officer/case/append');
  await officer.press('protection.risk.save');
  await officer.says('protection.risk.history');
  await look('risk');
  expect(await troublesOf(page)).toEqual([]);
  await fold('risk');

  await fold('measures');
  await officer.press('protection.measure.save');
  await officer.says('protection.measure.what.missing');
  await officer.fill('protection.measure.what', 'Another line of reporting');
  // An officer's own keyboard types a date in the order of their language.
  await page.$eval('#measure-due', (field) => {
    (field as HTMLInputElement).value = '2026-01-02';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await officer.press('protection.measure.save');
  await officer.says('protection.measure.overdue');
  await look('measure');
  await fold('measures');

  await fold('knowledge');
  await officer.fill('protection.knowledge.who', 'The minister');
  await choose(page, officer.t('learned.disclosure'));
  await choose(page, officer.t('protection.knowledge.hold'));
  await officer.fill('protection.knowledge.why', 'She sits beside him.');
  await officer.press('protection.knowledge.hold.save');
  await officer.says('protection.knowledge.hidden');
  expect((await reporter.refresh()).protection.knowledge).toEqual([]);
  await officer.press('protection.knowledge.release');
  await officer.confirm();
  await officer.says('protection.knowledge.shown');
  await look('knowledge');
  expect((await reporter.refresh()).protection.knowledge).toMatchObject([{ who: 'The minister' }]);
  await fold('knowledge');

  await officer.says('protection.referral.block.unasked', { days: 7 });
  await officer.fill('protection.referral.ask', 'May we go to the court?');
  await officer.press('protection.referral.ask.send');
  await officer.says('protection.referral.unanswered');
  expect(await page.$('#referral-text')).toBeNull();
  const question = (await reporter.refresh()).protection.referralQuestions[0]!.id;
  await reporter.say({ what: 'referral-answer', question, agrees: true, text: 'Yes.' });
  await officer.press('case.refresh');
  await officer.says('protection.referral.block.reason');
  await officer.press('protection.referral.save');
  await officer.says('protection.referral.why.missing');
  await officer.fill('protection.referral.why', 'The court can stop it.');
  expect(await troublesOf(page)).toEqual([]);
  await officer.press('protection.referral.save');
  await officer.says('protection.referral.record');
  await officer.press('protection.referral.record.go');
  await officer.press('protection.knowledge.save');
  await officer.says('protection.knowledge.count', { count: 2 });
  await look('referral');

  await officer.fill('protection.incident.settle.text', 'The shift was changed back.');
  await press(page, officer.t('protection.incident.settle'));
  await officer.says('protection.incident.settled');
  await officer.move('closed', 'The leader was moved.');
  await officer.press('protection.outcome.go');
  await choose(page, officer.t('protection.outcome.mended'));
  await officer.press('protection.outcome.save');
  await saysNoMore(page, officer.t('protection.outcome.closed'));
  expect(JSON.stringify(await reporter.refresh())).not.toContain('She sits beside him');

  await officer.press('case.back');
  await officer.at('inbox.title');
  await press(page, `${officer.t('inbox.filter.protection')} 1`);
  await officer.says('protection.overview');
  await look('overview');
  expect(await page.$$eval('.counts > div', (all) => all.map((one) => one.innerText.split('\n')))).toEqual(
    expect.arrayContaining([
      [officer.t('protection.overview.settled'), '1'],
      [officer.t('protection.overview.overdue'), '1'],
      [officer.t('protection.outcome.mended'), '1'],
    ]),
  );
  expect(await troublesOf(page)).toEqual([]);
});
