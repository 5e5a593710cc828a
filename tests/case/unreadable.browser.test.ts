/** A case whose end cannot be opened, as built, on the pages of its reporter and of an officer. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { fromBase64url } from '../../crypto/base64url.ts';
import { caseReference } from '../../crypto/id.ts';
import { utcToday } from '../../client/case/kinds/days.ts';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { admitColleague, CUSTODIAN } from '../stage/colleague.ts';
import { Spoiler, type Spoilt } from '../stage/spoiler.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { officerAtWork } from '../stage/people.ts';
import { launch, open } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { fill, has, Journey, press, says } from '../stage/reporter-page.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;

let browser: Browser;
let instance: Instance;
let made: SetupResult;
beforeAll(stretchQuickly);
beforeAll(async () => {
  browser = await launch('chromium');
});
afterAll(() => browser.close());
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder') });
  made = await setUp(instance);
  await admitColleague(instance, made, CUSTODIAN);
});
afterEach(() => instance.stop());

/** A case with a name in it that an officer asks for, a reply and a note. */
async function answered() {
  const reporter = await newReporter(instance);
  const identity = { name: 'Noor Unlikely-Name', contact: '' };
  const { words } = await reporter.send({ ...REPORT, identity }, quiet);
  const { id } = await reporter.open(words.join(' '));
  const officer = await newOfficer(instance, made.recoveryWords);
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  await officer.cases.reply(id, 'We have begun to look into it.');
  await officer.cases.askIdentity(id, 'A court asks for the witness.');
  await officer.cases.addNote(id, 'Compare it with the reports of last year.');
  const reference = caseReference(typed('CaseId', fromBase64url(id)!));
  return { id, words: words.join(' '), reference };
}

async function spoil(id: string, what: Spoilt, chain: 'shared' | 'internal' = 'shared'): Promise<Spoiler> {
  const spoiler = new Spoiler(await officerAtWork(apiOf(instance), made.recoveryWords), id);
  await spoiler.spoil(what, chain);
  return spoiler;
}

async function visit(language: Language, path = ''): Promise<Page> {
  const page = await open(browser, { language });
  await page.goto(`http://localhost:${new URL(instance.url).port}/${path}`);
  return page;
}

async function signedIn(language: Language): Promise<OfficerJourney> {
  const officer = new OfficerJourney(await visit(language, 'officer/'), language);
  await officer.signInByWords(made.recoveryWords);
  await officer.says('inbox.fresh');
  return officer;
}

/** What is wrong with a screen, in every size and light. */
async function look(page: Page, name: string): Promise<string[]> {
  const troubles: string[] = [];
  for (const width of [320, 1280]) {
    await page.setViewport({ width, height: 800 });
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      for (const trouble of await troublesOf(page)) troubles.push(`${name} ${width} ${value}: ${trouble}`);
      await picture(page, `unreadable-${name}-${width}-${value}`);
    }
  }
  return troubles;
}

/** Names of whatever can be pressed or filled in, in the part of the page that is its own. */
async function controls(page: Page): Promise<string[]> {
  return page.$$eval('main button, main textarea:not([readonly]), main input', (all) =>
    all.map((one) => one.textContent?.replace(/[\u2066-\u2069]/g, '').trim() || one.id),
  );
}

test.each(['en', 'ar'] as const)(
  'its reporter reads what came before, what is wrong and what to do: %s',
  async (language) => {
    const { id, words, reference } = await answered();
    const spoiler = await spoil(id, 'with a content that is none');
    await spoiler.goOn('Never to be shown.');
    await spoiler.goOn('Nor this.');
    const journey = new Journey(await visit(language), language);
    await journey.comeBack(words);
    const { page, t } = journey;
    await says(page, t('own.unreadable.title'));
    await says(page, t('own.unreadable.by', { name: SETUP.officerName }));
    await says(page, t('own.unreadable.after', { count: 2 }));
    await says(page, t('own.unreadable.do', { reference, number: 5 }));
    await says(page, 'We have begun to look into it.');
    await says(page, t('own.unreadable.identity'));
    const text = await journey.read();
    expect(text).not.toContain('Never to be shown.');
    expect(text).not.toContain(t('own.identity.state.waiting'));
    expect(await controls(page)).toEqual([t('keep.story'), t('own.refresh'), t('own.close')]);
    expect(await page.$$eval('[role=alert]', (all) => all.length)).toBe(1);
    expect(await page.$$eval('main time', (all) => all.map((one) => one.dateTime))).toEqual(
      Array.from({ length: 3 }, utcToday),
    );
    expect(await look(page, `reporter-${language}`)).toEqual([]);
  },
);

test('what a reporter was writing when it came to that is kept to be taken along', async () => {
  const { id, words } = await answered();
  const journey = new Journey(await visit('en'), 'en');
  await journey.comeBack(words);
  const { page, t } = journey;
  await fill(page, t('own.write.label'), 'What I have seen since.');
  await spoil(id, 'random bytes');
  await press(page, t('own.write.send'));
  await says(page, t('failure.unreadable'));
  await press(page, t('own.refresh'));
  await says(page, t('own.unreadable.unsent'));
  await says(page, 'What I have seen since.');
  expect(await journey.read()).not.toContain(t('own.refreshed'));
  expect(await has(page, t('own.write.label'))).toBe(false);
  expect(await look(page, 'reporter-unsent')).toEqual([]);
});

test.each(['en', 'ar'] as const)(
  'an officer reads what came before, and can do nothing there: %s',
  async (language) => {
    const { id, reference } = await answered();
    await spoil(id, 'random bytes');
    const officer = await signedIn(language);
    const { page, t } = officer;
    await officer.says('inbox.unreadable');
    await says(page, REPORT.text);
    const found = await look(page, `inbox-${language}`);
    await press(page, reference);
    await officer.says('case.unreadable.title');
    await officer.says('case.unreadable.do', { reference });
    await officer.says('identity.unreadable');
    await says(page, 'We have begun to look into it.');
    await says(page, 'Compare it with the reports of last year.');
    expect(await controls(page)).toEqual([t('case.back'), t('case.refresh')]);
    found.push(...(await look(page, `officer-${language}`)));
    expect(found).toEqual([]);
    // Nor by the keys that lead to a field.
    await page.keyboard.press('r');
    await page.emulateMediaType('print');
    await picture(page, `unreadable-paper-${language}`);
    await officer.says('case.unreadable.title');
    await page.emulateMediaType('screen');
    await page.keyboard.press('u');
    await officer.at('inbox.title');
  },
);

test('what an officer was writing is kept, and sent nowhere', async () => {
  const { id, reference } = await answered();
  const officer = await signedIn('en');
  await officer.open(reference);
  const { page, t } = officer;
  await officer.fill('case.reply.text', 'What we have found.');
  await spoil(id, 'random bytes');
  await officer.press('case.reply.send');
  await officer.says('case.unreadable.title');
  await officer.says('case.kept');
  expect(await page.$eval('#kept-reply', (area) => (area as HTMLTextAreaElement).value)).toBe(
    'What we have found.',
  );
  expect(await has(page, t('case.reply.text'))).toBe(false);
  expect(await look(page, 'officer-kept')).toEqual([]);
});

test.each(['en', 'ar'] as const)(
  'notes that cannot be read are named, and the conversation goes on: %s',
  async (language) => {
    const { id, reference } = await answered();
    await spoil(id, 'with a content that is none', 'internal');
    const officer = await signedIn(language);
    await officer.open(reference);
    await officer.says('case.unreadable.notes');
    await officer.says('case.unreadable.by', { name: SETUP.officerName });
    expect(await has(officer.page, officer.t('case.notes.add'))).toBe(false);
    expect(await look(officer.page, `notes-${language}`)).toEqual([]);
    await officer.reply('It goes on.');
  },
);
