/** Devices whose clocks are off by years, on either side, as built. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { dayOf } from '../../crypto/stamp.ts';
import { LIMITS } from '../../server/api/limits.ts';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { launch, open } from '../stage/browsers.ts';
import { laterBy, setWorkerClocks } from '../stage/device-clock.ts';
import { makeOffice } from '../stage/made-office.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { Journey, says } from '../stage/reporter-page.ts';
import { troublesOf } from '../stage/inspect.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 86_400_000;
const YEARS = 4 * 365 * DAY;
const quiet = () => undefined;

let browser: Browser;
let made: SetupResult;
let database: Uint8Array;
let instance: Instance;
let middle: Middle;
/** Milliseconds by which the device is ahead. */
let ahead = 0;
/** Milliseconds by which the server is. */
let serverAhead = 0;
beforeAll(stretchQuickly);
beforeAll(async () => {
  browser = await launch('chromium');
  ({ made, database } = await makeOffice());
});
afterAll(() => browser.close());
beforeEach(async () => {
  [ahead, serverAhead] = [0, 0];
  const now = () => Date.now() + serverAhead;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database, now });
  middle = await startMiddle(instance.url);
  await setWorkerClocks(middle, inject('pagesFolder'), () => ahead);
});
afterEach(async () => {
  await middle.stop();
  await instance.stop();
});

async function visit(language: Language, path = ''): Promise<Page> {
  const page = await open(browser, { language });
  await page.evaluateOnNewDocument(laterBy(ahead));
  await page.goto(middle.url + path);
  return page;
}

const written = (day: string, language: Language) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

test.each([
  ['ahead', YEARS, 'en'],
  ['behind', -YEARS, 'ar'],
] as const)(
  'a reporter whose device is years %s is told so, and nothing is late by it',
  async (_, by, language) => {
    const { words } = await (await newReporter(instance)).send(REPORT, quiet);
    ahead = by;
    const page = await visit(language);
    const reporter = new Journey(page, language);
    await reporter.comeBack(words.join(' '));
    const device = written(dayOf(Date.now() + by), language);
    const server = written(dayOf(Date.now()), language);
    await says(page, reporter.t('clock.off', { device, server }));
    const due = written(dayOf(Date.now() + 7 * DAY), language);
    expect(await reporter.read()).not.toContain(reporter.t('own.late.acknowledge', { day: due }));
    expect(await troublesOf(page)).toEqual([]);
    await picture(page, `clock-reporter-${language}`);
    await page.close();
  },
);

test.each([
  ['ahead', YEARS],
  ['behind', -YEARS],
] as const)('an officer whose device is years %s sees what is due, and invites for a week', async (_, by) => {
  const { reference } = await (await newReporter(instance)).send(REPORT, quiet);
  ahead = by;
  const page = await visit('en', 'officer/');
  const officer = new OfficerJourney(page, 'en');
  await officer.signInByWords(made.recoveryWords);
  await officer.says('inbox.fresh');
  await officer.says('clock.off.title');
  expect(await page.evaluate(() => document.body.innerText)).toContain('in 7 days');
  await picture(page, `clock-inbox-${by > 0 ? 'ahead' : 'behind'}`);
  await officer.open(reference);
  await officer.says('clock.off.title');
  expect(await page.evaluate(() => document.body.innerText)).toContain('in 7 days');
  await officer.press('case.back');
  await officer.press('frame.office');
  await officer.fill('signIn.words', made.recoveryWords.join(' '));
  await officer.press('office.open');
  await officer.press('office.invite');
  const last = written(dayOf(Date.now() + LIMITS.invitationDays * DAY), 'en');
  await officer.says('office.invite.link', { day: last });
  await page.close();

  const asking = await visit('en', 'officer/');
  const lost = new OfficerJourney(asking, 'en');
  await lost.at('signIn.title');
  await lost.press('signIn.lost');
  await lost.at('recovery.title');
  await lost.fill('signIn.account', SETUP.accountName);
  await lost.press('recovery.start');
  await lost.at('setup.words.title');
  const words = await asking.$$eval('main .words li', (items) =>
    items.map((item) => item.textContent?.trim() ?? ''),
  );
  await lost.typeBack(words, 'recovery.state.title');
  const until = written(dayOf(Date.now() + LIMITS.recoveryDays * DAY), 'en');
  await lost.says('recovery.state.until', { day: until });
  await asking.close();
});

test('a page that nobody is at locks itself, also where its clock was set back meanwhile', async () => {
  const page = await open(browser, { language: 'en' });
  await page.evaluateOnNewDocument(() => {
    const passed = { here: 0, day: 0 };
    Object.assign(globalThis, { passed });
    const [day, here] = [Date.now.bind(Date), performance.now.bind(performance)];
    Date.now = () => day() + passed.day;
    performance.now = () => here() + passed.here;
  });
  await page.goto(`${middle.url}officer/`);
  const officer = new OfficerJourney(page, 'en');
  await officer.signInByWords(made.recoveryWords);
  await officer.says('inbox.fresh');
  await page.evaluate(
    (minutes, days) => {
      const { passed } = globalThis as unknown as { passed: { here: number; day: number } };
      Object.assign(passed, { here: minutes * 60_000, day: -days * 86_400_000 });
    },
    16,
    365,
  );
  await officer.says('lock.idle', { minutes: '15' });
  expect(await page.evaluate(() => document.body.innerText)).not.toContain(officer.t('inbox.title'));
  await page.close();
});

test.each(['en', 'ar'] as const)(
  'days that a server stamped while its clock was ahead are told, in %s',
  async (language) => {
    serverAhead = 40 * DAY;
    const { words, reference } = await (await newReporter(instance)).send(REPORT, quiet);
    serverAhead = 0;
    const page = await visit(language);
    await page.setViewport({ width: 320, height: 640 });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: language === 'ar' ? 'dark' : 'light' },
    ]);
    const reporter = new Journey(page, language);
    await reporter.comeBack(words.join(' '));
    await says(page, reporter.t('clock.stamps.title'));
    const day = written(dayOf(Date.now() + 40 * DAY), language);
    await says(page, reporter.t('clock.stamps.ahead', { day, server: written(dayOf(Date.now()), language) }));
    expect(await troublesOf(page)).toEqual([]);
    await picture(page, `clock-stamps-reporter-${language}`);
    await page.close();

    const other = await visit(language, 'officer/');
    await other.setViewport({ width: 320, height: 640 });
    await other.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    const officer = new OfficerJourney(other, language);
    await officer.signInByWords(made.recoveryWords);
    await officer.says('inbox.fresh');
    await officer.open(reference);
    await officer.says('clock.stamps.title');
    expect(await troublesOf(other)).toEqual([]);
    await picture(other, `clock-stamps-officer-${language}`);
    await other.close();
  },
);
