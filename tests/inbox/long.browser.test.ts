/** An inbox of more cases than are drawn at once, as built, in Chromium: how to get to all of them, and back to one. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { caseReference } from '../../crypto/id.ts';
import { launch, open } from '../stage/browsers.ts';
import { fillKeyring } from '../stage/full-keyring.ts';
import { troublesOf } from '../stage/inspect.ts';
import { makeOffice } from '../stage/made-office.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { press, says } from '../stage/reporter-page.ts';
import { newReporter, REPORT, startInstance, type Instance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const CASES = 250;

let instance: Instance;
let browser: Browser;
let words: string[];
let last: string;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const { made, database } = await makeOffice();
  words = made.recoveryWords;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  // Half of them wait for officers; the last one is the last in order.
  const ids = await fillKeyring(instance, words, CASES, (i) => ({
    status: i % 2 === 0 ? 'assessing' : 'closed',
    acknowledged: '2020-01-01',
    lastDay: i === CASES - 1 ? '1999-12-31' : '2020-01-01',
  }));
  last = caseReference(ids.at(-1)!);
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

const drawn = (page: Page) => page.$$eval('[data-case]', (rows) => rows.length);
/** Which of the cases on the page has the focus, from 0; -1 for none. */
const focused = (page: Page) =>
  page.$$eval('[data-case]', (rows) => rows.indexOf(document.activeElement as HTMLElement));
/** Resolves when as many are drawn. */
const draws = (page: Page, count: number) => expect.poll(() => drawn(page)).toBe(count);

test('a long inbox is drawn a part at a time; keyboard, filters, finding and coming back have all of it', async () => {
  const page = await open(browser, { language: 'ar' });
  await page.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
  const officer = new OfficerJourney(page, 'ar');
  const part = (some: number, all: number) =>
    officer.says('inbox.found.part', { drawn: String(some), count: String(all) });
  await officer.signInByWords(words);
  await officer.says('inbox.fresh');
  await draws(page, 100);
  await part(100, CASES);
  for (const width of [1280, 320]) {
    await page.setViewport({ width, height: 640 });
    expect(await troublesOf(page)).toEqual([]);
    await picture(page, `long-inbox-${width}`);
  }

  // A report that comes pushes the case with the focus off the page: the one in its place has it.
  await page.$$eval('[data-case]', (rows) => (rows[99] as HTMLElement).focus());
  const { reference } = await (await newReporter(instance)).send(REPORT, () => undefined);
  const refresh = await page.$('.inbox-state button');
  await refresh!.evaluate((button) => (button as HTMLElement).click());
  await says(page, reference);
  expect([await drawn(page), await focused(page)]).toEqual([100, 99]);

  // The key that goes from case to case goes on past the hundredth, the button to where it left off.
  await page.keyboard.press('j');
  await draws(page, 200);
  expect(await focused(page)).toBe(100);
  await press(page, officer.t('inbox.more', { count: 51 }));
  await draws(page, CASES + 1);
  expect(await focused(page)).toBe(200);
  expect(await page.$('[data-more]')).toBeNull();

  // Back from a case that is not among the first, it has the focus again. This one is not on the server.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.case-rows', { hidden: true });
  await press(page, officer.t('case.back'));
  await officer.at('inbox.title');
  await draws(page, CASES + 1);
  expect(await focused(page)).toBe(201);

  // Another list begins at its top, and is counted whole.
  await press(page, `${officer.t('inbox.filter.waiting')} ${CASES / 2 + 1}`);
  await draws(page, 100);
  await part(100, CASES / 2 + 1);
  await press(page, `${officer.t('inbox.filter.all')} ${CASES + 1}`);
  await draws(page, 100);
  const before = await page.$$eval('[data-case]', (rows) => rows.map((row) => row.textContent));
  expect(before).not.toContain(last);
  await officer.fill('inbox.find', last);
  await draws(page, 1);
  await says(page, last);
});
