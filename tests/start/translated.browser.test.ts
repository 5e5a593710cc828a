/** The pages under a browser that translates them: nothing stale, nothing broken, and no name translated. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeOffice } from '../stage/made-office.ts';
import { SETUP, startInstance, type Instance } from '../stage/running.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES } from '../stage/engines.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { choose, Journey, press, says, saysNoMore, STORY } from '../stage/reporter-page.ts';
import { catalogue } from '../stage/catalogue.ts';
import { misled, translate } from '../stage/translator.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice();
  made = office.made;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database: office.database });
});
afterAll(() => instance.stop());

describe.each(ENGINES)('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  const visit = async (path: string) => {
    const page = await open(browser);
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await translate(page);
    await page.goto(`http://localhost:${new URL(instance.url).port}/${path}`);
    await page.waitForSelector('h1 font');
    const look = async (at: string) => {
      const typed = [STORY, 'Tuesdays and Fridays.', 'Which nights?', 'Ask the second shift.'];
      const names = [SETUP.officerName, SETUP.instanceName['en']!, ...typed, ...(await references(page))];
      expect({ at, misled: await misled(page, names), errors }).toEqual({ at, misled: [], errors: [] });
    };
    return { page, look };
  };

  test('a report is sent, answered and closed', async () => {
    const { page, look } = await visit('');
    const journey = new Journey(page, 'en', look);
    const words = await journey.report();
    expect(await page.$('.words font, ol[lang=en] font')).toBeNull();
    await press(page, journey.t('done.again'));
    await journey.comeBack(words.join(' '));
    await journey.answer('Tuesdays and Fridays.');
    await press(page, journey.t('own.refresh'));
    await says(page, journey.t('own.refreshed'));
    await look('own.refreshed');
    await press(page, 'Français');
    const french = new Journey(page, 'fr', look);
    await says(page, french.t('own.timeline'));
    await saysNoMore(page, journey.t('own.timeline'));
    await press(page, french.t('own.close'));
    await french.at('gone.title');
    await page.browserContext().close();
  });

  test('the readers named are those who will read it', async () => {
    const { page, look } = await visit('');
    const journey = new Journey(page, 'en', look);
    await journey.toWriting();
    await page.goBack();
    await journey.at('readers.title');
    await choose(page, journey.t('readers.leaveOut.one', { name: SETUP.officerName }));
    await look('readers.title, left out');
    expect(await page.$$('#page font')).not.toEqual([]);
    await page.browserContext().close();
  });

  test('an officer reads, answers, notes and moves a case, and looks at everything else', async () => {
    const { page: reporting } = await visit('');
    const reporter = new Journey(reporting, 'en');
    await reporter.report();
    const reference = await reporter.reference();
    await reporting.browserContext().close();

    const { page, look } = await visit('officer/');
    const officer = new OfficerJourney(page, 'en', look);
    await officer.signInByWords(made.recoveryWords);
    await page.waitForSelector('#order');
    await page.select('#order', 'priority');
    for (const [language, filter] of [
      ['Français', catalogue('officer', 'fr')('inbox.order')],
      ['English', officer.t('inbox.order')],
    ] as const) {
      await press(page, language);
      await says(page, filter);
      await look(language);
      expect(await page.$eval('#order', (order) => (order as HTMLSelectElement).value)).toBe('priority');
    }
    await officer.open(reference);
    await officer.reply('Which nights?');
    await officer.note('Ask the second shift.');
    await officer.move('assessing', 'There is enough to look into.');
    await look('desk, moved');
    for (const place of ['frame.account', 'frame.office'] as const) {
      await officer.press(place);
      await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
      await look(place);
    }
    await officer.press('lock.button');
    await officer.at('signIn.title');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain(reference);
    await page.browserContext().close();
  });
});

/** Numbers of cases that the page shows. */
async function references(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.innerText);
  return text.match(/\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g) ?? [];
}
