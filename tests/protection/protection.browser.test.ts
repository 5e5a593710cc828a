/** What reporters do about retaliation, as built: three situations, over months by the server's clock. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addDays, utcToday } from '../../client/case/kinds/days.ts';
import type { Circumstances } from '../../client/case/kinds/circumstances.ts';
import type { Language } from '../../client/messages/languages.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { launch, open } from '../stage/browsers.ts';
import { laterBy } from '../stage/device-clock.ts';
import { troublesOf } from '../stage/inspect.ts';
import { makeOffice } from '../stage/made-office.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { picture } from '../stage/picture.ts';
import { choose, click, fill, Journey, press, says, screen } from '../stage/reporter-page.ts';
import { newOfficer, newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { translated } from '../stage/translator.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 86_400_000;
const quiet = () => undefined;
const NONE: Circumstances = {
  post: '',
  grade: '',
  pay: '',
  appraisal: '',
  shift: '',
  place: '',
  supervisor: '',
  contractEnd: null,
};

let browser: Browser;
let made: SetupResult;
let instance: Instance;
let middle: Middle;
/** Days by which the server is ahead. */
let days = 0;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice();
  ({ made } = office);
  instance = await startInstance({
    pagesFolder: inject('pagesFolder'),
    database: office.database,
    now: () => Date.now() + days * DAY,
  });
  middle = await startMiddle(instance.url);
  browser = await launch('chromium');
});
afterAll(async () => {
  await browser.close();
  await middle.stop();
  await instance.stop();
});

/** What no translator may touch. Whoever reads Arabic has none. */
const KEPT = ['The shift leader', 'Night shift', 'Is the place safe?', 'The prosecutor', 'Un appel de nuit.'];
const judges = new Map<Page, (at: string) => Promise<void>>();

/** A person who has come back with their words. */
async function back(words: readonly string[], language: Language = 'en'): Promise<Journey> {
  const page = await open(browser, { language });
  await page.evaluateOnNewDocument(laterBy(days * DAY));
  if (language !== 'ar') judges.set(page, await translated(page, [...KEPT, SETUP.officerName]));
  await page.goto(middle.url);
  const journey = new Journey(page, language);
  await journey.comeBack(words.join(' '));
  return journey;
}

/** A report, and an officer who has looked at it. */
async function reported(officer: OfficerSession): Promise<{ words: string[]; id: string; day: string }> {
  const reporter = await newReporter(instance);
  const { words, day } = await reporter.send(REPORT, quiet);
  const { id } = await reporter.open(words.join(' '));
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  return { words, id, day };
}

/** What an officer sees of it, who signed in anew: months have passed. */
async function seen(id: string) {
  const officer = await newOfficer(instance, made.recoveryWords);
  await officer.inbox.sync(quiet);
  return officer.cases.open(id);
}

/** On a phone in the dark and on a wide screen: nothing is wrong with what is shown. */
async function look({ page }: Journey, name: string): Promise<void> {
  await judges.get(page)?.(name);
  for (const [width, value] of [
    [320, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewport({ width, height: 800 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    expect(await troublesOf(page)).toEqual([]);
    await picture(page, `keep-${name}-${width}`);
  }
}

/** Puts a day into a field, as choosing it does: typing it differs by language. */
async function setDay({ page }: Journey, selector: string, day: string): Promise<void> {
  await page.$eval(
    selector,
    (field, value) => {
      (field as HTMLInputElement).value = value;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    day,
  );
}

const written = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

const table = ({ page }: Journey) =>
  page.$eval('.story-table tbody', (body) =>
    [...body.rows].map((row) =>
      row.innerText.replace(/[\u200e\u200f\u2066-\u2069]/g, '').replace(/\s+/g, ' '),
    ),
  );

test('an official is moved to the night shift after reporting', async () => {
  days = 0;
  const officer = await newOfficer(instance, made.recoveryWords);
  const { words, id, day } = await reported(officer);
  const first = await back(words);
  const { page, t } = first;
  await press(page, t('keep.work'));
  await screen(page, t('keep.work.title'));
  await press(page, t('keep.work.send'));
  await says(page, t('keep.work.missing'));
  await look(first, 'work');
  await fill(page, t('keep.field.post'), 'Inspector');
  await fill(page, t('keep.field.shift'), 'Day shift');
  await press(page, t('keep.work.send'));
  await says(page, t('keep.arrived.work'));
  expect(await first.read()).not.toContain(t('checkIn.title'));
  const learned = { who: 'The shift leader', how: 'interview', day: addDays(day, 3), text: '' } as const;
  await officer.protection.record(id, learned);

  days = 31;
  const later = await back(words);
  await says(later.page, t('checkIn.title'));
  await press(later.page, t('checkIn.yes'));
  await screen(later.page, t('checkIn.now'));
  await fill(later.page, t('keep.field.shift'), 'Night shift');
  await press(later.page, t('checkIn.now.send'));
  await says(later.page, t('checkIn.suggest'));
  expect(await later.read()).not.toContain(t('checkIn.title'));
  await look(later, 'suggestion');
  await press(later.page, t('checkIn.suggest.tell'));
  await screen(later.page, t('incident.title'));
  const moved = addDays(day, 20);
  await setDay(later, '#day', addDays(day, 60));
  await press(later.page, t('incident.send'));
  await says(later.page, t('incident.day.wrong'));
  await look(later, 'incident');
  await setDay(later, '#day', moved);
  await fill(later.page, t('incident.who'), 'The shift leader');
  // Nothing is lost where no answer comes, and nothing arrives twice.
  middle.lose('/api/case/append');
  await press(later.page, t('incident.send'));
  await says(later.page, t('own.write.failed'));
  middle.restore('/api/case/append');
  expect(await later.page.$eval('#what-happened', (area) => (area as HTMLTextAreaElement).value)).toContain(
    'Night shift',
  );
  await press(later.page, t('incident.send'));
  await says(later.page, t('keep.arrived.incident'));
  expect(await later.read()).not.toContain(t('checkIn.suggest'));

  await press(later.page, t('keep.story'));
  await screen(later.page, t('story.title'));
  const duties = t('incident.form.duties');
  const rows = await table(later);
  expect(rows).toHaveLength(4);
  expect(rows[2]).toContain(`${written(learned.day)} The shift leader learned of your report`);
  expect(rows[3]).toBe(`4 ${written(moved)} ${t('story.incident', { what: duties })} 17 days`);
  await says(later.page, t('story.knew.learned', { who: 'The shift leader', days: 17 }));
  await says(later.page, t('story.work.table', { day: written(day) }));
  await look(later, 'story');
  await later.page.emulateMediaType('print');
  await picture(later.page, 'keep-story-paper');
  expect(await later.page.$$eval('button', (all) => all.filter((one) => one.checkVisibility()).length)).toBe(
    0,
  );

  await judges.get(later.page)?.('story');
  const { protection } = await seen(id);
  expect(protection.incidents).toMatchObject([{ when: moved, who: 'The shift leader', forms: ['duties'] }]);
});

test('a temporary contract is not renewed', async () => {
  days = 0;
  const officer = await newOfficer(instance, made.recoveryWords);
  const { words, id, day } = await reported(officer);
  const reporter = await newReporter(instance);
  await reporter.open(words.join(' '));
  const contractEnd = addDays(day, 20);
  await reporter.say({ what: 'baseline', circumstances: { ...NONE, post: 'كاتب', contractEnd } });
  // The check-ins before it were missed, and the newest alone is asked.
  days = 91;
  const journey = await back(words, 'ar');
  const { page, t } = journey;
  await says(page, t('checkIn.why', { days: 90 }));
  await look(journey, 'check-in-ar');
  await press(page, t('checkIn.yes'));
  await screen(page, t('checkIn.now'));
  await press(page, t('checkIn.now.send'));
  await press(page, t('checkIn.suggest.tell'));
  await screen(page, t('incident.title'));
  await setDay(journey, '#day', contractEnd);
  await look(journey, 'incident-ar');
  await press(page, t('incident.send'));
  await says(page, t('keep.arrived.incident'));
  await click(page, '.told summary');
  await fill(page, t('incident.more'), 'قيل لي إن السبب هو البلاغ.');
  await press(page, t('incident.more.send'));
  await says(page, t('keep.arrived.facts'));
  await press(page, t('keep.story'));
  await screen(page, t('story.title'));
  expect(await table(journey)).toHaveLength(3);
  await look(journey, 'story-ar');
  const { protection } = await seen(id);
  expect(protection.checkIns).toMatchObject([{ due: 90, changed: true }]);
  expect(protection.incidents).toMatchObject([{ when: contractEnd, forms: ['temporary'], facts: [{}] }]);
});

test('an organisation reports for a victim: both are asked, and both can tell', async () => {
  days = 0;
  const officer = await newOfficer(instance, made.recoveryWords);
  const sender = await newReporter(instance);
  const { words, second } = await sender.send(
    { ...REPORT, behalf: { consent: 'agreed', second: true } },
    quiet,
  );
  const { id } = await sender.open(words.join(' '));
  await officer.inbox.sync(quiet);
  await officer.protection.plan(id, {
    what: 'A safe place',
    owner: (await officer.profile()).person,
    due: utcToday(),
    text: '',
  });
  const { safeguards } = await officer.cases.open(id);
  await officer.protection.askMeasure(id, safeguards.measures[0]!.id, 'Is the place safe?');
  await officer.protection.askReferral(id, 'The prosecutor', 'May we tell the prosecutor?');

  days = 30;
  const helper = await back(words, 'fr');
  const { page, t } = helper;
  await says(page, t('checkIn.title.sender'));
  await look(helper, 'questions-fr');
  await press(page, t('checkIn.no'));
  await says(page, t('keep.arrived.check-in'));
  await fill(page, t('keep.ask.words'), 'Elle y dort bien.');
  await press(page, t('keep.helped.yes'));
  await says(page, t('keep.arrived.answer'));
  await press(page, t('keep.against'));
  await press(page, t('keep.danger'));
  await screen(page, t('keep.danger.title'));
  await look(helper, 'danger-fr');
  await press(page, t('keep.danger.tell'));
  await screen(page, t('incident.title'));
  await says(page, t('incident.behalf'));
  await press(page, t('incident.send'));
  await says(page, t('incident.forms.missing'));
  await choose(page, t('incident.form.harassment'));
  await choose(page, t('incident.form.contract'));
  await choose(page, t('incident.state.threatened'));
  await fill(page, t('incident.text'), 'Un appel de nuit.');
  // Whoever looks for help first finds what they had begun.
  await press(page, t('keep.danger'));
  await screen(page, t('keep.danger.title'));
  await press(page, t('keep.danger.tell'));
  await screen(page, t('incident.title'));
  await press(page, t('incident.send'));
  await says(page, t('keep.arrived.incident'));
  const person = await back(second!.words, 'fr');
  await says(person.page, t('checkIn.title'));
  await press(person.page, t('keep.tell'));
  await screen(person.page, t('incident.title'));
  expect(await person.read()).not.toContain(t('incident.behalf'));

  await judges.get(page)?.('told');
  const { protection } = await seen(id);
  expect(protection).toMatchObject({
    checkIns: [{ due: 30, changed: false }],
    incidents: [{ forms: ['harassment', 'contract'], state: 'threatened', when: null }],
    measureQuestions: [{ answer: { helped: 'yes', text: 'Elle y dort bien.' } }],
    referralQuestions: [{ answer: { agrees: false } }],
  });
});
