/** A proof made in one browser, and checked in another that has no network, and by the command. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readMessages } from '../../client/messages/plugin.ts';
import type { Saying } from '../../client/reporter/worker/saying.ts';
import { closeLog } from '../../server/log/closing.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { catalogue } from '../stage/catalogue.ts';
import { compile } from '../stage/compiled.ts';
import { troublesOf } from '../stage/inspect.ts';
import { picture } from '../stage/picture.ts';
import { choose, fill, Journey, press, says, STORY } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';
import {
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  SETUP,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;
const DAY = 86_400_000;

const INCIDENT = {
  what: 'incident',
  about: '',
  who: 'The head',
  forms: ['duties'],
  state: 'happened',
  text: 'Moved to the night shift.',
} satisfies Omit<Extract<Saying, { what: 'incident' }>, 'day'>;

let instance: Instance;
let words: string;
let folder: string;
let ahead = 0;
beforeAll(stretchQuickly);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-proof-'));
  const now = () => Date.now() + ahead;
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), now });
  const made = await setUp(instance);
  const reporter = await newReporter(instance);
  words = (await reporter.send({ ...REPORT, text: STORY }, quiet)).words.join(' ');
  const { id } = await reporter.open(words);
  const officer = await newOfficer(instance, made.recoveryWords);
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  const day = new Date().toISOString().slice(0, 10);
  await reporter.say({ ...INCIDENT, day });
  ahead = DAY;
  await closeLog(instance.context);
});
afterAll(async () => {
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

const t = catalogue('reporter', 'en');

/** Makes a proof of everything, looking at each screen, and saves it as a page. @returns its path */
async function makeProof(browser: Browser): Promise<string> {
  const page = await open(browser, { width: 320, height: 640 });
  const client = await browser.target().createCDPSession();
  await client.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    browserContextId: page.browserContext().id!,
  });
  const look = await translated(page, [STORY, SETUP.officerName, 'The labour court']);
  await page.goto(instance.url);
  const reporter = new Journey(page, 'en', look);
  await reporter.comeBack(words);
  await press(page, t('proof.make'));
  await press(page, t('proof.see'));
  await says(page, t('proof.for.missing'));
  await fill(page, t('proof.for'), 'The labour court');
  await choose(page, t('proof.report.content'));
  await press(page, t('proof.entries.story'));
  await picture(page, 'proof-choosing');
  expect(await troublesOf(page)).toEqual([]);
  await press(page, t('proof.see'));
  await says(page, t('proof.seen'));
  await says(page, STORY);
  await look('proof.seen');
  await picture(page, 'proof-seen');
  expect(await troublesOf(page)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  await press(page, t('proof.save'));
  await says(page, t('proof.saved'));
  await expect.poll(() => readdirSync(folder)).toEqual(['document.html']);
  // What a translator, or anything else in a browser, put into the page is not signed.
  expect(readFileSync(join(folder, 'document.html'), 'utf8')).not.toContain('<font');
  return join(folder, 'document.html');
}

/** The checking page as it was saved, in a browser that reaches nothing, in a language. */
async function openSaved(browser: Browser, language: 'en' | 'ar') {
  const saved = join(folder, 'verify.html');
  cpSync(join(inject('pagesFolder'), 'verify/offline.html'), saved);
  const page = await open(browser, { language, width: 320, height: 640, dark: language === 'ar' });
  const look = language === 'ar' ? await translated(page, [STORY, SETUP.officerName]) : undefined;
  await page.goto(pathToFileURL(saved).href);
  return { page, look };
}

async function give(page: Page, file: string): Promise<void> {
  const input = (await page.waitForSelector('#proof-file')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
}

/** Runs in the page: whether its own policy keeps it from asking for something. */
async function isStopped(url: string): Promise<boolean> {
  const stopped = new Promise<boolean>((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve(true), { once: true });
  });
  const over = fetch(url, { mode: 'no-cors' })
    .catch(() => undefined)
    // What is stopped is told in a task of its own.
    .then(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1000)));
  return Promise.race([stopped, over]);
}

const verify = (language: 'en' | 'ar') => {
  const messages = readMessages('verify', language);
  return (key: string) => messages[key]!;
};

test('a proof is made, seen before it is saved, and checked elsewhere without a network', async () => {
  const chromium = await launch('chromium');
  const path = await makeProof(chromium);
  const altered = join(folder, 'altered.html');
  writeFileSync(altered, readFileSync(path, 'utf8').replace('white van', 'white car'));
  await chromium.close();
  for (const [name, language] of [
    ['firefox', 'en'],
    ['chromium', 'ar'],
  ] as const satisfies readonly (readonly [BrowserName, string])[]) {
    const say = verify(language);
    const browser = await launch(name);
    const { page, look } = await openSaved(browser, language);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await give(page, path);
    await says(page, say('verify.true'));
    await says(page, STORY);
    expect(await page.$$eval('.story-table tbody tr', (rows) => rows.length)).toBe(3);
    await look?.('true');
    await picture(page, `verify-true-${language}`);
    expect(await troublesOf(page)).toEqual([]);
    await give(page, altered);
    await says(page, say('verify.false'));
    await look?.('false');
    await picture(page, `verify-false-${language}`);
    expect(asked.filter((url) => url.startsWith('http'))).toEqual([]);
    // Not even if it wanted to.
    expect(await page.evaluate(isStopped, instance.url)).toBe(true);
    await browser.close();
  }
  // The court sees the same when it opens the file itself.
  const browser = await launch('chromium');
  const page = await open(browser);
  await page.goto(pathToFileURL(path).href);
  await says(page, STORY);
  await picture(page, 'proof-file');
  // And on the line's own page.
  await page.goto(`${instance.url}/verify/`);
  await give(page, path);
  await says(page, verify('en')('verify.true'));
  expect(await troublesOf(page)).toEqual([]);
  await browser.close();

  const built = compile();
  const program = join(built, 'dist/server/main.js');
  const check = (...given: string[]) =>
    spawnSync(process.execPath, [program, 'verify-proof', ...given], { encoding: 'utf8' });
  const good = check(path);
  expect([good.status, good.stdout]).toEqual([0, expect.stringContaining('True')]);
  const six = /words are: (.*)\./.exec(good.stdout)![1]!;
  expect(check(path, '--words', six).status).toBe(0);
  expect(check(path, '--words', 'one two three four five six').status).toBe(1);
  expect(check(altered).status).toBe(1);
  expect(check(join(folder, 'none')).status).toBe(2);
  rmSync(built, { recursive: true });
});
