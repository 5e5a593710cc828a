/** An officer's own account, as built, with a real server, in real browsers. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { paste, type } from '../stage/reporter-page.ts';

let instance: Instance;
let made: SetupResult;
let database: Uint8Array;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
});
afterEach(() => instance.stop());

const NEW = 'seven quiet lanterns by the ford';

async function newPage(browser: Browser, language: Language = 'en'): Promise<OfficerJourney> {
  const page = await open(browser, { language });
  await page.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
  return new OfficerJourney(page, language, async () => expect(await troublesOf(page)).toEqual([]));
}

async function toAccount(officer: OfficerJourney): Promise<void> {
  await officer.says('inbox.fresh');
  await officer.press('frame.account');
  await officer.at('account.title');
}

describe.each(ENGINES)('%s', (name) => {
  const other = otherWays(name);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('the passphrase is changed: the old one no longer signs in, other sessions end, the office opens', async () => {
    const elsewhere = await newOfficer(instance, made.recoveryWords);
    const officer = await newPage(browser);
    await officer.signInByPassphrase();
    await toAccount(officer);
    await officer.press('account.passphrase');
    await officer.at('account.passphrase.title');

    // Nothing typed, then a wrong secret: said, and what was typed stays.
    await officer.press('account.passphrase.change');
    await officer.says('signIn.passphrase.missing');
    await type(officer.page, '#secret', 'not my passphrase at all');
    await type(officer.page, '#passphrase', NEW);
    await type(officer.page, '#again', NEW);
    await officer.press('account.passphrase.change');
    await officer.says('failure.wrong-secret');
    expect(await officer.page.$eval('#again', (field) => (field as HTMLInputElement).value)).toBe(NEW);
    await type(officer.page, '#secret', SETUP.passphrase);
    await officer.press('account.passphrase.change');
    await officer.at('account.title');
    await officer.says('account.passphrase.done');
    await officer.says('account.sessions.none');
    await expect(elsewhere.account.sessions()).rejects.toMatchObject({ code: 'signed-out' });

    await officer.press('frame.office');
    await officer.at('office.title');
    await type(officer.page, '#secret', NEW);
    await officer.press('office.open');
    await officer.says('office.reads');

    await officer.press('lock.button');
    await officer.signInByPassphrase();
    await officer.says('signIn.refused');
    await type(officer.page, '#secret', NEW);
    await officer.press('signIn.submit');
    await officer.at('inbox.title');
  });

  test.each(other)(
    'new recovery words: the old ones work until the new ones are kept, and never after',
    async () => {
      const officer = await newPage(browser);
      await officer.signInByWords(made.recoveryWords);
      await toAccount(officer);
      const askForWords = async () => {
        await officer.press('account.words');
        await officer.at('account.words.title');
        await paste(officer.page, officer.t('account.present.words'), made.recoveryWords.join(' '));
        await officer.press('account.words.make');
        await officer.at('setup.words.title');
        return officer.page.$$eval('main .words li', (items) =>
          items.map((item) => item.textContent?.trim() ?? ''),
        );
      };
      const dropped = await askForWords();
      await officer.press('account.words.keepOld');
      await officer.at('account.title');
      await newOfficer(instance, made.recoveryWords);
      await expect(newOfficer(instance, dropped)).rejects.toMatchObject({ code: 'signed-out' });

      const words = await askForWords();
      expect(words).not.toEqual(dropped);
      await officer.typeBack(words, 'account.words.replace.title');
      await newOfficer(instance, made.recoveryWords);
      await officer.press('account.words.replace');
      await officer.at('account.title');
      await officer.says('account.words.done');
      await expect(newOfficer(instance, made.recoveryWords)).rejects.toMatchObject({ code: 'signed-out' });
      await newOfficer(instance, words);
    },
  );

  test.each(other)('other sessions are listed, and ended', async () => {
    const others = await Promise.all([0, 1, 2].map(() => newOfficer(instance, made.recoveryWords)));
    const officer = await newPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await toAccount(officer);
    const buttons = (key: string) =>
      officer.page.$$eval(
        'main button',
        (all, text) => all.filter((one) => one.textContent?.trim() === text).length,
        officer.t(key),
      );
    await expect.poll(() => buttons('account.session.end')).toBe(3);
    await officer.press('account.session.end');
    await expect.poll(() => buttons('account.session.end')).toBe(2);
    const outcomes = await Promise.allSettled(others.map((other) => other.account.sessions()));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await officer.press('account.sessions.end');
    await officer.says('account.sessions.none');
    for (const other of others)
      await expect(other.account.sessions()).rejects.toMatchObject({ code: 'signed-out' });
  });
});

describe('on a phone, in Arabic and in the dark', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test.each(['light', 'dark'] as const)(
    '%s: nothing is too wide, nothing is out of reach',
    async (scheme) => {
      await newOfficer(instance, made.recoveryWords);
      for (const language of ['en', 'ar'] as const) {
        const officer = await newPage(browser, language);
        const { page } = officer;
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await officer.at('signIn.title');
        await page.setViewport({ width: 320, height: 800 });
        await officer.signInByWords(made.recoveryWords);
        await page.setViewport({ width: 1280, height: 800 });
        await officer.at('inbox.title');
        await toAccount(officer);
        await officer.says('account.session.end');
        for (const width of [320, 1280]) {
          await page.setViewport({ width, height: 800 });
          await officer.at('account.title');
          await picture(page, `account-${language}-${width}-${scheme}`);
          for (const form of ['passphrase', 'words'] as const) {
            await officer.press(`account.${form}`);
            await officer.at(`account.${form}.title`);
            await picture(page, `account-${form}-${language}-${width}-${scheme}`);
            await officer.press('account.back');
            await officer.at('account.title');
          }
          expect(await troublesOf(page)).toEqual([]);
        }
        await page.close();
      }
    },
  );
});
