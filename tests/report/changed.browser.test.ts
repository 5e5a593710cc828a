/** The office changes who reads while a page stands: said in words, agreed to, and the report goes to who reads now. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { admitColleague, authorityOf, COLLEAGUE } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { picture } from '../stage/picture.ts';
import { Journey, paste, press, says, STORY } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let recovery: readonly string[];
let database: Uint8Array;
let browser: Browser;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice((first, own) => admitColleague(first, own));
  ({ made, database } = office);
  recovery = office.more.taken.recoveryWords;
  browser = await launch('chromium');
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  await readBy(0);
});
afterEach(() => instance.stop());
afterAll(() => browser.close());

/** At every door one of the two reads, and the other does not. */
async function readBy(which: 0 | 1): Promise<void> {
  const authority = await authorityOf(instance, made);
  const view = await authority.office.view();
  const doors = view.doors.map((door) => ({ ...door, readers: [view.people[which]!.id], oversight: [] }));
  await authority.office.publish({ ...draftOf(view), doors });
}

/** Whoever read alone leaves, and the other one reads again. */
async function removeSecond(): Promise<void> {
  const authority = await authorityOf(instance, made);
  const view = await authority.office.view();
  const doors = view.doors.map((door) => ({ ...door, readers: [view.people[0]!.id], oversight: [] }));
  const people = view.people.map((one) =>
    one.name === COLLEAGUE.name ? { ...one, state: 'removed' as const } : one,
  );
  await authority.office.publish({ ...draftOf(view), doors, people });
}

/** @param arrive is called on every screen on the way, once it is there */
async function atCheck(
  language: Language = 'en',
  arrive: (screen: string) => Promise<void> = async () => undefined,
): Promise<Journey> {
  const page = await open(browser, { language });
  await page.goto(`http://localhost:${new URL(instance.url).port}/`);
  const journey = new Journey(page, language, arrive);
  await journey.toCheck();
  return journey;
}

const quiet = () => undefined;

test('a reader who is replaced while the page stands at its last step reads nothing; whoever came does', async () => {
  const journey = await atCheck();
  const { page, t } = journey;
  await readBy(1);
  await press(page, t('check.send'));
  await journey.at('changed.title');
  await says(page, t('changed.kept'));
  await says(page, t('changed.readers.gone', { names: SETUP.officerName }));
  await says(page, t('changed.readers.come', { names: COLLEAGUE.name }));
  await press(page, t('changed.agree'));
  await journey.at('check.title');
  await says(page, STORY);
  expect(await journey.read()).not.toContain(SETUP.officerName);
  await press(page, t('check.send'));
  await journey.at('receipt.title');
  const first = await newOfficer(instance, made.recoveryWords);
  expect(await first.inbox.sync(quiet)).toEqual([]);
  const colleague = await newOfficer(instance, recovery, apiOf(instance), COLLEAGUE.account);
  const [listed] = await colleague.inbox.sync(quiet);
  expect((await colleague.cases.open(listed!.id)).text).toBe(STORY);
});

test('what does not fit an entry is said at the last step, leads to where it was written, and nothing is lost', async () => {
  const journey = await atCheck();
  const { page, t } = journey;
  await page.$$eval('dl.rows button', (all) =>
    all.find((one) => one.closest('div')?.textContent?.includes('van'))?.click(),
  );
  await journey.at('write.title');
  const heavy = STORY + '\u0001'.repeat(26_000);
  await paste(page, t('write.label'), heavy);
  await says(page, t('field.heavy'));
  // Back by the browser, past the page's own check.
  await page.goBack();
  await journey.at('check.title');
  await says(page, t('check.unfit'));
  await picture(page, 'unfit');
  await press(page, t('check.send'));
  await journey.at('write.title');
  expect(await page.$eval('textarea', (area) => area.value)).toBe(heavy);
  await paste(page, t('write.label'), STORY);
  await journey.next();
  await journey.at('check.title');
  await press(page, t('check.send'));
  await journey.at('receipt.title');
});

test.each([
  ['en', 'readers.title', 'before it is opened'],
  ['ar', 'write.title', 'while it stands open'],
] as const)(
  'the last step, what changed (at %s, %s), and a report whose readers leave %s are accessible and fit',
  async (language, where, when) => {
    let isOver = false;
    const journey = await atCheck(language, async (screen) => {
      if (screen !== where || isOver) return;
      isOver = true;
      await readBy(1);
    });
    const { page, t } = journey;
    const troubles: string[] = [];
    const look = async (name: string, seen = page) => {
      for (const width of [1280, 320]) {
        for (const value of ['light', 'dark']) {
          await seen.setViewport({ width, height: 640 });
          await seen.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          troubles.push(...(await troublesOf(seen)));
          await picture(seen, `${name}-${language}-${width}-${value}`);
        }
      }
    };
    await look('check');
    await press(page, t('check.send'));
    await journey.at('changed.title');
    await look('changed');
    await press(page, t('changed.agree'));
    await journey.at('check.title');
    await press(page, t('check.send'));
    const words = await journey.readWords();
    const isBefore = when === 'before it is opened';
    if (isBefore) await removeSecond();
    await page.close();
    const back = new Journey(await open(browser, { language }), language);
    await back.page.goto(`http://localhost:${new URL(instance.url).port}/`);
    await back.comeBack(words.join(' '));
    if (!isBefore) {
      await removeSecond();
      await press(back.page, t('own.refresh'));
    }
    await says(back.page, t('own.entrust.title'));
    await says(back.page, t('own.readers.nobody'));
    await look('entrust', back.page);

    expect(troubles).toEqual([]);
  },
);
