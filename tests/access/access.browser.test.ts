/** Who reads a case, as built, with a real server and two officers in real browsers. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import { draftOf, withPerson } from '../../client/officer/page/office/draft.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { admitColleague, authorityOf, COLLEAGUE } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { choose, press, says } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';
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

async function report(text: string = REPORT.text, leftOut: readonly string[] = []) {
  const reporter = await newReporter(instance);
  const receipt = await reporter.send({ ...REPORT, text, leftOut }, quiet);
  const kinds = async () => {
    const back = await newReporter(instance);
    return (await back.open(receipt.words.join(' '))).items.map((item) => item.kind);
  };
  return { ...receipt, kinds };
}

/** Has the directory say something else of the second officer. */
async function turn(state: 'active' | 'suspended' | 'removed'): Promise<void> {
  const view = await authority.office.view();
  const { id } = view.people.find((person) => person.name === COLLEAGUE.name)!;
  await authority.office.publish(withPerson(view, id, { state }));
}

async function colleagueAtNoDoor(): Promise<void> {
  const view = await authority.office.view();
  const [first] = view.people;
  const doors = view.doors.map((door) => ({ ...door, readers: [first!.id] }));
  await authority.office.publish({ ...draftOf(view), doors });
}

/** Whether a translator is at work: not in every browser. */
let isTranslated = false;

async function signIn(
  browser: Browser,
  words: readonly string[],
  account?: string,
  language: Language = 'en',
): Promise<OfficerJourney> {
  const page = await open(browser, { language });
  const names = [SETUP.officerName, COLLEAGUE.name, REPORT.text, 'While the keys change.'];
  const judge = isTranslated ? await translated(page, names) : undefined;
  await page.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
  const officer = new OfficerJourney(page, language, judge);
  await officer.signInByWords(words, account);
  await officer.says('inbox.fresh');
  return officer;
}

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);

describe.each(ENGINES)('%s', (name) => {
  const other = otherWays(name);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
    isTranslated = name === 'firefox';
  });
  afterAll(async () => {
    isTranslated = false;
    await browser.close();
  });

  test('a colleague is given access, reads, loses it again; an officer leaves a case', async () => {
    await colleagueAtNoDoor();
    const { reference, kinds } = await report();
    const first = await signIn(browser, made.recoveryWords);
    const second = await signIn(browser, recovery, COLLEAGUE.account);
    expect(await textOf(second.page)).not.toContain(reference);

    await first.page.bringToFront();
    await first.open(reference);
    await first.press('access.leave');
    await first.says('access.leave.alone');
    await first.press('office.cancel');
    const focused = () => first.page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe(first.t('access.leave'));
    await first.press('access.give');
    await choose(first.page, COLLEAGUE.name);
    await first.at('case.title', { reference });
    await first.confirm();
    await press(first.page, `${first.t('access.end')}: ${COLLEAGUE.name}`);
    await first.press('office.cancel');

    await second.page.bringToFront();
    await second.press('inbox.refresh');
    await second.open(reference);
    await says(second.page, REPORT.text);
    await second.fill('case.reply.text', 'Half of an answer');
    await second.fill('case.notes.add', 'Half of a note');

    await first.page.bringToFront();
    await press(first.page, `${first.t('access.end')}: ${COLLEAGUE.name}`);
    await first.confirm();
    await second.page.bringToFront();
    await second.press('case.refresh');
    await second.says('case.trouble.title');
    expect(await textOf(second.page)).not.toContain(REPORT.text);
    await second.says('case.kept');
    const kept = () =>
      second.page.$$eval('textarea', (fields) =>
        fields.filter((field) => !field.closest('.protection')).map(({ value }) => value),
      );
    expect(await kept()).toEqual(['Half of an answer', 'Half of a note']);

    await first.page.bringToFront();
    await first.press('access.give');
    await choose(first.page, COLLEAGUE.name);
    await first.confirm();
    await second.page.bringToFront();
    await second.press('app.tryAgain');
    await says(second.page, REPORT.text);
    expect(await kept()).toEqual(['Half of an answer', '', 'Half of a note']);

    await first.page.bringToFront();
    await first.press('access.leave');
    await first.confirm();
    await first.at('inbox.title');
    await first.says('inbox.none.title');
    expect(await kinds()).toEqual(['access', 'grant', 'access', 'rotation', 'grant', 'rotation']);
  });

  test.each(other)(
    'an officer’s cases are handed over, but for what the reporter kept from that colleague',
    async () => {
      const view = await authority.office.view();
      const colleague = view.people.find((person) => person.name === COLLEAGUE.name)!;
      const { reference } = await report('Kept from one.', [colleague.id]);
      await colleagueAtNoDoor();
      await report('One.');
      await report('Two.');
      const first = await signIn(browser, made.recoveryWords);
      await first.press('handOver.title');
      await choose(first.page, COLLEAGUE.name);
      await first.confirm();
      await first.says('handOver.done', { count: 2, name: COLLEAGUE.name });
      await first.at('inbox.title');
      await first.says('handOver.failed', { count: 1, cases: reference });
      const second = await signIn(browser, recovery, COLLEAGUE.account);
      await says(second.page, 'One.');
      expect(await textOf(second.page)).toContain('Two.');
      expect(await textOf(second.page)).not.toContain('Kept');
    },
  );

  test.each(other)(
    'after somebody left, the keys change in the background, also after a reload',
    async () => {
      const reports = [await report('One.'), await report('Two.'), await report('Three.')];
      await authority.inbox.sync(quiet);
      await turn('removed');
      const first = await signIn(browser, made.recoveryWords);
      await first.open(reports[0]!.reference);
      await first.reply('While the keys change.');
      await first.page.reload();
      await first.signInByWords(made.recoveryWords);
      await first.says('inbox.fresh');
      await first.at('inbox.title');
      for (const { kinds } of reports) {
        const rotations = async () => (await kinds()).filter((kind) => kind === 'rotation');
        await expect.poll(rotations, { timeout: 60_000 }).toHaveLength(1);
      }
    },
  );
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test('says how many cases got new keys', async () => {
    await report('One.');
    await authority.inbox.sync(quiet);
    await turn('suspended');
    const first = await signIn(browser, made.recoveryWords);
    await first.says('rotation.done', { count: 1 });
    // In English, too, the day comes before the month.
    expect(await textOf(first.page)).toMatch(/Received \u2068\d{1,2} \p{L}{3,}/u);
    expect(await first.page.$('progress')).toBeNull();
  });

  test.each<Language>(['en', 'fr', 'ar'])(
    'every screen is accessible and fits 320 pixels: %s',
    async (language) => {
      const { reference } = await report();
      const officer = await signIn(browser, made.recoveryWords, undefined, language);
      const troubles: string[] = [];
      const look = async (screen: string) => {
        for (const width of [1280, 320]) {
          await officer.page.setViewport({ width, height: 640 });
          for (const trouble of await troublesOf(officer.page))
            troubles.push(`${screen} at ${width}: ${trouble}`);
          await picture(officer.page, `${language}-${width}-${screen}`);
          await officer.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
          for (const trouble of await troublesOf(officer.page)) troubles.push(`${screen}, dark: ${trouble}`);
          await picture(officer.page, `${language}-${width}-dark-${screen}`);
          await officer.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
        }
      };
      await officer.press('handOver.title');
      await officer.press('handOver.title');
      await look('hand over');
      await officer.press('office.cancel');
      await officer.open(reference);
      await look('case');
      await press(officer.page, `${officer.t('access.end')}: ${COLLEAGUE.name}`);
      await look('case, ending access');
      await officer.press('office.cancel');
      await officer.press('access.give');
      await look('case, giving access');
      expect(troubles).toEqual([]);
    },
  );
});
