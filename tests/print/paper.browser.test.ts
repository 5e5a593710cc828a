/** What is printed, and pages in colours of a person's own, as built, in Chromium. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { Journey, press, says } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let browser: Browser;
let instance: Instance;
let made: SetupResult;
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  browser = await launch('chromium');
  ({ made, database } = await makeOffice());
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
});
afterEach(() => instance.stop());

const address = (path: string, at = instance) => `http://localhost:${new URL(at.url).port}/${path}`;

/** What stands on the paper, in the dark of the screen: its text, its colours, and whether anything can be pressed. */
async function onPaper(page: Page, name: string) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await page.emulateMediaType('print');
  await picture(page, name);
  const paper = await page.evaluate(() => {
    const shown = (all: string) =>
      [...document.querySelectorAll<HTMLElement>(all)].filter((element) => element.checkVisibility());
    const [word] = shown('ol[lang=en] li');
    return {
      text: document.body.innerText,
      controls: shown('button, textarea, input, select, dialog').length,
      ink: getComputedStyle(document.body).color,
      paper: getComputedStyle(document.documentElement).backgroundColor,
      /** Pixels of a word's letters. */
      letters: word === undefined ? 0 : parseFloat(getComputedStyle(word).fontSize),
    };
  });
  await page.emulateMediaType('screen');
  return paper;
}

const PLAIN = { controls: 0, ink: 'rgb(0, 0, 0)', paper: 'rgba(0, 0, 0, 0)' };

test('a receipt on paper is the words, large, the number, and how to come back', async () => {
  const page = await open(browser);
  await page.goto(address(''));
  const journey = new Journey(page, 'en');
  await journey.toCheck();
  await press(page, journey.t('check.send'));
  const words = await journey.readWords();
  const paper = await onPaper(page, 'paper-receipt');
  expect(paper).toMatchObject(PLAIN);
  expect(paper.letters).toBeGreaterThan(20);
  expect(paper.text.split(/\s+/).filter((word) => words.includes(word)).length).toBeGreaterThanOrEqual(12);
  expect(paper.text).toContain(journey.t('receipt.print.title'));
  expect(paper.text).not.toContain(journey.t('receipt.title'));
});

test('recovery words and the poster stand on paper alone', async () => {
  const empty = await startInstance({ pagesFolder: inject('pagesFolder') });
  const page = await open(browser);
  await page.goto(address(`officer/#setup=${await empty.setupToken()}`, empty));
  const journey = new OfficerJourney(page);
  await journey.toCheck();
  const words = await journey.makeKeys();
  const paper = await onPaper(page, 'paper-recovery');
  expect(paper).toMatchObject(PLAIN);
  expect(paper.letters).toBeGreaterThan(20);
  for (const word of words) expect(paper.text).toContain(word);
  expect(paper.text).not.toContain(SETUP.accountName);
  await journey.typeBack(words);
  const poster = await onPaper(page, 'paper-poster');
  expect(poster).toMatchObject(PLAIN);
  expect(poster.text).toContain(SETUP.instanceName['en']);
  expect(poster.text).toContain('#authority=');
  // One alone, such as “six”, may stand in any sentence.
  expect(poster.letters).toBe(0);
  const onPoster = poster.text.replace(/\s+/g, ' ');
  for (const i of words.slice(1).keys())
    expect(onPoster).not.toContain(words.slice(i, i + 2).join(' ') + ' ');
  await empty.stop();
});

test('a case on paper is what was said, without anything to press', async () => {
  const { reference, officer } = await atCase();
  await officer.note('A note.');
  const paper = await onPaper(officer.page, 'paper-case');
  expect(paper).toMatchObject(PLAIN);
  expect(paper.text).toContain(reference);
  expect(paper.text).toContain(REPORT.text);
  expect(paper.text).toContain(officer.t('case.notes.private'));
  expect(paper.text).not.toContain(officer.t('case.reply.text'));
});

test('in colours of a person’s own, the filter that is chosen and unread cases still differ', async () => {
  const { officer } = await atCase();
  const { reference } = await (await newReporter(instance)).send(REPORT, () => undefined);
  await officer.press('case.back');
  // The inbox is said to be up to date at first, as it was left.
  await says(officer.page, reference);
  await officer.says('inbox.fresh');
  const client = await officer.page.createCDPSession();
  await client.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'forced-colors', value: 'active' }],
  });
  await picture(officer.page, 'forced-inbox');
  const colours = (all: string, property: 'backgroundColor' | 'borderInlineStartColor') =>
    officer.page.$$eval(
      all,
      (elements, name) => new Set(elements.map((element) => getComputedStyle(element)[name])).size,
      property,
    );
  expect(await colours('.filters button', 'backgroundColor')).toBe(2);
  expect(await colours('.case-row', 'borderInlineStartColor')).toBe(2);
  const borders = await officer.page.$$eval('.tag, .button', (elements) =>
    elements.map((element) => getComputedStyle(element).borderTopStyle),
  );
  expect(new Set(borders)).toEqual(new Set(['solid']));
});

async function atCase() {
  const { reference } = await (await newReporter(instance)).send(REPORT, () => undefined);
  const page = await open(browser);
  await page.goto(address('officer/'));
  const officer = new OfficerJourney(page);
  await officer.signInByWords(made.recoveryWords);
  await officer.says('inbox.fresh');
  await officer.open(reference);
  return { reference, officer };
}
