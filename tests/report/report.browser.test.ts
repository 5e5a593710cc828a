/** The reporter's page, as built, with a real server, in real browsers. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { languages, type Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { newOfficer, setUp, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { picture } from '../stage/picture.ts';
import { usualRightsAt } from '../stage/usual-rights.ts';
import {
  click,
  fill,
  Journey,
  paste,
  press,
  says,
  saysNoMore,
  screen,
  STORY,
} from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let address: string;
beforeAll(stretchQuickly);
beforeAll(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder') });
  made = await setUp(instance);
  address = localhost(instance);
});
afterAll(async () => {
  await instance.stop();
});

/** Browsers treat localhost as a secure context. */
const localhost = ({ url }: Instance) => `http://localhost:${new URL(url).port}/`;

describe.each<BrowserName>(['chromium', 'firefox', 'firefox-safer'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('a report is sent, read, answered, and the answer is read and answered', async () => {
    const page = await open(browser);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(address);
    const journey = new Journey(page, 'en');
    const words = await journey.report();
    const reference = await journey.reference();

    const officer = await newOfficer(instance, made.recoveryWords);
    const listed = (await officer.inbox.sync(() => undefined)).find((one) => one.reference === reference);
    const opened = await officer.cases.open(listed!.id);
    expect(opened.text).toBe(STORY);
    expect(opened.answers.where).toBe('The north crossing');
    await officer.cases.reply(listed!.id, 'Thank you. Which nights?');

    await press(page, journey.t('done.again'));
    await journey.comeBack(words.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join(',\n '));
    await says(page, journey.t('own.item.access', { name: SETUP.officerName }));
    await says(page, 'Thank you. Which nights?');
    await journey.answer('Tuesdays and Fridays.');
    const read = await officer.cases.open(listed!.id);
    expect(read.items.at(-1)).toMatchObject({ kind: 'message', text: 'Tuesdays and Fridays.' });

    expect(await page.evaluate(stored)).toEqual({
      local: 0,
      session: 0,
      databases: 0,
      caches: 0,
      cookies: '',
    });
    // Firefox lists fonts of its own, as data.
    expect(asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([]);
    expect(await page.evaluate(() => location.href + document.title)).toBe(address + journey.t('site.title'));
    await press(page, journey.t('own.close'));
    await screen(page, journey.t('gone.title'));
    expect(await journey.read()).not.toContain(reference);
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  let middle: Middle;
  beforeAll(async () => {
    browser = await launch('chromium');
    middle = await startMiddle(instance.url);
  });
  afterAll(async () => {
    await browser.close();
    await middle.stop();
  });

  const visit = async (url = address, language: Language = 'en') => {
    const page = await open(browser, { language });
    await page.goto(url);
    return new Journey(page, language);
  };

  test.each(languages)('every screen is accessible and fits 320 pixels: %s', async (language) => {
    const page = await open(browser, { language, width: 320, height: 640 });
    const troubles: unknown[] = [];
    page.on('pageerror', (error) => troubles.push(error));
    await page.goto(address);
    const journey = new Journey(page, language, async (screen) => {
      await inspect(page, screen);
      if (screen === 'before.title') await readRights(journey);
      if (screen !== 'check.title') return;
      await press(page, journey.t('look.open'));
      await says(page, journey.t('look.none'));
      await inspect(page, 'check.title, looked through');
    });
    const words = await journey.report();
    await press(page, journey.t('done.again'));
    await journey.comeBack(words.map((word) => word.slice(0, 4)).join(' '));
    await fill(page, journey.t('own.write.label'), TELLING[language]);
    await press(page, journey.t('look.open'));
    await says(page, journey.t('look.time.instead'));
    expect(await marksOn(page)).toHaveLength(3);
    await inspect(page, 'own.title, looked through');
    await press(page, journey.t('app.change'));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
    await page.keyboard.type('.');
    await says(page, journey.t('look.changed'));
    await press(page, journey.t('look.open'));
    await saysNoMore(page, journey.t('look.changed'));
    await journey.answer('Tuesdays.');
    await inspect(page, 'own.title, answered');
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(troubles).toEqual([]);
  });

  test('weighs little before the first letter, and not much more to have sent a report', async () => {
    const light = await startMiddle(instance.url);
    const journey = await visit(light.url);
    await journey.toWriting();
    expect(light.passed.length).toBeLessThanOrEqual(6);
    expect(weight(light.passed)).toBeLessThanOrEqual(60 * 1024);
    await fill(journey.page, journey.t('write.label'), STORY);
    await journey.next();
    await journey.next();
    await journey.at('check.title');
    await press(journey.page, journey.t('check.send'));
    await journey.at('receipt.title');
    expect(weight(light.passed)).toBeLessThanOrEqual(200 * 1024);
    await light.stop();
  });

  test('what could give the writer away is looked for on the device alone, and only when asked for', async () => {
    const own = await startMiddle(instance.url);
    const journey = await visit(own.url);
    const { page } = journey;
    const write = async (text: string) => {
      await journey.at('write.title');
      await paste(page, journey.t('write.label'), text);
      await journey.next();
    };
    await journey.toWriting();
    await write(TELLING.en);
    await journey.next();
    await journey.at('check.title');
    // The lock has come by then.
    await says(page, journey.t('readers.fingerprint.text'));
    const before = own.passed.length;
    expect(own.passed.filter(({ path }) => path.includes('findings'))).toEqual([]);
    // It does not come at first, and is asked for once more.
    own.remove(/findings/, 1);
    await press(page, journey.t('look.open'));
    await says(page, journey.t('look.time.why'));
    expect(await marksOn(page)).toEqual(['Jane Doe', 'Only I knew', 'at 02:17']);
    const asked = own.passed.slice(before);
    expect(asked.map(({ method, path }) => [method, path.startsWith('/assets/')])).toEqual([
      ['GET', true],
      ['GET', true],
    ]);
    expect(weight(asked)).toBeLessThanOrEqual(60 * 1024);
    await click(page, '.look .button');
    await write(STORY);
    await journey.at('check.title');
    await says(page, journey.t('look.none'));
    await press(page, 'Français');
    await says(page, new Journey(page, 'fr').t('look.none'));
    expect(own.passed.filter(({ method }) => method === 'POST')).toEqual([]);
    await own.stop();
  });

  test('where what looks for that does not come, the report is sent all the same', async () => {
    const own = await startMiddle(instance.url);
    own.remove(/findings/);
    const journey = await visit(own.url);
    await journey.toCheck();
    await press(journey.page, journey.t('look.open'));
    await says(journey.page, journey.t('look.failed'));
    await press(journey.page, journey.t('check.send'));
    expect(await journey.readWords()).toHaveLength(12);
    await own.stop();
  });

  test('Back goes one screen back and loses no text; no screen says more than is decided there', async () => {
    const journey = await visit();
    await journey.toCheck();
    const labels = () => journey.page.$$eval('dt', (all) => all.map((one) => one.textContent));
    expect((await labels()).filter((label) => label === journey.t('check.unanswered'))).toHaveLength(1);
    expect(await journey.read()).toContain(journey.t('check.unanswered.count', { count: 6 }));
    expect(await labels()).not.toContain(journey.t('question.when.official'));
    await journey.page.goBack();
    await journey.at('questions.title');
    await journey.page.goBack();
    await journey.at('write.title');
    expect(await journey.page.$eval('textarea', (area) => area.value)).toBe(STORY);
    await journey.page.goBack();
    await journey.at('readers.title');
    // True, and one fold away.
    const recovery = journey.t('readers.leaveOut.together');
    expect(await journey.read()).not.toContain(recovery);
    await click(journey.page, 'main details summary');
    await says(journey.page, recovery);
    await journey.page.goForward();
    await journey.at('write.title');
    await journey.page.goForward();
    await journey.at('questions.title');
    expect(new URL(journey.page.url()).hash + new URL(journey.page.url()).search).toBe('');
  });

  test('asks before text that was not sent is lost', async () => {
    const journey = await visit();
    await journey.toWriting();
    // Letter by letter: what asks is there a moment after the first.
    await journey.page.type('textarea', STORY);
    const asked = new Promise<string>((answer) => {
      journey.page.once('dialog', (dialog) => {
        answer(dialog.type());
        void dialog.dismiss();
      });
    });
    await journey.page.close({ runBeforeUnload: true });
    expect(await asked).toBe('beforeunload');
    expect(await journey.page.$eval('textarea', (area) => area.value)).toBe(STORY);
  });

  test('asks before a report is closed with a text in it that was not sent', async () => {
    const journey = await visit();
    const words = await journey.report();
    await press(journey.page, journey.t('done.again'));
    await journey.comeBack(words.join(' '));
    await fill(journey.page, journey.t('own.write.label'), 'Tuesdays.');
    await press(journey.page, journey.t('own.close'));
    await says(journey.page, journey.t('own.close.unsent'));
    await press(journey.page, journey.t('own.close.stay'));
    expect(await journey.page.$eval('textarea', (area) => area.value)).toBe('Tuesdays.');
    await press(journey.page, journey.t('own.close'));
    await press(journey.page, journey.t('own.close.drop'));
    await journey.at('gone.title');
  });

  test('when the answer is lost, trying again sends the same bytes and gets the words', async () => {
    const journey = await visit(middle.url);
    await journey.toCheck();
    middle.lose('/api/cases');
    await press(journey.page, journey.t('check.send'));
    await says(journey.page, journey.t('failure.offline'));
    await says(journey.page, STORY);
    middle.restore('/api/cases');
    await press(journey.page, journey.t('app.tryAgain'));
    await journey.at('receipt.title');
    const sent = middle.passed
      .filter(({ path }) => path === '/api/cases')
      .map(({ body }) => JSON.parse(body) as { entry: string; slotSets: string[] });
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sent.map(({ entry, slotSets }) => [entry, ...slotSets].join(' '))).size).toBe(1);
  });

  test('a directory that nobody signed is refused as soon as the lock is there, and the text can be kept', async () => {
    const forger = await startMiddle(instance.url);
    forger.change('/api/directory', (body) => body.replace(SETUP.officerName, 'Second integrity officer'));
    const journey = await visit(forger.url);
    await journey.toWriting();
    await fill(journey.page, journey.t('write.label'), STORY);
    await journey.at('refusal.title');
    await says(journey.page, journey.t('refusal.altered'));
    expect(await journey.page.$eval('textarea', (area) => area.value)).toContain(STORY.slice(0, 3));
    expect(forger.passed.filter(({ method }) => method === 'POST')).toEqual([]);
    await forger.stop();
  });

  test('a link that names another authority is refused before anything is shown', async () => {
    const other = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
    const journey = await visit(`${address}#authority=${other}`);
    await journey.at('refusal.title');
    await says(journey.page, journey.t('refusal.poster'));
    expect(await journey.read()).not.toContain(SETUP.officerName);
  });

  test('a link that names this authority opens, and shows the six words of the poster', async () => {
    const journey = await visit(`${address}#authority=${made.authority}`);
    await journey.toWriting();
    await journey.page.goBack();
    await journey.at('readers.title');
    expect(await journey.read()).toContain(made.fingerprint.join(' '));
  });

  test('a wrong word is named, and its mend is one press away', async () => {
    const journey = await visit();
    await press(journey.page, journey.t('start.return'));
    await journey.at('return.title');
    const right = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    const label = journey.t('words.label');
    await paste(journey.page, label, right.replace('sausage', 'sausgae'));
    await says(journey.page, journey.t('words.unknown', { position: 6, typed: 'sausgae' }));
    await press(journey.page, 'sausage');
    await says(journey.page, journey.t('words.complete'));
    await paste(journey.page, label, right.replace('yellow', 'year'));
    await says(journey.page, journey.t('words.checksum'));
    await paste(journey.page, label, 'legal winner');
    await says(journey.page, journey.t('words.count', { found: 2 }));
    await paste(journey.page, label, right);
    await press(journey.page, journey.t('return.open'));
    await says(journey.page, journey.t('return.notFound'));
    await expect.poll(() => journey.read()).toContain(journey.t('words.complete'));
  });

  test('a server that holds entries back is accused in plain words', async () => {
    const page = await open(browser);
    await page.goto(middle.url);
    const journey = new Journey(page, 'en');
    const words = await journey.report();
    const answers: string[] = [];
    middle.change('/api/case/read', (body) => {
      answers.push(body);
      return answers[0]!;
    });
    await press(page, journey.t('done.again'));
    await journey.comeBack(words.join(' '));
    await fill(page, journey.t('own.write.label'), 'Tuesdays.');
    await press(page, journey.t('own.write.send'));
    await says(page, journey.t('own.older.title'));
    await says(page, journey.t('own.older.do'));
    middle.restore('/api/case/read');
    await press(page, journey.t('own.write.send'));
    await says(page, journey.t('own.write.sent'));
    expect(await page.$$eval('.timeline li', (items) => items.length)).toBe(1);
  });

  test('says that the line is not open before it is set up', async () => {
    const empty = await startInstance({ pagesFolder: inject('pagesFolder') });
    const journey = await visit(localhost(empty));
    await journey.at('start.notReady.title');
    const link = await journey.page.$eval('main a', (one) => (one as HTMLAnchorElement).href);
    expect(await (await fetch(link)).text()).toContain('2019/1937');
    expect(await journey.read()).not.toContain(journey.t('start.report'));
    await empty.stop();
  });

  test('three times Shift leaves the page', async () => {
    const journey = await visit();
    await journey.toWriting();
    await fill(journey.page, journey.t('write.label'), STORY);
    const asked: string[] = [];
    journey.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    for (let i = 0; i < 3; i++) await journey.page.keyboard.press('Shift');
    await journey.page.waitForFunction(() => document.querySelector('textarea') === null);
    await expect.poll(() => journey.page.url()).not.toContain(address);
    expect(asked).toEqual([]);
  });
});

/** In each language three things that say who wrote it. */
const TELLING: Readonly<Record<Language, string>> = {
  en: 'My name is Jane Doe. Only I knew that he came at 02:17.',
  fr: 'Je m’appelle Claire Roux. Moi seule savais qu’il viendrait à 2 h 17.',
  ar: 'اسمي سميرة الحداد. أنا الوحيدة التي كانت تعلم أنه سيأتي الساعة ٢:١٧.',
};

/** What the office says of rights is there before a word is written, in the page's own words where it says nothing. */
async function readRights({ page, t }: Journey): Promise<void> {
  await click(page, `::-p-xpath(//summary[.="${t('rights.title')}"])`);
  const language = await page.evaluate(() => document.documentElement.lang);
  const { text, contacts } = usualRightsAt('official');
  for (const said of [...text[language]!.split('\n\n'), contacts[0]!.what[language]!]) await says(page, said);
  await inspect(page, 'before.title, rights');
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await picture(page, `rights-${language}-${scheme}`);
  }
  await page.emulateMediaFeatures([]);
}

/** The words that are marked on the page, without the numbers behind them. */
function marksOn(page: Page): Promise<(string | undefined)[]> {
  return page.$$eval('.looked mark', (marks) =>
    marks.map((mark) => mark.textContent?.slice(0, -(mark.querySelector('sup')?.textContent?.length ?? 0))),
  );
}

function weight(passed: Middle['passed']): number {
  return passed.reduce((sum, one) => sum + one.weigh(), 0);
}

/** Nothing is too wide for the screen, and axe finds nothing. */
async function inspect(page: Page, name: string): Promise<void> {
  expect({ name, troubles: await troublesOf(page) }).toEqual({ name, troubles: [] });
}

/** Everything a page can leave on a device. Runs in the page. */
async function stored() {
  return {
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
  };
}
