/** A reporter who keeps somebody out, as built, with a real server and two officers. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { admitColleague, authorityOf, COLLEAGUE } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { picture } from '../stage/picture.ts';
import { choose, fill, Journey, press, says, STORY } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let authority: OfficerSession;
let recovery: readonly string[];
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice((first, own) => admitColleague(first, own));
  ({ made, database } = office);
  recovery = office.more.taken.recoveryWords;
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  authority = await authorityOf(instance, made);
});
afterEach(() => instance.stop());

const quiet = () => undefined;

/** The first officer reads at every door; the second does not, and may be named to oversee them. */
async function second(is: 'oversight' | 'elsewhere'): Promise<void> {
  const view = await authority.office.view();
  const [reader, colleague] = view.people;
  const oversight = is === 'oversight' ? [colleague!.id] : [];
  const doors = view.doors.map((door) => ({ ...door, readers: [reader!.id], oversight }));
  await authority.office.publish({ ...draftOf(view), doors });
}

async function atReaders(browser: Browser, language: Language = 'en'): Promise<Journey> {
  const page = await open(browser, { language });
  await page.goto(`http://localhost:${new URL(instance.url).port}/`);
  const journey = new Journey(page, language);
  await journey.at('start.title');
  await press(page, journey.t('start.report'));
  await journey.at('doors.title');
  await choose(page, 'Public officials');
  await journey.next();
  await journey.at('before.title');
  await journey.next();
  await journey.at('readers.title');
  return journey;
}

async function send(journey: Journey): Promise<void> {
  await journey.next();
  await journey.at('write.title');
  await fill(journey.page, journey.t('write.label'), STORY);
  await journey.next();
  await journey.at('questions.title');
  await journey.next();
  await journey.at('check.title');
  await press(journey.page, journey.t('check.send'));
  await journey.at('receipt.title');
}

async function inboxes(): Promise<number[]> {
  const first = await newOfficer(instance, made.recoveryWords);
  const other = await newOfficer(instance, recovery, apiOf(instance), COLLEAGUE.account);
  return [(await first.inbox.sync(quiet)).length, (await other.inbox.sync(quiet)).length];
}

describe.each(ENGINES)('%s', (name) => {
  const other = otherWays(name);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('somebody who is left out by name gets no report; a colleague does', async () => {
    const journey = await atReaders(browser);
    await choose(journey.page, journey.t('readers.leaveOut.one', { name: SETUP.officerName }));
    await send(journey);
    expect(await inboxes()).toEqual([0, 1]);
  });

  test.each(other)('“somebody in this office” leads to oversight alone, and the page says so', async () => {
    await second('oversight');
    const journey = await atReaders(browser);
    // With one officer besides oversight there is nobody to mistake for another: the name is enough.
    expect(await journey.read()).not.toContain(journey.t('readers.someone'));
    const third = await admitColleague(instance, made, { name: 'Third officer', account: 'chen' });
    await journey.page.reload();
    const again = await atReaders(browser);
    await choose(again.page, again.t('readers.someone'));
    await says(again.page, again.t('readers.oversight'));
    await send(again);
    const chen = await newOfficer(instance, third.taken.recoveryWords, apiOf(instance), 'chen');
    expect([...(await inboxes()), (await chen.inbox.sync(quiet)).length]).toEqual([0, 1, 0]);
    // Nor can any of them be given access later.
    const bela = await newOfficer(instance, recovery, apiOf(instance), COLLEAGUE.account);
    const [listed] = await bela.inbox.sync(quiet);
    const opened = await bela.cases.open(listed!.id);
    expect(opened.colleagues.possible).toEqual([]);
    expect(opened.leftOut).toEqual([SETUP.officerName, 'Third officer']);
  });

  test.each(other)('where nobody oversees the office, nothing can be sent past it', async () => {
    await second('elsewhere');
    const journey = await atReaders(browser);
    await choose(journey.page, journey.t('readers.someone'));
    await says(journey.page, journey.t('readers.noOversight'));
    await journey.next();
    await says(journey.page, journey.t('errors.title'));
    await choose(journey.page, journey.t('readers.someone'));
    await says(journey.page, journey.t('readers.lead'));
    await send(journey);
    expect(await inboxes()).toEqual([1, 0]);
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test.each<Language>(['en', 'fr', 'ar'])(
    'the choice is accessible and fits 320 pixels: %s',
    async (language) => {
      const journey = await atReaders(browser, language);
      const troubles: string[] = [];
      for (const width of [1280, 320]) {
        for (const value of ['light', 'dark']) {
          await journey.page.setViewport({ width, height: 640 });
          await journey.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          troubles.push(...(await troublesOf(journey.page)));
          await picture(journey.page, `readers-${language}-${width}-${value}`);
          await choose(journey.page, journey.t('readers.someone'));
          await picture(journey.page, `readers-${language}-${width}-${value}-someone`);
          troubles.push(...(await troublesOf(journey.page)));
          await choose(journey.page, journey.t('readers.someone'));
        }
      }
      expect(troubles).toEqual([]);
    },
  );
});
