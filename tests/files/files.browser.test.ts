/** Files by the pages as built: a reporter adds some, an officer saves and deletes, on both engines. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Browser, ElementHandle, Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import { scrub } from '../../client/scrub/scrub.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { makeOffice } from '../stage/made-office.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { catchSaved, savedOf } from '../stage/saved.ts';
import { Journey, press, says, saysNoMore } from '../stage/reporter-page.ts';
import { newReporter, REPORT, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { attempts, hostilePage, hostilePdf } from './hostile-files.ts';

const CORPUS = join(import.meta.dirname, '..', 'scrub', 'corpus');
const PHOTO = join(CORPUS, 'media', 'phone.jpg');
const LETTER = join(CORPUS, 'documents', 'letter-office.docx');

const quiet = () => undefined;
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let made: SetupResult;
let instance: Instance;
let middle: Middle;
let folder: string;
const files = {
  // Of more pieces than one thread seals alone.
  'الوردية الليلية.jpg': new Uint8Array(randomBytes(5_500_000)),
  'manifest 12.pdf': new Uint8Array(randomBytes(70_000)),
  'nothing.txt': new Uint8Array(),
};
beforeAll(async () => {
  const office = await makeOffice();
  ({ made } = office);
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database: office.database });
  middle = await startMiddle(instance.url);
  folder = await mkdtemp(join(tmpdir(), 'sotto-files-'));
  await writeFile(join(folder, 'unknown.bin'), randomBytes(2000));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
});
/** An address that a hostile file asks for, and everything that did. */
const asked: string[] = [];
const stranger = createServer((request, answer) => {
  asked.push(request.url ?? '');
  answer.end();
});
let canary: string;
beforeAll(async () => {
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  canary = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  stranger.close();
  await middle.stop();
  await instance.stop();
  await rm(folder, { recursive: true });
});

const isFirefox = (page: Page) => page.browser().process()?.spawnfile.includes('firefox') === true;

async function look(page: Page, name: string): Promise<void> {
  // A frame that is not in sight is not drawn.
  await page.$eval('.look', (place) => place.scrollIntoView()).catch(() => undefined);
  for (const [width, value] of [
    [320, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewport({ width, height: 800 });
    // Firefox over BiDi has no such switch.
    if (!isFirefox(page)) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    expect(await troublesOf(page)).toEqual([]);
    await picture(page, `files-${name}-${width}`);
  }
}

declare function savedAs(name: string): Promise<Blob | null>;

/** Names of the files that are in the case. */
function keptIn(page: Page): Promise<string[]> {
  return page.$$eval('.files li:has(time) h3', (titles) =>
    titles.map(({ textContent }) => textContent ?? ''),
  );
}

/** Another byte stands in the sealed file of this many chunks; altered once more, it is as it was. */
async function alter(chunks: number): Promise<void> {
  const { db } = instance.context;
  const rows = await db
    .selectFrom('pieces')
    .innerJoin('blobs', 'id', 'blob')
    .select(['place', 'bytes'])
    .where('chunks', '=', chunks)
    .execute();
  for (const { place, bytes } of rows) {
    const other = new Uint8Array(bytes);
    other[100]! ^= 1;
    await db.updateTable('pieces').set({ bytes: other }).where('place', '=', place).execute();
  }
}

/** @returns from 0 to 1, of the sound that was saved last */
function loudestSaved(page: Page, name: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const bytes = await (await savedAs(wanted))!.arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 24_000).decodeAudioData(bytes);
    return sound.getChannelData(0).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }, name);
}

/** A browser beside which much else is done. */
const PATIENT = { timeout: 60_000 };

/** One that is made up by the browser: it beeps. Nobody is asked for it. */
const MICROPHONE = {
  args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
};
/** Sends files as somebody does whose page is their own: nothing is examined, and a name says anything. */
async function sendFiles(words: string, given: Record<string, BlobPart>): Promise<void> {
  const session = await newReporter(instance);
  await session.open(words);
  for (const [file, content] of Object.entries(given))
    await session.sendFile(file, new File([content], file, { type: 'image/png' }), quiet);
}

/** The document in which a file is shown, once something of it is seen. */
async function viewOf(page: Page, selector: string): Promise<Frame> {
  const view = () => page.frames().find((frame) => frame.url().endsWith('/view/'));
  // Found anew each time: on its way a frame changes its process, and what was asked of the former is not answered.
  const isSeen = async () => {
    // Out of sight a frame is drawn late, or never.
    await page.$eval('.look', (place) => place.scrollIntoView()).catch(() => undefined);
    const found = await view()
      ?.$(selector)
      .catch(() => null);
    return (found ?? null) !== null;
  };
  await expect.poll(isSeen).toBe(true);
  return view()!;
}

/** JPEG 2000, as scanners put it into a PDF: no browser decodes it. */
async function scanned(): Promise<Buffer> {
  const bytes = await readFile(join(CORPUS, 'documents', 'colours.pdf'));
  const from = bytes.indexOf('stream\n', bytes.indexOf('/JPXDecode')) + 'stream\n'.length;
  return bytes.subarray(from, bytes.indexOf('\nendstream', from));
}

/** In the view: what decodes scans is asked for by pdf.js alone, and where nothing else may be. */
function decodersLoaded(): string[] {
  const all = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  return all.filter((path) => path.startsWith('/view/pdf/'));
}

function coloursDrawn(): number {
  const canvas = document.querySelector('canvas')!;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}

/** An officer looks at each: what is in it is seen, and nothing of it does anything. */
async function lookAtAll(page: Page, t: OfficerJourney['t'], language: Language): Promise<void> {
  const show = (file: string) => press(page, `${t('files.look')}: ${file}`);
  const close = (file: string) => press(page, `${t('files.look.close')}: ${file}`);
  await show('photo.html');
  const photo = await viewOf(page, 'img');
  expect(await photo.$eval('img', (image) => [image.alt, image.naturalWidth > 0])).toEqual([
    'photo.html',
    true,
  ]);
  await look(page, `look-picture-${language}`);
  await close('photo.html');
  await expect.poll(() => page.$('.look')).toBeNull();

  await show('note.pdf');
  const note = await viewOf(page, 'pre');
  expect(await note.$eval('pre', (text) => text.innerHTML)).toBe('العربة &lt;b&gt;white&lt;/b&gt;');
  await look(page, `look-text-${language}`);
  await close('note.pdf');

  await show('picture.png');
  await says(page, t('files.look.kept.markup'));
  expect(await page.$('.look iframe')).toBeNull();
  await close('picture.png');

  await show('letter.pdf');
  const pdf = await viewOf(page, 'canvas');
  expect(await pdf.$eval('.heard', (words) => words.textContent)).toBe('The van is white');
  await says(page, t('files.look.page', { page: 1, pages: 2 }));
  await look(page, `look-pdf-${language}`);
  await press(page, t('files.look.next'));
  await says(page, t('files.look.page', { page: 2, pages: 2 }));
  expect(await pdf.evaluate(decodersLoaded)).toEqual(['/view/pdf/openjpeg_nowasm_fallback.js']);
  expect(await pdf.evaluate(coloursDrawn)).toBeGreaterThan(10);
  expect(await pdf.evaluate(() => [self.origin, 'wasRun' in globalThis])).toEqual(['null', false]);
  const tried = Object.entries(await pdf.evaluate(attempts, canary));
  expect(tried.filter(([, came]) => came !== 'refused')).toEqual([]);
  // It can leave, to nowhere: its own document is all that it can do away with.
  await pdf.evaluate((address) => void setTimeout(() => location.assign(`${address}self`)), canary);
  await expect.poll(() => page.frames().some((frame) => frame.url().endsWith('/view/'))).toBe(false);
  await close('letter.pdf');
}

/** All at once: what is whole is in it as it was sent, and what is not is named, on the page and in the file. */
async function saveAll({ page, t }: OfficerJourney, reference: string, altered: string): Promise<void> {
  await press(page, t('files.all', { count: 3, size: (await page.$eval('.all', sizeIn))! }));
  await press(page, t('files.all.sure'));
  await says(page, t('files.all.saved', { count: 2 }));
  expect(await page.$eval('.all', (place) => place.textContent)).toContain(altered);
  await look(page, `all-${reference}`);
  const zip = unzipSync(Buffer.from((await savedBytes(page, `${reference}.zip`))!, 'latin1'));
  const { [t('files.all.leftOut.file')]: named, ...rest } = zip;
  expect(new TextDecoder().decode(named)).toContain(altered);
  const whole = Object.entries(files).filter(([file]) => file !== altered);
  expect(Object.fromEntries(Object.entries(rest).map(([file, bytes]) => [file, digest(bytes)]))).toEqual(
    Object.fromEntries(whole.map(([file, bytes]) => [file, digest(bytes)])),
  );
}

/** Runs in the page. @returns how large all files are, in the words of the button */
function sizeIn(place: Element): string | undefined {
  return /[\d.,٠-٩]+\s?\S+$/.exec(place.textContent.replace(/[\u2066-\u2069]/g, '').trim())?.[0];
}

/** @returns each byte as a letter */
async function savedBytes(page: Page, name: string): Promise<string | null> {
  return page.evaluate(async (wanted) => {
    const blob = await savedAs(wanted);
    if (blob === null) return null;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');
  }, name);
}

describe.each<{ name: BrowserName; language: Language }>([
  { name: 'chromium', language: 'en' },
  { name: 'firefox', language: 'ar' },
])('$name', ({ name, language }) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name, MICROPHONE);
  });
  afterAll(() => browser.close());

  test('a reporter adds files, stops one and goes on; an officer saves them as they were, and one is deleted', async () => {
    const { words } = await (await newReporter(instance)).send(REPORT, quiet);
    const page = await open(browser, { language });
    await page.goto(middle.url);
    const reporter = new Journey(page, language);
    await reporter.comeBack(words.join(' '));
    await says(page, reporter.t('files.none'));
    const input = (await page.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
    // The connection is away: nothing is lost, and it is said.
    middle.cut(/^\/api\/blob\//);
    await input.uploadFile(...Object.keys(files).map((file) => join(folder, file)));
    // None of them is what its name says: nothing goes before somebody said so of each.
    for (const file of Object.keys(files)) await press(page, `${reporter.t('files.sendAsItIs')}: ${file}`);
    await says(page, reporter.t('files.sending'));
    await press(page, `${reporter.t('files.pause')}: الوردية الليلية.jpg`);
    await says(page, reporter.t('files.goOn'));
    middle.cut(null);
    await press(page, `${reporter.t('files.goOn')}: الوردية الليلية.jpg`);
    await page.waitForSelector(`[aria-label="${reporter.t('files.outgoing')}"]`, { hidden: true });
    for (const file of Object.keys(files)) await says(page, file);
    await saysNoMore(page, reporter.t('files.none'));
    await look(page, `reporter-${language}`);

    const officers = await open(browser, { language });
    await catchSaved(officers);
    await officers.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
    const officer = new OfficerJourney(officers, language);
    await officer.signInByWords(made.recoveryWords);
    await officer.open(await reporter.reference());
    // Nothing of a file that is not the one that was sent is left where it was to be saved.
    const altered = 'manifest 12.pdf';
    await alter(2);
    await press(officers, `${officer.t('files.save')}: ${altered}`);
    await press(officers, officer.t('files.save.sure'));
    await says(officers, officer.t('files.failure.tampered'));
    expect(await savedOf(officers, altered)).toBeNull();
    await saveAll(officer, await reporter.reference(), altered);
    await alter(2);
    for (const [file, bytes] of Object.entries(files)) {
      await press(officers, `${officer.t('files.save')}: ${file}`);
      await says(officers, officer.t('files.save.ask.officer'));
      await press(officers, officer.t('files.save.sure'));
      await expect.poll(() => savedOf(officers, file)).toBe(digest(bytes));
      await saysNoMore(officers, officer.t('files.save.ask.officer'));
    }
    await press(officers, `${officer.t('files.delete')}: nothing.txt`);
    await press(officers, officer.t('files.delete.sure'));
    await says(officers, officer.t('entries.file.gone.officer', { by: SETUP.officerName }));
    await look(officers, `officer-${language}`);

    await sendFiles(words.join(' '), {
      'photo.html': await readFile(PHOTO),
      'letter.pdf': hostilePdf(canary, await scanned()),
      'note.pdf': 'العربة <b>white</b>',
      'picture.png': hostilePage(canary),
    });
    await press(officers, officer.t('case.refresh'));
    await lookAtAll(officers, officer.t, language);
    expect(asked).toEqual([]);

    await page.bringToFront();
    await press(page, reporter.t('own.refresh'));
    await press(page, `${reporter.t('files.look')}: photo.html`);
    await viewOf(page, 'img');
    await says(page, reporter.t('files.look.note.reporter'));
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('look');
    await look(page, `look-reporter-${language}`);
    await press(page, `${reporter.t('files.look.close')}: photo.html`);
    await page.waitForSelector('.look', { hidden: true });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
      reporter.t('files.look'),
    );
    // Whoever reads in it leaves by keys as from anywhere.
    await press(page, `${reporter.t('files.look')}: note.pdf`);
    await (await (await viewOf(page, 'pre')).$('pre'))!.click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
    await expect.poll(() => page.url()).not.toContain(new URL(middle.url).host);
  });

  test('what a photo tells is shown before it goes, and is not in what the officer gets; what nobody knows goes only when told to', async () => {
    const page = await open(browser, { language });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(middle.url);
    const reporter = new Journey(page, language);
    // Whoever has just reported need not type the words once more.
    await reporter.reportForFiles();
    await says(page, reporter.t('files.none'));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('files');
    const input = (await page.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
    const told = ['phone.jpg', 'unknown.bin', 'letter-office.docx'];
    await input.uploadFile(PHOTO, join(folder, 'unknown.bin'), LETTER);
    await says(page, reporter.t('files.found.place'));
    await says(page, '48.20849, 16.37208');
    await says(page, 'Zorblatt was deleted');
    await says(page, reporter.t('files.kept.unknown-format'));
    await says(page, reporter.t('files.sendClean', { count: 2 }));
    for (const file of told) await says(page, file);
    // Beside the picture a small one of it, and beside nothing else.
    const drawn = () =>
      page.$$eval('li:has(.preview:not([hidden])) h3', (all) => all.map((one) => one.textContent));
    await expect.poll(drawn).toEqual(['phone.jpg']);
    await look(page, `chosen-${language}`);
    expect(asked.filter((path) => path.startsWith('/api/blob'))).toEqual([]);

    // Its name tells as well, and goes only as it is written here.
    await press(page, `${reporter.t('files.name.change')}: phone.jpg`);
    await press(page, `${reporter.t('files.name.neutral')}: phone.jpg`);
    await says(page, 'file-1.jpg');
    await look(page, `name-${language}`);
    await press(page, reporter.t('files.sendClean', { count: 2 }));
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('files');
    await expect.poll(() => keptIn(page)).toEqual(['file-1.jpg', 'letter-office.docx']);
    await says(page, reporter.t('files.kept.unknown-format'));

    const officers = await open(browser, { language });
    await catchSaved(officers);
    await officers.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
    const officer = new OfficerJourney(officers, language);
    await officer.signInByWords(made.recoveryWords);
    await officer.open(await reporter.reference());
    await saysNoMore(officers, 'unknown.bin');
    const cleaned = await scrub(new Blob([await readFile(PHOTO)]));
    if (cleaned.is === 'kept') throw new Error(cleaned.reason);
    await press(officers, `${officer.t('files.save')}: file-1.jpg`);
    await press(officers, officer.t('files.save.sure'));
    await expect
      .poll(() => savedOf(officers, 'file-1.jpg'))
      .toBe(digest(new Uint8Array(await cleaned.file.arrayBuffer())));

    // Keys go to the page in front.
    await page.bringToFront();
    await press(page, `${reporter.t('files.sendAsItIs')}: unknown.bin`);
    await expect.poll(() => keptIn(page)).toEqual(['file-1.jpg', 'letter-office.docx', 'unknown.bin']);
    expect(await page.$(`[aria-label="${reporter.t('files.chosen')}"]`)).toBeNull();

    // An officer's file is cleaned as well; one that is not to go is gone from the list.
    await officers.bringToFront();
    const theirs = (await officers.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
    await theirs.uploadFile(PHOTO, LETTER);
    await says(officers, '48.20849, 16.37208');
    await says(officers, officer.t('files.sendClean', { count: 2 }));
    await press(officers, `${officer.t('files.remove')}: letter-office.docx`);
    await press(officers, officer.t('files.sendClean', { count: 1 }));
    await expect.poll(() => keptIn(officers)).toContain('phone.jpg');
    expect((await keptIn(officers)).filter((name) => name === 'letter-office.docx')).toHaveLength(1);
  });

  test('a voice is recorded, changed on the device, listened to, and reaches the officer as a file that tells nothing else', async () => {
    const { words } = await (await newReporter(instance)).send(REPORT, quiet);
    const page = await open(browser, { language, width: 320 });
    await page.goto(middle.url);
    const reporter = new Journey(page, language);
    const { t } = reporter;
    await reporter.comeBack(words.join(' '));
    await press(page, t('voice.record'));
    await says(page, t('voice.warning.remains'));
    await look(page, `voice-asked-${language}`);
    await press(page, t('voice.start'));
    // Without anything that plays sound, as on a server, Firefox does not listen how loud it is either.
    if (!isFirefox(page))
      await page.waitForFunction(() => Number(document.querySelector('meter')?.value) > 0.01, PATIENT);
    await page.waitForFunction(
      () => document.querySelector('[role=timer]')?.textContent?.includes('0:00') === false,
      PATIENT,
    );
    await look(page, `voice-recording-${language}`);
    await press(page, t('voice.stop'));
    await press(page, t('voice.listen'));
    await says(page, t('voice.listen.stop'));
    await look(page, `voice-changed-${language}`);
    await press(page, t('voice.another'));
    await press(page, t('voice.use'));
    await says(page, t('files.clean.nothing'));
    await press(page, t('files.sendClean', { count: 1 }));
    await expect.poll(() => keptIn(page)).toEqual(['voice.wav']);

    const officers = await open(browser, { language });
    await catchSaved(officers);
    await officers.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
    const officer = new OfficerJourney(officers, language);
    await officer.signInByWords(made.recoveryWords);
    await officer.open(await reporter.reference());
    await press(officers, `${officer.t('files.save')}: voice.wav`);
    await press(officers, officer.t('files.save.sure'));
    await saysNoMore(officers, officer.t('files.save.ask.officer'));
    expect(await loudestSaved(officers, 'voice.wav')).toBeGreaterThan(0.01);
  });
});
