/** The questions of a door, as built: chosen in the office, answered by a reporter, read by an officer. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newOfficer, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { choose, fill, Journey, press, says, STORY } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let address: string;
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  address = `http://localhost:${new URL(instance.url).port}/`;
});
afterEach(() => instance.stop());

const QUESTION = 'What is on the number plate?';

async function openOffice(browser: Browser, language: 'en' | 'ar' = 'en'): Promise<OfficerJourney> {
  const page = await open(browser, { language });
  await page.goto(`${address}officer/`);
  const authority = new OfficerJourney(page, language);
  await authority.signInByWords(made.recoveryWords);
  await authority.press('frame.office');
  await authority.fill('signIn.words', made.recoveryWords.join(' '));
  await authority.press('office.open');
  await authority.says('office.people');
  return authority;
}

async function toDoor(authority: OfficerJourney): Promise<void> {
  await press(authority.page, `${authority.t('office.door.edit')}: Public officials`);
  await authority.at('office.door.title', { door: 'Public officials' });
}

describe.each(ENGINES)('%s', (name) => {
  const other = otherWays(name);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('the office asks its own question, a reporter answers it, an officer reads both', async () => {
    const authority = await openOffice(browser);
    await toDoor(authority);
    await choose(authority.page, authority.t('case.question.danger'));
    await authority.press('office.question.add');
    await authority.press('office.publish');
    await authority.says('office.question.missing');
    await fill(authority.page, authority.t('office.question.in', { language: 'English' }), QUESTION);
    await authority.press('office.publish');
    await authority.says('office.change.door-questions', { name: 'Public officials' });

    const page = await open(browser);
    await page.goto(address);
    const reporter = new Journey(page, 'en');
    await reporter.toWriting();
    await fill(page, reporter.t('write.label'), STORY);
    await reporter.next();
    await reporter.at('questions.title');
    expect(await reporter.read()).not.toContain(reporter.t('question.danger.official'));
    await fill(page, QUESTION, 'AB 123 CD');
    await reporter.next();
    await reporter.at('check.title');
    await says(page, 'AB 123 CD');
    await press(page, reporter.t('check.send'));
    await reporter.readWords();
    const officer = await newOfficer(instance, made.recoveryWords);
    const [listed] = await officer.inbox.sync(() => undefined);

    await authority.page.bringToFront();
    await authority.press('case.back');
    await authority.says('inbox.fresh');
    await authority.press('inbox.refresh');
    await authority.open(listed!.reference);
    await says(authority.page, QUESTION);
    await says(authority.page, 'AB 123 CD');
  });

  test.each(other)('a door that asks nothing leads from writing to the check, and back', async () => {
    const authority = await openOffice(browser);
    await toDoor(authority);
    for (const id of ['what', 'where', 'when', 'who', 'know', 'told', 'danger'] as const) {
      await choose(authority.page, authority.t(`case.question.${id}`));
    }
    await authority.press('office.publish');
    await authority.says('office.change.door-questions', { name: 'Public officials' });
    const page = await open(browser);
    await page.goto(address);
    const reporter = new Journey(page, 'en');
    await reporter.toWriting();
    await fill(page, reporter.t('write.label'), STORY);
    await reporter.next();
    await reporter.at('check.title');
    await press(page, reporter.t('step.back'));
    await reporter.at('write.title');
    expect(await reporter.read()).not.toContain(reporter.t('questions.title'));
  });
});

test('the form of a door fits a phone, in Arabic and in the dark', async () => {
  const browser = await launch('chromium');
  try {
    for (const language of ['en', 'ar'] as const) {
      const authority = await openOffice(browser, language);
      const { page } = authority;
      await toDoor(authority);
      await authority.press('office.question.add');
      await authority.press('office.publish');
      for (const width of [320, 1280]) {
        await page.setViewport({ width, height: 800 });
        for (const value of ['light', 'dark'] as const) {
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          expect(await troublesOf(page)).toEqual([]);
          await picture(page, `questions-${language}-${width}-${value}`);
        }
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
