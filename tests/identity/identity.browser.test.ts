/** A sealed name, as built: reporter, officer and custodian each with a page of their own, on one server's calendar. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import { withPerson } from '../../client/officer/page/office/draft.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { typed } from '../../crypto/bytes.ts';
import { admitColleague, CUSTODIAN } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { HIGH_RISK } from '../stage/high-risk.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { Insider } from '../stage/insider.ts';
import { officerAtWork } from '../stage/people.ts';
import { launch, open } from '../stage/browsers.ts';
import { laterBy, setWorkerClocks } from '../stage/device-clock.ts';
import { troublesOf } from '../stage/inspect.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { catchSaved, savedOf } from '../stage/saved.ts';
import { translated } from '../stage/translator.ts';
import { choose, click, fill, Journey, press, says, saysNoMore, STORY } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const PHOTO = join(import.meta.dirname, '..', 'scrub', 'corpus', 'media', 'phone.jpg');
const DAY = 86_400_000;
const NAME = 'Noor Unlikely-Name';
const CONTACT = 'Behind the depot, after six';

let instance: Instance;
let made: SetupResult;
let custodianWords: readonly string[];
let middle: Middle;
/** Milliseconds by which the server and every device are ahead of the day it is. */
let ahead: number;
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice((first, own) => admitColleague(first, own, CUSTODIAN));
  ({ made, database } = office);
  custodianWords = office.more.taken.recoveryWords;
});
beforeEach(async () => {
  ahead = 0;
  const now = () => Date.now() + ahead;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database, now });
  middle = await startMiddle(instance.url);
  await setWorkerClocks(middle, inject('pagesFolder'), () => ahead);
});
afterEach(async () => {
  await middle.stop();
  await instance.stop();
});

/** Looks at pages that are translated. */
const judges = new WeakMap<Page, (at: string) => Promise<void>>();

/** A page on a device whose clock is as far ahead as the server's. */
async function visit(browser: Browser, language: Language, path = ''): Promise<Page> {
  const page = await open(browser, { language });
  await page.evaluateOnNewDocument(laterBy(ahead));
  // In Arabic the browser translates the pages.
  if (language === 'ar') judges.set(page, await translated(page, [NAME, SETUP.officerName, CUSTODIAN.name]));
  await page.goto(middle.url + path);
  return page;
}

type Look = (page: Page, what: string) => Promise<void>;

async function comeBack(browser: Browser, language: Language, words: readonly string[]): Promise<Journey> {
  const page = await visit(browser, language);
  const reporter = new Journey(page, language);
  await reporter.comeBack(words.join(' '));
  return reporter;
}

async function signIn(
  browser: Browser,
  language: Language,
  words: readonly string[],
  account: string = SETUP.accountName,
): Promise<OfficerJourney> {
  const page = await visit(browser, language, 'officer/');
  const officer = new OfficerJourney(page, language);
  await officer.signInByWords(words, account);
  await officer.says('inbox.fresh');
  return officer;
}

/** Sends a report with a name, by way of every mistake. */
async function report(browser: Browser, language: Language, look: Look): Promise<string[]> {
  const page = await visit(browser, language);
  const reporter = new Journey(page, language);
  const { t } = reporter;
  await reporter.toWriting();
  await fill(page, t('write.label'), STORY);
  await reporter.next();
  await reporter.at('questions.title');
  await reporter.next();
  await reporter.at('identity.title');
  await look(page, 'anonymous');
  await choose(page, t('identity.named'));
  await reporter.next();
  await says(page, t('identity.name.missing'));
  await look(page, 'named, nothing written');
  await fill(page, t('identity.name'), NAME);
  await fill(page, t('identity.contact'), CONTACT);
  await click(page, `::-p-xpath(//summary[contains(., "${t('identity.leaveOut')}")])`);
  await choose(page, t('readers.leaveOut.one', { name: CUSTODIAN.name }));
  await says(page, t('identity.nobody'));
  await look(page, 'nobody left');
  await reporter.next();
  await reporter.at('check.title');
  await says(page, t('identity.anonymous'));
  expect(await reporter.read()).not.toContain(NAME);
  await click(page, `::-p-xpath(//dt[contains(., "${t('check.identity')}")]/..//button)`);
  await reporter.at('identity.title');
  await choose(page, t('readers.leaveOut.one', { name: CUSTODIAN.name }));
  await choose(page, t('identity.named'));
  await look(page, 'named');
  await reporter.next();
  await reporter.at('check.title');
  await says(page, NAME);
  await says(page, t('check.identity.sealed', { names: CUSTODIAN.name }));
  await look(page, 'check');
  await press(page, t('check.send'));
  const words = await reporter.readWords();
  await page.browserContext().close();
  return words;
}

async function leave(person: { readonly page: Page }): Promise<void> {
  await judges.get(person.page)?.('at the end');
  await person.page.browserContext().close();
}

/** All that a browser keeps of a page, and what its tab says. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(async () =>
    JSON.stringify([
      document.title,
      location.href,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      history.state,
      (await indexedDB.databases()).map(({ name }) => name),
    ]),
  );
}

/** The risk is found to be high meanwhile: the reporter is asked first, and answers. */
async function stoppedByRisk(officer: OfficerJourney, words: readonly string[], look: Look): Promise<void> {
  const other = await newOfficer(instance, made.recoveryWords);
  const [listed] = await other.inbox.sync(() => undefined);
  await other.protection.assess(listed!.id, HIGH_RISK);
  await officer.press('case.refresh');
  await officer.says('identity.risk.stopped');
  expect(await officer.page.$('.identity summary')).toBeNull();
  await look(officer.page, 'officer, stopped');
  await officer.fill('protection.referral.ask', 'May I learn who you are?');
  await officer.press('protection.referral.ask.send');
  await officer.says('protection.referral.unanswered');
  const reporter = await newReporter(instance);
  const { protection } = await reporter.open(words.join(' '));
  const question = protection.referralQuestions[0]!.id;
  await reporter.say({ what: 'referral-answer', question, agrees: false, text: 'Better not.' });
  await officer.press('case.refresh');
  await officer.says('identity.risk.reason');
}

/** @returns what the reporter reads at its end */
async function story(browser: Browser, language: Language, look: Look): Promise<string> {
  // The custodian's first sign-in: nothing to decide, and said in their words.
  const early = await signIn(browser, language, custodianWords, CUSTODIAN.account);
  await early.says('inbox.custodian.none.title');
  await look(early.page, 'custodian, nothing');
  await leave(early);

  const words = await report(browser, language, look);
  const officer = await signIn(browser, language, made.recoveryWords);
  const reference = await officer.page.$eval('[data-case]', (listed) => listed.textContent.trim());
  await officer.open(reference);
  await officer.says('identity.sealed', { names: CUSTODIAN.name });
  await stoppedByRisk(officer, words, look);
  await click(officer.page, '.identity summary');
  await officer.fill('identity.ask.reason', 'A court asks for the witness.');
  await look(officer.page, 'officer, asking');
  await officer.press('identity.ask.send');
  await officer.says('identity.state.waiting');
  await officer.press('case.back');
  await officer.says('inbox.identity.waiting');
  await look(officer.page, 'officer, inbox');
  await leave(officer);
  await (await newReporter(instance)).send(REPORT, () => undefined);

  const custodian = await signIn(browser, language, custodianWords, CUSTODIAN.account);
  await custodian.says('inbox.duty.decide');
  await look(custodian.page, 'custodian, inbox');
  await custodian.open(reference);
  await says(custodian.page, STORY);
  await says(custodian.page, 'A court asks for the witness.');
  await custodian.press('identity.decide.save');
  await custodian.says('identity.decide.missing');
  expect(await custodian.page.$('#reply, #note, #move, #access')).toBeNull();
  await look(custodian.page, 'custodian, deciding');
  const approve = async (reason: string) => {
    await choose(custodian.page, custodian.t('identity.approve', { name: SETUP.officerName }));
    await custodian.fill('identity.decide.reason', reason);
    await custodian.press('identity.decide.save');
    await says(custodian.page, reason);
  };
  await approve('The court has ordered it.');

  const reporter = await comeBack(browser, language, words);
  await says(reporter.page, 'A court asks for the witness.');
  await says(reporter.page, 'The court has ordered it.');
  const told = { name: CUSTODIAN.name, to: SETUP.officerName };
  await says(reporter.page, reporter.t('own.item.identity.approved', told));
  await click(reporter.page, 'details:has(dl) summary');
  await says(reporter.page, NAME);
  await look(reporter.page, 'reporter, approved');
  await fill(reporter.page, reporter.t('own.identity.object.label'), 'He sits beside my brother.');
  // Closing would lose it, and asks.
  await press(reporter.page, reporter.t('own.close'));
  await says(reporter.page, reporter.t('own.close.unsent'));
  await press(reporter.page, reporter.t('own.close.stay'));
  await press(reporter.page, reporter.t('own.identity.object'));
  await says(reporter.page, reporter.t('own.item.identity.objection'));
  await look(reporter.page, 'reporter, objected');
  await leave(reporter);

  await custodian.page.bringToFront();
  await custodian.press('case.refresh');
  await says(custodian.page, 'He sits beside my brother.');
  await look(custodian.page, 'custodian, deciding again');
  await approve('He was moved; the order stands.');
  await leave(custodian);

  ahead += 8 * DAY;
  const later = await signIn(browser, language, custodianWords, CUSTODIAN.account);
  await later.says('inbox.duty.disclose');
  await later.open(reference);
  await later.says('identity.disclose.due');
  await press(later.page, later.t('identity.disclose', { name: SETUP.officerName }));
  await later.page.waitForSelector('dialog[open]');
  await look(later.page, 'custodian, disclosing');
  await later.confirm();
  await later.says('entries.identity.disclosure', { name: CUSTODIAN.name, to: SETUP.officerName });
  await look(later.page, 'custodian, disclosed');
  await leave(later);

  const again = await signIn(browser, language, made.recoveryWords);
  await again.says('inbox.identity.disclosed');
  expect(await again.page.$$('[data-case]')).toHaveLength(2);
  // Among other cases, those where an identity was asked for are found with one press.
  const filter = await again.page.$(
    `::-p-xpath(//button[contains(., "${again.t('inbox.filter.identity')}")])`,
  );
  await filter!.press('Enter');
  await again.page.waitForFunction(() => document.querySelectorAll('[data-case]').length === 1);
  await look(again.page, 'officer, identities');
  await again.open(reference);
  expect(await again.page.evaluate(() => document.body.innerText)).not.toContain(NAME);
  await again.press('identity.open');
  await says(again.page, NAME);
  await says(again.page, CONTACT);
  await again.says('entries.identity.access', { name: SETUP.officerName });
  await look(again.page, 'officer, opened');
  expect(await kept(again.page)).not.toContain('Noor');
  await again.press('identity.hide');
  await saysNoMore(again.page, NAME);
  await again.press('case.back');
  await again.says('inbox.identity.opened');
  expect(await again.page.evaluate(() => document.documentElement.outerHTML)).not.toContain(NAME);
  await leave(again);

  const last = await comeBack(browser, language, words);
  await says(last.page, last.t('own.item.identity.access', { name: SETUP.officerName }));
  await look(last.page, 'reporter, opened');
  const read = await last.read();
  await leave(last);
  return read;
}

/** A look at a screen in every size and light, which gathers what is wrong with it. */
function looking(language: Language, troubles: string[]): Look {
  return async (page, what) => {
    await judges.get(page)?.(what);
    for (const width of [320, 1280]) {
      await page.setViewport({ width, height: 700 });
      for (const value of ['dark', 'light'] as const) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        for (const trouble of await troublesOf(page)) troubles.push(`${what} ${width} ${value}: ${trouble}`);
        await picture(page, `${what}-${language}-${width}-${value}`);
      }
    }
  };
}

const quiet: Look = async () => undefined;

test('a name is sealed, asked for, objected to, disclosed and opened: firefox', async () => {
  const browser = await launch('firefox');
  try {
    expect(await story(browser, 'en', quiet)).toContain('He was moved; the order stands.');
  } finally {
    await browser.close();
  }
});

test.each<Language>(['en', 'ar'])(
  'a name is sealed, asked for, objected to, disclosed and opened, and every screen fits a phone, also in the dark: chromium, %s',
  async (language) => {
    const browser = await launch('chromium');
    const troubles: string[] = [];
    const look = looking(language, troubles);
    try {
      expect(await story(browser, language, look)).toContain('He was moved; the order stands.');
      expect(troubles).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);

const SECOND_CUSTODIAN = { name: 'Second custodian', account: 'dina', role: 'custodian' } as const;

/** A second custodian, in the place of the first, who has left. */
async function replaceCustodian(): Promise<void> {
  await admitColleague(instance, made, SECOND_CUSTODIAN);
  const authority = await newOfficer(instance, made.recoveryWords);
  await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const now = await authority.office.view();
  const gone = now.people.find(({ name }) => name === CUSTODIAN.name)!;
  await authority.office.publish(withPerson(now, gone.id, { state: 'removed' }));
}

/** For a custodian who is there now; until then no other is kept. */
async function sealOriginalsAnew({ page, t }: Journey, look: Look): Promise<void> {
  await click(page, `::-p-xpath(//summary[contains(., "${t('own.original.anew')}")])`);
  await press(page, t('own.original.anew.do'));
  await says(page, t('own.people.missing'));
  await look(page, 'reporter, sealing originals anew');
  // The same people are offered above, where a name is given.
  await click(page, 'label[for="custodians-original"]');
  await press(page, t('own.original.anew.do'));
  await says(page, t('own.item.custodians', { names: SECOND_CUSTODIAN.name }));
  await saysNoMore(page, t('own.original.anew'));
}

test.each<Language>(['en', 'ar'])(
  'a reporter who stayed anonymous has an original sealed anew, and gives a name later: %s',
  async (language) => {
    const browser = await launch('chromium');
    const troubles: string[] = [];
    const look = looking(language, troubles);
    try {
      const session = await newReporter(instance);
      const { words } = await session.send(REPORT, () => undefined);
      const reporter = await comeBack(browser, language, words);
      const { page, t } = reporter;
      await says(page, t('own.identity.absent'));
      await press(page, t('own.close'));
      await leave(reporter);
      await session.open(words.join(' '));
      const photo = new File([await readFile(PHOTO)], 'phone.jpg', { type: 'image/jpeg' });
      await session.sendFile('photo', photo, () => undefined, null, photo);
      await replaceCustodian();
      const again = await comeBack(browser, language, words);
      await sealOriginalsAnew(again, look);
      await click(again.page, `::-p-xpath(//summary[contains(., "${t('identity.named')}")])`);
      await press(again.page, t('own.identity.give'));
      await says(again.page, t('identity.name.missing'));
      await look(again.page, 'reporter, giving');
      await fill(again.page, t('identity.name'), NAME);
      await press(again.page, t('own.identity.give'));
      await says(again.page, t('own.item.identity'));
      await look(again.page, 'reporter, given');
      expect(troubles).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);

/** An officer's page of before originals deletes the file alone; the reporter then deletes the original. */
async function deleteWhatIsLeft({ page, t }: Journey, look: Look): Promise<void> {
  const [row] = await instance.context.db.selectFrom('cases').select('id').execute();
  const old = await officerAtWork(apiOf(instance), made.recoveryWords);
  const insider = new Insider(instance, old, typed('CaseId', new Uint8Array(row!.id)));
  await insider.read();
  await insider.deleteAlone('phone.jpg');
  await press(page, t('own.refresh'));
  await says(page, t('files.original.left'));
  await says(page, t('own.original.state.gone'));
  await press(page, `${t('files.delete.left')}: phone.jpg`);
  await says(page, t('files.delete.ask.left'));
  await look(page, 'reporter, deleting an original that was left');
  await press(page, t('files.delete.sure'));
  await saysNoMore(page, t('files.original.left'));
}

/** @returns what the reporter reads at its end */
async function originalsStory(browser: Browser, language: Language, look: Look): Promise<string> {
  const { words } = await (await newReporter(instance)).send(REPORT, () => undefined);
  const reporter = await comeBack(browser, language, words);
  const { page, t } = reporter;
  const input = (await page.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(PHOTO, PHOTO);
  await says(page, t('files.sendClean', { count: 2 }));
  expect(
    await page.$$eval('.files input[type=checkbox]', (boxes) => boxes.map(({ checked }) => checked)),
  ).toEqual([false, false]);
  // By the keyboard, for the first of them.
  await (await page.$('.files input[type=checkbox]'))!.press(' ');
  await look(page, 'reporter, keeping an original');
  await press(page, t('files.sendClean', { count: 2 }));
  await expect.poll(() => page.$$('.files li:has(time)')).toHaveLength(2);
  await expect.poll(() => page.$$(`::-p-xpath(//p[. = "${t('files.original.kept')}"])`)).toHaveLength(1);
  await leave(reporter);

  const officer = await signIn(browser, language, made.recoveryWords);
  const reference = await officer.page.$eval('[data-case]', (listed) => listed.textContent.trim());
  await officer.open(reference);
  await officer.says('original.sealed', { names: CUSTODIAN.name });
  await press(officer.page, `${officer.t('original.ask')}: phone.jpg`);
  await officer.fill('original.ask.reason', 'Its data prove the day.');
  await look(officer.page, 'officer, asking for an original');
  await officer.press('identity.ask.send');
  await officer.says('entries.original.request', { name: SETUP.officerName });
  await look(officer.page, 'officer, asked for an original');
  await leave(officer);

  const custodian = await signIn(browser, language, custodianWords, CUSTODIAN.account);
  await custodian.says('inbox.duty.original');
  await custodian.open(reference);
  await custodian.says('original.what');
  await choose(
    custodian.page,
    custodian.t('original.approve', { name: SETUP.officerName, file: 'phone.jpg' }),
  );
  await custodian.fill('identity.decide.reason', 'They do.');
  await look(custodian.page, 'custodian, deciding about an original');
  await custodian.press('identity.decide.save');
  await says(custodian.page, 'They do.');
  await leave(custodian);

  ahead += 8 * DAY;
  const later = await signIn(browser, language, custodianWords, CUSTODIAN.account);
  await later.open(reference);
  await press(later.page, later.t('original.disclose', { name: SETUP.officerName }));
  await later.page.waitForSelector('dialog[open]');
  await look(later.page, 'custodian, handing out an original');
  await later.confirm();
  await later.says('entries.original.disclosure', { name: CUSTODIAN.name, to: SETUP.officerName });
  await leave(later);

  const again = await visit(browser, language, 'officer/');
  await catchSaved(again);
  await again.goto(`${middle.url}officer/`);
  const opening = new OfficerJourney(again, language);
  await opening.signInByWords(made.recoveryWords, SETUP.accountName);
  await opening.says('inbox.original.disclosed');
  await opening.open(reference);
  await opening.says('original.save.hint');
  await look(again, 'officer, saving an original');
  await press(again, `${opening.t('original.save')}: phone.jpg`);
  await expect
    .poll(() => savedOf(again, 'original-phone.jpg'))
    .toBe(
      createHash('sha256')
        .update(await readFile(PHOTO))
        .digest('hex'),
    );
  await opening.says('original.saved', { name: 'phone.jpg' });
  await opening.says('entries.original.access', { name: SETUP.officerName });
  await leave(opening);

  const last = await comeBack(browser, language, words);
  await says(last.page, last.t('own.item.original.access', { name: SETUP.officerName }));
  await look(last.page, 'reporter, original opened');
  const read = await last.read();
  await deleteWhatIsLeft(last, look);
  await leave(last);
  return read;
}

test.each([
  ['firefox', 'en'],
  ['chromium', 'ar'],
] as const)(
  'an untouched original is kept, asked for, handed out and saved: %s, %s',
  async (engine, language) => {
    const browser = await launch(engine);
    const troubles: string[] = [];
    try {
      const read = await originalsStory(
        browser,
        language,
        engine === 'chromium' ? looking(language, troubles) : quiet,
      );
      expect(read).toContain('Its data prove the day.');
      expect(troubles).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
