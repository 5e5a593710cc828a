/** The officer's page, as built, with a real server, in real browsers. */
import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newOfficer, newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { paste, press, says, saysNoMore, screen } from '../stage/reporter-page.ts';

let instance: Instance;
let made: SetupResult;
let middle: Middle;
let database: Uint8Array;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  middle = await startMiddle(instance.url);
});
afterEach(async () => {
  await middle.stop();
  await instance.stop();
});

const quiet = () => undefined;

async function report(text: string = REPORT.text) {
  const reporter = await newReporter(instance);
  const receipt = await reporter.send({ ...REPORT, text }, quiet);
  return { reporter, receipt, words: receipt.words.join(' ') };
}

async function officerPage(browser: Browser, language: Language = 'en') {
  const page = await open(browser, { language });
  await page.goto(`${middle.url}officer/`);
  return new OfficerJourney(page, language);
}

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);

describe.each<BrowserName>(['chromium', 'firefox', 'firefox-safer'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('a report is new, opened on record, answered, noted, moved on and closed', async () => {
    const { reporter, receipt, words } = await report();
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await says(officer.page, receipt.reference);
    expect(await textOf(officer.page)).toContain(officer.t('inbox.unread'));
    await officer.open(receipt.reference);
    await says(officer.page, REPORT.text);
    await says(officer.page, REPORT.answers.where);
    await officer.reply('Thank you. Which nights?');
    await officer.note('Ask for the rota.');
    await officer.move('assessing', 'We are looking into it.');

    const seen = await reporter.open(words);
    expect(seen.items.map((item) => item.kind)).toEqual(['access', 'message', 'status']);
    expect(seen.items).toMatchObject([
      {},
      { text: 'Thank you. Which nights?' },
      { reason: 'We are looking into it.' },
    ]);
    expect(JSON.stringify(seen)).not.toContain('rota');
    await reporter.write('message', 'Tuesdays and Fridays.');

    await officer.press('case.refresh');
    await says(officer.page, 'Tuesdays and Fridays.');
    await officer.move('closed', 'The leader was moved.');
    expect((await reporter.refresh()).status).toBe('closed');
    await officer.press('case.back');
    await officer.at('inbox.title');
    expect(await focused(officer.page)).toBe(receipt.reference);
    expect(await officer.page.evaluate(stored)).toEqual({
      local: 0,
      session: 0,
      databases: 0,
      caches: 0,
      cookies: '',
    });
    expect(await officer.page.evaluate(() => location.href)).toBe(`${middle.url}officer/`);
    expect(await officer.page.title()).toBe(officer.t('officer.title'));
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test('a wrong passphrase and an unknown account are told the same', async () => {
    const texts: string[] = [];
    for (const [account, passphrase] of [
      [SETUP.accountName, 'not this passphrase'],
      ['nobody', SETUP.passphrase],
    ] as const) {
      const officer = await officerPage(browser);
      await officer.signInByPassphrase(account, passphrase);
      await officer.says('signIn.refused');
      texts.push(await textOf(officer.page));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  test('a slip in the recovery words is named before anything is asked, and mended with one press', async () => {
    const officer = await officerPage(browser);
    await officer.at('signIn.title');
    await officer.press('signIn.useWords');
    await officer.fill('signIn.account', SETUP.accountName);
    const words = [...made.recoveryWords];
    const right = words[3]!;
    words[3] = `${right[1]}${right[0]}${right.slice(2)}x`;
    const asked = () => middle.passed.filter(({ path }) => path.includes('sign-in')).length;
    await paste(officer.page, officer.t('signIn.words'), words.join(' '));
    const slip = { position: 4, typed: words[3] };
    await officer.says('words.unknown', slip);
    await officer.press('signIn.submit');
    await officer.says('errors.title');
    expect(asked()).toBe(0);
    await press(officer.page, right);
    await officer.says('words.complete');
    // Right words in a wrong order: one order in sixteen fits together by chance.
    const shuffled = made.recoveryWords
      .map((_, i, all) => [...all.slice(i + 1), ...all.slice(0, i + 1)])
      .find((order) => !validateMnemonic(order.join(' '), wordlist))!;
    await paste(officer.page, officer.t('signIn.words'), shuffled.join(' '));
    await officer.says('words.checksum');
    await officer.press('signIn.submit');
    await officer.says('errors.title');
    expect(asked()).toBe(0);
    await paste(officer.page, officer.t('signIn.words'), made.recoveryWords.join(' '));
    await officer.says('words.complete');
    await officer.press('signIn.submit');
    await officer.at('inbox.title');
    expect(asked()).toBeGreaterThan(0);
  });

  test('after fifteen minutes without a sign of life nothing of a case is left', async () => {
    const { receipt } = await report();
    const officer = await officerPage(browser);
    const { page } = officer;
    await page.evaluateOnNewDocument(skippableClock);
    await page.reload();
    await officer.signInByWords(made.recoveryWords);
    await officer.open(receipt.reference);
    await officer.fill('case.reply.text', 'A half-written answer');
    await page.evaluate(skip, 14 * 60 + 1);
    await officer.says('lock.still.title');
    await officer.says('lock.still.draft');
    await officer.press('lock.still.stay');
    await page.evaluate(skip, 14 * 60 + 1);
    await officer.says('lock.still.title');
    await page.evaluate(skip, 60);
    await officer.at('signIn.title');
    await officer.says('lock.idle', { minutes: '15' });
    await officer.says('lock.draft');
    const left = await page.content();
    for (const text of [
      REPORT.text,
      REPORT.answers.where,
      receipt.reference,
      'half-written',
      SETUP.officerName,
    ]) {
      expect(left).not.toContain(text);
    }
    await expect.poll(() => middle.passed.some(({ path }) => path === '/api/officer/sign-out')).toBe(true);
    await expect.poll(() => page.workers().length).toBe(1);
  });

  test('the first key after the time is over does not bring the page back', async () => {
    const { receipt } = await report();
    const officer = await officerPage(browser);
    await officer.page.evaluateOnNewDocument(skippableClock);
    await officer.page.reload();
    await officer.signInByWords(made.recoveryWords);
    await officer.open(receipt.reference);
    await officer.page.evaluate((seconds) => Object.assign(globalThis, { skipped: seconds * 1000 }), 16 * 60);
    await officer.page.keyboard.press('a');
    await officer.at('signIn.title');
    expect(await textOf(officer.page)).not.toContain(receipt.reference);
  });

  test('a session that the server ended locks the page', async () => {
    await report();
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await officer.says('inbox.fresh');
    await officer.page.evaluate(() =>
      fetch('/api/officer/sign-out', {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
    );
    await officer.press('inbox.refresh');
    await officer.at('signIn.title');
    expect(await textOf(officer.page)).toContain(officer.t('lock.ended'));
  });

  test('two pages of one officer that reply at the same time lose nothing', async () => {
    const { reporter, receipt, words } = await report();
    const both = await Promise.all([officerPage(browser), officerPage(browser)]);
    for (const officer of both) {
      await officer.signInByWords(made.recoveryWords);
      await officer.open(receipt.reference);
    }
    await Promise.all(both.map((officer, i) => officer.reply(`Answer number ${i}`)));
    const seen = await reporter.open(words);
    const texts = seen.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
    expect(texts.sort()).toEqual(['Answer number 0', 'Answer number 1']);
    await Promise.all(both.map(({ page }) => press(page, both[0].t('case.refresh'))));
    for (const { page } of both) for (const text of texts) await says(page, text);
  });

  test('two pages in one browser share the session; a key in one keeps both open; locking one locks both', async () => {
    const { receipt } = await report();
    const first = await officerPage(browser);
    await first.page.evaluateOnNewDocument(skippableClock);
    await first.page.reload();
    await first.signInByWords(made.recoveryWords);
    await first.open(receipt.reference);
    const page = await first.page.browserContext().newPage();
    await page.evaluateOnNewDocument(skippableClock);
    await page.goto(`${middle.url}officer/`);
    const second = new OfficerJourney(page);
    await second.signInByWords(made.recoveryWords);
    await second.open(receipt.reference);
    // A page passes on one sign of life a second, so its clock has to move on as well.
    await first.page.evaluate(skip, 13 * 60);
    await page.evaluate(skip, 14 * 60 + 1);
    await second.says('lock.still.title');
    await first.page.bringToFront();
    await first.reply('From the first page.');
    await page.bringToFront();
    await saysNoMore(page, second.t('lock.still.title'));
    await second.reply('From the second page.');
    await second.press('lock.button');
    await second.at('signIn.title');
    await first.page.bringToFront();
    await first.at('signIn.title');
    expect(await textOf(first.page)).not.toContain(receipt.reference);
  });

  test('a reply that could not be sent stays, and is sent once', async () => {
    const { reporter, receipt, words } = await report();
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await officer.open(receipt.reference);
    middle.lose('/api/officer/case/append');
    await officer.fill('case.reply.text', 'Said once');
    await officer.press('case.reply.send');
    await officer.says('failure.offline');
    middle.restore('/api/officer/case/append');
    await officer.press('case.reply.send');
    await officer.says('case.reply.sent');
    const seen = await reporter.open(words);
    expect(seen.items.filter((item) => item.kind === 'message')).toHaveLength(1);
  });

  test('leaving something unsent behind is asked about, also with the browser’s own Back', async () => {
    const { receipt } = await report();
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await officer.open(receipt.reference);
    await officer.fill('case.notes.add', 'Not saved');
    await officer.page.evaluate(() => history.back());
    await officer.says('frame.leave.title');
    await officer.press('frame.leave.stay');
    await screen(officer.page, officer.t('case.title', { reference: receipt.reference }));
    await officer.press('case.back');
    await officer.press('frame.leave.go');
    await officer.at('inbox.title');
    expect(await focused(officer.page)).toBe(receipt.reference);
  });

  test('a case that was altered keeps its line, and says why it is not shown', async () => {
    const { receipt } = await report();
    const other = await report('A second report, which is as it was sent.');
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await says(officer.page, other.receipt.reference);
    middle.change('/api/officer/case/read', alterEntries);
    await press(officer.page, receipt.reference);
    await officer.says('case.trouble.title');
    await officer.says('case.trouble.text', { reference: receipt.reference });
    expect(await textOf(officer.page)).not.toContain(REPORT.text);
  });

  test('without a network the inbox shows what it knows, and says that it is not up to date', async () => {
    const { receipt } = await report();
    await (await newOfficer(instance, made.recoveryWords)).inbox.sync(quiet);
    middle.lose('/api/officer/feed');
    const officer = await officerPage(browser);
    await officer.signInByWords(made.recoveryWords);
    await says(officer.page, receipt.reference);
    await officer.says('failure.offline');
    middle.restore('/api/officer/feed');
    await officer.press('app.tryAgain');
    await officer.says('inbox.fresh');
    expect(await textOf(officer.page)).not.toContain(officer.t('failure.offline'));
  });

  test.each([
    { width: 320, dark: true, language: 'ar' },
    { width: 1280, dark: false, language: 'en' },
  ] as const)('no screen has a barrier that axe finds: $language, $width pixels', async (view) => {
    const found: string[] = [];
    const page = await open(browser, view);
    const look = async (name: string) => {
      found.push(...(await troublesOf(page)).map((trouble) => `${name}: ${trouble}`));
    };
    const fresh = await startInstance({ pagesFolder: inject('pagesFolder') });
    const token = await fresh.setupToken();
    await page.goto(`http://localhost:${new URL(fresh.url).port}/officer/#setup=${token}`);
    const officer = new OfficerJourney(page, view.language, look);
    await officer.toCheck();
    await officer.typeBack(await officer.makeKeys());
    await officer.press('setup.made.signIn');
    await officer.at('signIn.title');

    const { receipt } = await report();
    await report('Read already');
    const colleague = await newOfficer(instance, made.recoveryWords);
    const [, listed] = await colleague.inbox.sync(quiet);
    await colleague.cases.open(listed!.id);
    await page.goto(`${middle.url}officer/`);
    await officer.at('signIn.title');
    await officer.press('signIn.submit');
    await officer.says('signIn.account.missing');
    await look('errors at sign-in');
    await officer.signInByWords(made.recoveryWords);
    await officer.says('inbox.fresh');
    await look('inbox');
    await page.keyboard.type('?');
    await officer.says('keys.down');
    await look('keys');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { hidden: true });
    await officer.open(receipt.reference);
    await officer.press('case.reply.send');
    await officer.press('case.move.save');
    await officer.press('case.notes.save');
    await officer.says('case.notes.missing');
    await look('errors in a case');
    await officer.note('A note');
    await officer.reply('A reply');
    await look('case');
    await officer.press('lock.button');
    await officer.says('lock.button.done');
    await look('locked');
    expect(found).toEqual([]);
    await page.browserContext().close();
    await fresh.stop();
  });

  test('everything can be done with the keyboard alone', async () => {
    const { receipt } = await report();
    await report('A second report.');
    const officer = await officerPage(browser);
    const { page } = officer;
    await officer.signInByWords(made.recoveryWords);
    await says(page, receipt.reference);
    await page.keyboard.type('?');
    await officer.says('keys.down');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { hidden: true });
    await page.keyboard.type('/');
    await page.keyboard.type('white van');
    await officer.says('inbox.found', { count: 1 });
    await page.keyboard.press('Tab');
    await page.keyboard.type('j');
    expect(await focused(page)).toBe(receipt.reference);
    await page.keyboard.press('Enter');
    await screen(page, officer.t('case.title', { reference: receipt.reference }));
    await officer.says('case.recorded');
    await page.keyboard.type('r');
    await page.keyboard.type('Written with keys.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await officer.says('case.reply.sent');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.type('u');
    await officer.at('inbox.title');
  });
});

/** Changes one letter in the middle of every sealed entry. */
const alterEntries = (body: string) =>
  body.replace(
    /("bytes":"[\w-]{600})(.)/g,
    (_, start: string, letter: string) => start + (letter === 'A' ? 'B' : 'A'),
  );

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

/** Runs in the page: its clock can be moved on. */
function skippableClock() {
  const real = Date.now.bind(Date);
  Object.assign(globalThis, { skipped: 0 });
  Date.now = () => real() + (globalThis as unknown as { skipped: number }).skipped;
}

/** Runs in the page: time goes by while nobody looks. */
function skip(seconds: number) {
  (globalThis as unknown as { skipped: number }).skipped += seconds * 1000;
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Runs in the page: what it has stored on the device. */
async function stored() {
  return {
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
  };
}
