/** A report for somebody else, as built: two sets of words, and two people who come back with them. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/setup.ts';
import { makeOffice } from '../made-office.ts';
import { newOfficer, startInstance, type Instance } from '../running.ts';
import { launch, open, type BrowserName } from './browsers.ts';
import { troublesOf } from './inspect.ts';
import { OfficerJourney } from './officer-page.ts';
import { picture } from './picture.ts';
import { choose, click, fill, has, Journey, press, says } from './reporter-page.ts';

let instance: Instance;
let made: SetupResult;
let address: string;
let database: Uint8Array;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  address = `http://localhost:${new URL(instance.url).port}/`;
});
afterEach(() => instance.stop());

async function visit(browser: Browser, language: Language = 'en', look?: (at: string) => Promise<void>) {
  const page = await open(browser, { language });
  await page.goto(address);
  return new Journey(page, language, look);
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
  expect(await helper.read()).not.toContain(second[0]!);
  return [words, second];
}

describe.each<BrowserName>(['chromium', 'firefox'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

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
    await says(again.page, again.t('own.behalf.helper'));
    expect(await again.read()).not.toContain('passport');

    const lines = await (await newOfficer(instance, made.recoveryWords)).inbox.sync(() => undefined);
    expect(lines).toHaveLength(2);
    const line = lines.find(({ waitingFor, lastDay }) => waitingFor === 'officers' && lastDay !== '');
    const page = await open(browser);
    await page.goto(`${address}officer/`);
    const officer = new OfficerJourney(page);
    await officer.signInByWords(made.recoveryWords);
    await officer.says('inbox.fresh');
    await officer.open(line!.reference);
    const other = lines.find(({ reference }) => reference !== line!.reference)!;
    await officer.says('desk.behalf.other', { reference: other.reference });
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
