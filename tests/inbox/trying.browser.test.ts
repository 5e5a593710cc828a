/** An inbox with many slot sets that were never tried: in threads of their own, and the page goes on meanwhile. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newReporter, REPORT, startInstance, type Instance } from '../stage/running.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { says } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

/** More than are tried in the session's own thread. Without WebAssembly none are, and each takes some seconds. */
const FOREIGN: Record<BrowserName, number> = { chromium: 12, firefox: 12, 'firefox-safer': 2 };

let instance: Instance;
let made: SetupResult;
let middle: Middle;
let database: Uint8Array;
beforeAll(stretchQuickly);
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

async function signIn(browser: Browser) {
  const page = await open(browser);
  await page.goto(`${middle.url}officer/`);
  const officer = new OfficerJourney(page);
  await officer.signInByWords(made.recoveryWords);
  return officer;
}

/** Loads of the file that tries slot sets: one for each thread, fewer where the browser kept it. */
const threads = () => middle.passed.filter(({ path }) => path.startsWith('/assets/slot-worker')).length;

describe.each<BrowserName>(['chromium', 'firefox', 'firefox-safer'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('finds its own cases among those of others, in other threads', async () => {
    await addForeignCases(instance.context, FOREIGN[name]);
    const { reference } = await (await newReporter(instance)).send(REPORT, () => undefined);
    const officer = await signIn(browser);
    await says(officer.page, reference);
    await officer.says('inbox.fresh');
    expect(threads()).toBeGreaterThan(0);
    await officer.open(reference);
    await officer.reply('Thank you. We have started.');
  });
});
