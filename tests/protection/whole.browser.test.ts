/**
 * What Sotto is for, in one piece, as people do it: somebody reports, an officer opens it, the reporter says how things
 * stand at work, checks in, tells what was done to them; the officer plans a measure; the reporter sees the story, proves it,
 * and somebody else checks the proof without a network and without Sotto.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { readMessages } from '../../client/messages/plugin.ts';
import { closeLog } from '../../server/log/closing.ts';
import { launch, open } from '../stage/browsers.ts';
import { compile } from '../stage/compiled.ts';
import { laterBy } from '../stage/device-clock.ts';
import { makeOffice } from '../stage/made-office.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { click, fill, Journey, press, says, screen, STORY, choose } from '../stage/reporter-page.ts';
import { SETUP, startInstance, type Instance } from '../stage/running.ts';

const DAY = 86_400_000;
const PHOTO = join(import.meta.dirname, '../scrub/corpus/media/phone.jpg');

let chromium: Browser;
let firefox: Browser;
let made: SetupResult;
let instance: Instance;
let folder: string;
/** Days by which the server, and whoever opens a page, is ahead. */
let days = 0;
beforeAll(async () => {
  const office = await makeOffice();
  ({ made } = office);
  folder = mkdtempSync(join(tmpdir(), 'sotto-whole-'));
  instance = await startInstance({
    pagesFolder: inject('pagesFolder'),
    database: office.database,
    now: () => Date.now() + days * DAY,
  });
  [chromium, firefox] = await Promise.all([launch('chromium'), launch('firefox')]);
});
afterAll(async () => {
  await Promise.all([chromium.close(), firefox.close()]);
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function reporter(): Promise<Journey> {
  const page = await open(chromium, { width: 320 });
  await page.evaluateOnNewDocument(laterBy(days * DAY));
  await page.goto(instance.url);
  return new Journey(page, 'en');
}

async function back(words: string): Promise<Journey> {
  const journey = await reporter();
  await journey.comeBack(words);
  return journey;
}

async function officer(): Promise<OfficerJourney> {
  const page = await open(chromium);
  await page.evaluateOnNewDocument(laterBy(days * DAY));
  await page.goto(`${instance.url}/officer/`);
  const journey = new OfficerJourney(page);
  await journey.signInByWords(made.recoveryWords);
  return journey;
}

/** Runs in the page: puts a day into a field, as choosing it does. */
function setDay(field: Element, day: string): void {
  (field as HTMLInputElement).value = day;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Somebody reports at the page. @returns the words, and what the office calls it */
async function report() {
  const journey = await reporter();
  const words = (await journey.report()).join(' ');
  const reference = await journey.reference();
  await journey.page.close();
  return { words, reference };
}

/** How things stand at work, before anything has happened. */
async function sayHowThingsStand(words: string): Promise<void> {
  const { page, t } = await back(words);
  await press(page, t('keep.work'));
  await screen(page, t('keep.work.title'));
  await fill(page, t('keep.field.shift'), 'Day shift');
  await press(page, t('keep.work.send'));
  await says(page, t('keep.arrived.work'));
  await page.close();
}

/** A month later something has changed, and that is an incident. */
async function checkIn(words: string): Promise<void> {
  const { page, t } = await back(words);
  await says(page, t('checkIn.title'));
  await press(page, t('checkIn.yes'));
  await screen(page, t('checkIn.now'));
  await fill(page, t('keep.field.shift'), 'Night shift');
  await press(page, t('checkIn.now.send'));
  await press(page, t('checkIn.suggest.tell'));
  await screen(page, t('incident.title'));
  await fill(page, t('incident.who'), 'The shift leader');
  await press(page, t('incident.send'));
  await says(page, t('keep.arrived.incident'));
  await showIt(page, t);
  await page.close();
}

/** A photo of the new roster goes with the incident. */
async function showIt(page: Page, t: Journey['t']): Promise<void> {
  await press(page, t('keep.incident.files'));
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('files');
  const input = (await page.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(PHOTO);
  await page.waitForSelector('.files select');
  const shown = await page.$eval('.files select', (field) => field.selectedOptions[0]!.textContent);
  expect(shown).toContain(t('incident.form.duties'));
  await press(page, t('files.sendClean', { count: 1 }));
  await says(page, t('files.shows', { what: shown }));
}

async function planMeasure(reference: string): Promise<void> {
  const journey = await officer();
  const { page, t } = journey;
  await journey.open(reference);
  await journey.says('protection.form.duties');
  await says(page, t('files.shows', { what: '' }).trim());
  await click(page, '#protection-measures > summary');
  await fill(page, t('protection.measure.what'), 'Back to the day shift');
  await page.$eval('#measure-due', setDay, new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10));
  await press(page, t('protection.measure.save'));
  await says(page, t('protection.measure.end'));
  await page.close();
}

/** The story, and a proof of it for a court. @returns the file */
async function prove(words: string): Promise<string> {
  const { page, t } = await back(words);
  const client = await page.createCDPSession();
  await client.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    browserContextId: page.browserContext().id!,
  });
  await press(page, t('keep.story'));
  await screen(page, t('story.title'));
  await says(page, t('story.incident', { what: t('incident.form.duties') }));
  await press(page, t('step.back'));
  await press(page, t('proof.make'));
  await fill(page, t('proof.for'), 'The labour court');
  await choose(page, t('proof.report.content'));
  await press(page, t('proof.entries.story'));
  await press(page, t('proof.see'));
  await says(page, t('proof.seen'));
  await press(page, t('proof.save'));
  await says(page, t('proof.saved'));
  const path = join(folder, 'document.html');
  await expect.poll(() => existsSync(path)).toBe(true);
  return path;
}

/** In another browser, with the checking page as it was saved: it asks nobody. */
async function checkInBrowser(proof: string): Promise<void> {
  const say = readMessages('verify', 'en');
  const saved = join(folder, 'verify.html');
  cpSync(join(inject('pagesFolder'), 'verify/offline.html'), saved);
  const page = await open(firefox);
  await page.goto(pathToFileURL(saved).href);
  const input = (await page.waitForSelector('#proof-file')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(proof);
  await says(page, say['verify.true']!);
  for (const text of [STORY, 'The labour court', SETUP.officerName, 'The shift leader', 'Night shift'])
    await says(page, text);
}

/** @returns what the command came to, and said */
function checkByCommand(proof: string): [number | null, string] {
  const built = compile();
  const program = join(built, 'dist/server/main.js');
  const { status, stdout } = spawnSync(process.execPath, [program, 'verify-proof', proof], {
    encoding: 'utf8',
  });
  rmSync(built, { recursive: true });
  return [status, stdout];
}

test('somebody reports, is harmed for it, is helped, and proves it to a court', async () => {
  days = 0;
  const { words, reference } = await report();
  const first = await officer();
  await first.open(reference);
  await first.says('case.recorded');
  await first.page.close();
  await sayHowThingsStand(words);
  days = 31;
  await checkIn(words);
  await planMeasure(reference);
  days = 32;
  await closeLog(instance.context);
  const proof = await prove(words);
  await checkInBrowser(proof);
  expect(checkByCommand(proof)).toEqual([0, expect.stringContaining('True')]);
});
