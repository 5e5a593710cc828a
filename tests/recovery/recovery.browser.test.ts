/** An officer loses everything, and two colleagues bring them back: three people at once, as built, in real browsers. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { finishRecovery } from '../../server/api/recovery.ts';
import { admitColleague, chooseEverybody } from '../stage/colleague.ts';
import { officeRows, restoreOffice, type OfficeRows } from '../stage/office-rows.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  SETUP,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { knownDirectory } from '../stage/inside.ts';
import { launch, open, type View } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { choose, fill, paste, press, type } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';

const NEW = 'seven quiet lanterns by the ford';

let instance: Instance;
let made: SetupResult;
let words: Record<'bela' | 'chidi', string[]>;
let office: OfficeRows;
beforeAll(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder') });
  made = await setUp(instance);
  const bela = await admitColleague(instance, made, { account: 'bela', name: 'Bela' });
  const chidi = await admitColleague(instance, made, { account: 'chidi', name: 'Chidi' });
  words = { bela: bela.taken.recoveryWords, chidi: chidi.taken.recoveryWords };
  office = await officeRows(instance);
});
beforeEach(() => restoreOffice(instance, office));
afterAll(async () => {
  await instance.stop();
});

type Look = (screen: string) => Promise<void>;

/** What no translator may touch, and where one is at work: not in every browser. */
const names = [SETUP.officerName, 'Bela', 'Chidi'];
let isTranslated = false;

async function visit(
  browser: Browser,
  language: Language = 'en',
  view: View = {},
  look?: Look,
  url = `http://localhost:${new URL(instance.url).port}/`,
) {
  const page = await open(browser, { language, ...view });
  const judge = isTranslated ? await translated(page, names) : undefined;
  await page.goto(`${url}officer/`);
  await page.bringToFront();
  const inspect = async (screen: string) => {
    await look?.(screen);
    await judge?.(screen);
    expect(await troublesOf(page)).toEqual([]);
  };
  return new OfficerJourney(page, language, inspect);
}

/** Firefox gives keys only to the page in front. */
const turnTo = ({ page }: OfficerJourney) => page.bringToFront();

const sixWords = (officer: OfficerJourney) =>
  officer.page.$eval('main .fingerprint', (element) => element.textContent.trim());

const twelveWords = (officer: OfficerJourney) =>
  officer.page.$$eval('main .words li', (items) => items.map((item) => item.textContent.trim()));

async function toAccount(officer: OfficerJourney): Promise<void> {
  await officer.says('inbox.fresh');
  await officer.press('frame.account');
  await officer.at('account.title');
}

/** From the inbox, where the request is said, to the answer. */
async function toRequest(helper: OfficerJourney): Promise<void> {
  await helper.says('help.notice', { name: SETUP.officerName });
  await helper.press('help.look');
  await helper.at('account.title');
  await press(helper.page, `${helper.t('help.look')}: ${SETUP.officerName}`);
  await helper.at('help.title', { name: SETUP.officerName });
}

/** The request in front is approved: the words were heard. */
async function approve(helper: OfficerJourney): Promise<void> {
  await choose(helper.page, helper.t('help.heard', { name: SETUP.officerName }));
  await helper.press('help.approve');
  await helper.says('help.approved');
}

/** At signing in: everything is lost. */
async function toLost(officer: OfficerJourney): Promise<void> {
  await officer.at('signIn.title');
  await officer.press('signIn.lost');
  await officer.at('recovery.title');
}

/** From there to a request that was sent, by the name of the account. @returns the twelve new words */
async function ask(officer: OfficerJourney): Promise<string[]> {
  await officer.fill('signIn.account', SETUP.accountName);
  await officer.press('recovery.start');
  await officer.at('setup.words.title');
  const twelve = await twelveWords(officer);
  await officer.typeBack(twelve, 'recovery.state.title');
  return twelve;
}

async function chooseBoth(officer: OfficerJourney, secret: readonly string[]): Promise<void> {
  await toAccount(officer);
  await officer.press('circle.choose');
  await officer.at('circle.choose.title');
  await officer.press('circle.choose.do');
  await officer.says('circle.choose.few', { count: 2 });
  await choose(officer.page, 'Bela');
  await choose(officer.page, 'Chidi');
  await paste(officer.page, officer.t('account.present.words'), secret.join(' '));
  await officer.press('circle.choose.do');
  await officer.says('account.helpers.done');
  await officer.says('circle.chosen', { count: 2, names: 'Bela and Chidi' });
}

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

  test('two colleagues help; the case of before is read and answered, and everybody finds it on record', async () => {
    await (await newReporter(instance)).send(REPORT, () => undefined);
    const officer = await visit(browser);
    await officer.signInByWords(made.recoveryWords);
    await officer.says('circle.notice');
    await chooseBoth(officer, made.recoveryWords);
    await officer.press('lock.button');

    await toLost(officer);
    await officer.press('recovery.start');
    await officer.says('signIn.account.missing');
    const twelve = await ask(officer);
    await officer.says('recovery.state.helped', { count: 0, of: 2 });
    const six = await sixWords(officer);
    names.push(six);

    const bela = await visit(browser);
    await bela.signInByWords(words.bela, 'bela');
    await toRequest(bela);
    expect(await sixWords(bela)).toBe(six);
    await bela.press('help.approve');
    await bela.says('help.heard.missing');
    await approve(bela);

    // The page is closed meanwhile; one colleague is not enough.
    await turnTo(officer);
    await officer.page.reload();
    await toLost(officer);
    await officer.press('recovery.asked');
    await officer.at('recovery.find.title');
    await officer.fill('signIn.account', SETUP.accountName);
    await paste(officer.page, officer.t('recovery.find.words'), made.recoveryWords.join(' '));
    await officer.press('recovery.find.do');
    await officer.says('recovery.find.none');
    await paste(officer.page, officer.t('recovery.find.words'), twelve.join(' '));
    await officer.press('recovery.find.do');
    await officer.at('recovery.state.title');
    await officer.says('recovery.state.helped', { count: 1, of: 2 });
    expect(await sixWords(officer)).toBe(six);
    expect(await officer.page.evaluate(() => document.body.innerText)).not.toContain(
      officer.t('recovery.state.next'),
    );

    const chidi = await visit(browser);
    await chidi.signInByWords(words.chidi, 'chidi');
    await toRequest(chidi);
    await approve(chidi);

    await turnTo(officer);
    await officer.press('recovery.state.refresh');
    await officer.press('recovery.state.next');
    await officer.at('recovery.finish.title');
    await officer.press('recovery.finish.do');
    await officer.says('passphrase.short', { least: '14' });
    await type(officer.page, '#passphrase', NEW);
    await type(officer.page, '#again', NEW);
    await officer.press('recovery.finish.do');
    await officer.at('recovery.done.title');
    await officer.press('signIn.title');

    await officer.signInByPassphrase(SETUP.accountName, NEW);
    await officer.at('inbox.title');
    await officer.says('record.own.check');
    await officer.says('inbox.fresh');
    const reference = await officer.page.$eval('[data-case]', (element) => element.textContent.slice(0, 9));
    expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await officer.open(reference);
    await officer.reply('I am back.');
    await turnTo(bela);
    await bela.page.reload();
    await bela.signInByWords(words.bela, 'bela');
    await toAccount(bela);
    await bela.says('record.title');
    await bela.page.waitForFunction(
      (text: string) => document.body.innerText.includes(text),
      {},
      'the way in was replaced on',
    );
  });

  test.each(other)(
    'one who is there after all refuses, and so does a colleague who hears other words',
    async () => {
      const officer = await visit(browser);
      await officer.signInByWords(made.recoveryWords);
      await chooseBoth(officer, made.recoveryWords);
      const stranger = await visit(browser);
      for (let i = 0; i < 2; i++) {
        await turnTo(stranger);
        await stranger.page.reload();
        await toLost(stranger);
        await ask(stranger);
        if (i === 0) {
          await turnTo(officer);
          await officer.page.reload();
          await officer.signInByWords(made.recoveryWords);
          await officer.says('help.notice.own');
          await officer.press('help.look');
          await officer.at('account.title');
          await press(officer.page, `${officer.t('help.look')}: ${SETUP.officerName}`);
          await officer.at('help.own.title');
          await officer.press('help.own.refuse');
        } else {
          const bela = await visit(browser);
          await bela.signInByWords(words.bela, 'bela');
          await toRequest(bela);
          await bela.press('help.refuse');
          await bela.confirm();
          await bela.says('help.refused');
          continue;
        }
        await officer.confirm();
        await officer.says('help.refused');
        await turnTo(stranger);
        await stranger.press('recovery.state.refresh');
        await stranger.says('recovery.state.refused', { names: SETUP.officerName });
      }
      const requests = await instance.context.db.selectFrom('recoveries').select('state').execute();
      expect(requests).toEqual([{ state: 'refused' }, { state: 'refused' }]);
    },
  );

  test.each(other)(
    'a list of helpers that does not open is said, and does not hide that somebody asks',
    async () => {
      const session = await newOfficer(instance, made.recoveryWords);
      await chooseEverybody(session, made.recoveryWords);
      const stranger = new OfficerSession(apiOf(instance));
      await stranger.recovery.make(SETUP.accountName);
      await stranger.recovery.ask();
      const junk = { helpers: new Uint8Array(809) };
      await instance.context.db.updateTable('share_sets').set(junk).execute();
      const officer = await visit(browser);
      await officer.signInByWords(made.recoveryWords);
      await officer.says('help.notice.own');
      await officer.says('circle.title');
      await officer.says('failure.tampered');
      expect(await troublesOf(officer.page)).toEqual([]);
    },
  );

  test.each(other)(
    'the rules are changed, within their limits, and the history says what changed',
    async () => {
      const officer = await visit(browser);
      await officer.signInByWords(made.recoveryWords);
      await officer.press('frame.office');
      await officer.says('office.unlock');
      await officer.fill('signIn.words', made.recoveryWords.join(' '));
      await officer.press('office.open');
      await officer.says('rules.title');
      await press(officer.page, `${officer.t('app.change')}: ${officer.t('rules.recoveryHelpers')}`);
      await officer.at('rules.change');
      await officer.fill('rules.recoveryHelpers', '1');
      await officer.press('office.publish');
      await officer.says('rules.wrong', { rule: officer.t('rules.recoveryHelpers'), least: '2', most: '10' });
      await officer.fill('rules.recoveryHelpers', '3');
      await officer.fill('rules.acknowledgeDays', '9');
      await officer.says('rules.law', { most: '7' });
      await officer.fill('rules.acknowledgeDays', '5');
      await officer.press('office.publish');
      await officer.says('office.change.recoveryHelpers', { before: '2', now: '3' });
      await officer.says('office.change.acknowledgeDays', { before: '7', now: '5' });
      const { directory } = await knownDirectory(apiOf(instance));
      expect(directory.policy).toMatchObject({ acknowledgeDays: 5, feedbackDays: 90, recoveryHelpers: 3 });
    },
  );
});

describe('screens', () => {
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

  test.each([
    ['en', { width: 1280 }],
    ['ar', { width: 320, dark: true }],
  ] as const)('in %s %o of a custodian, who chooses among custodians, fit', async (language, view) => {
    const authority = await newOfficer(instance, made.recoveryWords);
    const custodians = async (...names: string[]) => {
      const secret = { method: 'words', words: made.recoveryWords.join(' ') } as const;
      const office = await authority.office.open(secret);
      const people = office.people.map((one) =>
        names.includes(one.name) ? { ...one, role: 'custodian' as const } : one,
      );
      await authority.office.publish({ ...draftOf(office), people });
    };
    await custodians('Bela', 'Chidi');
    const bela = await visit(browser, language, view);
    const toHelpers = async () => {
      await bela.signInByWords(words.bela, 'bela');
      await bela.press('frame.account');
      await bela.at('account.title');
      await bela.says('circle.custodians');
    };
    await toHelpers();
    await bela.says('circle.few.custodian', { count: 2 });
    await picture(bela.page, `${language}-${view.width}-custodian-few`);
    expect(await troublesOf(bela.page)).toEqual([]);
    await custodians(SETUP.officerName);
    await bela.page.reload();
    await bela.at('signIn.title');
    await toHelpers();
    await bela.press('circle.choose');
    await bela.at('circle.choose.title');
    await bela.says('circle.power.custodian', { count: 2 });
    await picture(bela.page, `${language}-${view.width}-custodian-choose`);
    expect(await troublesOf(bela.page)).toEqual([]);
  });

  test.each([
    ['en', { width: 1280 }],
    ['ar', { width: 320, dark: true }],
  ] as const)('in %s %o fit, for the one who asks and the one who helps', async (language, view) => {
    const look = (who: string, officer: () => OfficerJourney) => async (screen: string) =>
      picture(officer().page, `${language}-${view.width}-${who}-${screen}`);
    const officer: OfficerJourney = await visit(
      browser,
      language,
      view,
      look('officer', () => officer),
      middle.url,
    );
    await officer.signInByWords(made.recoveryWords);
    await officer.says('circle.notice');
    await picture(officer.page, `${language}-${view.width}-officer-notice`);
    await toAccount(officer);
    await officer.press('circle.choose');
    await officer.at('circle.choose.title');
    await choose(officer.page, 'Bela');
    await choose(officer.page, 'Chidi');
    await fill(officer.page, officer.t('account.present.words'), made.recoveryWords.join(' '));
    await picture(officer.page, `${language}-${view.width}-officer-chosen`);
    await officer.press('circle.choose.do');
    await officer.says('account.helpers.done');
    await officer.at('account.title');
    await officer.press('lock.button');
    await toLost(officer);
    await ask(officer);
    const bela: OfficerJourney = await visit(
      browser,
      language,
      view,
      look('helper', () => bela),
    );
    await bela.signInByWords(words.bela, 'bela');
    await bela.says('help.notice', { name: SETUP.officerName });
    await picture(bela.page, `${language}-${view.width}-helper-notice`);
    await toRequest(bela);
    await bela.press('help.approve');
    await bela.says('help.heard.missing');
    await picture(bela.page, `${language}-${view.width}-helper-missing`);
    await approve(bela);
    await bela.at('account.title');
    await turnTo(officer);
    await officer.press('recovery.state.refresh');
    await officer.says('recovery.state.helped', { count: 1, of: 2 });
    await officer.at('recovery.state.title');
    const chidi = await visit(browser, language, view);
    await chidi.signInByWords(words.chidi, 'chidi');
    await toRequest(chidi);
    await approve(chidi);
    await turnTo(officer);
    await officer.press('recovery.state.refresh');
    await officer.press('recovery.state.next');
    await officer.at('recovery.finish.title');
    await type(officer.page, '#passphrase', NEW);
    await type(officer.page, '#again', NEW);
    middle.lose(finishRecovery.path);
    await officer.press('recovery.finish.do');
    await officer.says('recovery.finish.sent');
    await officer.says('failure.offline');
    expect(await officer.page.$('#passphrase')).toBeNull();
    await officer.at('recovery.finish.title');
    await picture(officer.page, `${language}-${view.width}-officer-finish-sent`);
    // Also after another look at who has helped.
    middle.restore(finishRecovery.path);
    await officer.press('setup.back');
    await officer.at('recovery.state.title');
    await officer.press('recovery.state.next');
    await officer.says('recovery.finish.sent');
    await officer.press('recovery.finish.again');
    await officer.at('recovery.done.title');
    await officer.press('signIn.title');
    await officer.signInByPassphrase(SETUP.accountName, NEW);
    await officer.at('inbox.title');
    await officer.says('record.own.check');
    await officer.at('inbox.title');
    await officer.press('frame.office');
    await officer.says('office.unlock');
    await officer.fill('signIn.passphrase', NEW);
    await officer.press('office.open');
    await officer.says('rules.title');
    await officer.at('office.title');
    await press(officer.page, `${officer.t('app.change')}: ${officer.t('rules.feedbackDays')}`);
    await officer.at('rules.change');
    await officer.fill('rules.feedbackDays', '400');
    await officer.press('office.publish');
    await officer.fill('rules.acknowledgeDays', '9');
    await officer.at('rules.change');
    expect(await troublesOf(officer.page)).toEqual([]);
  });
});
