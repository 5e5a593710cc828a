/** A report for somebody else, as built: two sets of words, and two people who come back with them. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { choose, click, fill, has, Journey, press, says, STORY } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';
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

/** Whether a translator is at work: not in every browser. */
let isTranslated = false;

async function visit(browser: Browser, language: Language = 'en', look?: (at: string) => Promise<void>) {
  const page = await open(browser, { language });
  const judge = isTranslated ? await translated(page, [STORY, SETUP.officerName, 'passport']) : look;
  await page.goto(address);
  return new Journey(page, language, judge);
}

/** From the list of answers to the one with a second receipt. */
async function forSomebody(helper: Journey): Promise<void> {
  const { page, t } = helper;
  await helper.toCheck();
  await click(page, `::-p-xpath(//dt[contains(., "${t('check.behalf')}")]/..//button)`);
  await helper.at('behalf.title');
  await choose(page, t('behalf.agreed'));
  await choose(page, t('behalf.second'));
  await helper.next();
  await helper.at('check.title');
  await says(page, t('check.second'));
}

/** @returns the words of the helper, and of the person */
async function send(helper: Journey): Promise<[string[], string[]]> {
  const { page, t } = helper;
  await press(page, t('check.send'));
  const words = await helper.readWords();
  await press(page, t('receipt.next'));
  await helper.at('confirm.title');
  const typeBack = async (all: readonly string[]) => {
    for (const [i, word] of all.entries()) {
      const label = t('confirm.word', { number: i + 1 });
      if (await has(page, label)) await fill(page, label, word);
    }
    await helper.next();
  };
  await typeBack(words);
  await helper.at('second.title');
  const second = await page.$$eval('.print-only li', (items) => items.map((item) => item.textContent));
  // One press too many loses nothing: the words come back until two of them were typed.
  await press(page, t('second.next'));
  await helper.at('second.confirm');
  await helper.next();
  await says(page, t('errors.title'));
  await press(page, t('confirm.show'));
  await helper.at('second.title');
  await press(page, t('second.next'));
  await helper.at('second.confirm');
  await typeBack(second);
  await helper.at('done.title');
  // One alone, such as “use”, may stand in any sentence.
  const shown = (await helper.read()).split(/[^a-z]+/);
  expect(second.filter((word) => shown.includes(word)).length).toBeLessThan(6);
  return [words, second];
}

describe.each<BrowserName>(['chromium', 'firefox'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
    isTranslated = name === 'firefox';
  });
  afterAll(async () => {
    isTranslated = false;
    await browser.close();
  });

  test('a helper reports; the person comes back with words of their own, and the officer sees both', async () => {
    const helper = await visit(browser);
    await forSomebody(helper);
    const [words, second] = await send(helper);
    const person = await visit(browser);
    await person.comeBack(second.join(' '));
    await says(person.page, person.t('own.behalf.person'));
    await person.answer('He still has my passport.');
    const again = await visit(browser);
    await again.comeBack(words.join(' '));
    await says(again.page, again.t('own.behalf.sender'));
    expect(await again.read()).not.toContain('passport');

    const listing = await (await newOfficer(instance, made.recoveryWords)).inbox.sync(() => undefined);
    expect(listing).toHaveLength(2);
    const listed = listing.find(({ waitingFor, lastDay }) => waitingFor === 'officers' && lastDay !== '');
    const page = await open(browser);
    await page.goto(`${address}officer/`);
    const officer = new OfficerJourney(page);
    await officer.signInByWords(made.recoveryWords);
    await officer.says('inbox.fresh');
    await officer.open(listed!.reference);
    const other = listing.find(({ reference }) => reference !== listed!.reference)!;
    await officer.says('case.behalf.other', { reference: other.reference });
  });
});

test.each<Language>(['en', 'ar'])('every screen fits a phone, also in the dark: %s', async (language) => {
  const browser = await launch('chromium');
  try {
    const troubles: string[] = [];
    const helper: Journey = await visit(browser, language, async (at) => {
      if (!['behalf.title', 'second.title', 'second.confirm', 'check.title'].includes(at)) return;
      const { page } = helper;
      for (const width of [320, 1280]) {
        await page.setViewport({ width, height: 700 });
        for (const value of ['dark', 'light'] as const) {
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          if ((await page.$('.exit button')) === null) troubles.push(`${at}: no way out`);
          for (const trouble of await troublesOf(page)) troubles.push(`${at} ${width} ${value}: ${trouble}`);
          await picture(page, `${at}-${language}-${width}-${value}`);
        }
      }
    });
    await forSomebody(helper);
    await send(helper);
    expect(troubles).toEqual([]);
  } finally {
    await browser.close();
  }
});
