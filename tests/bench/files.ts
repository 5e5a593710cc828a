/**
 * A large file from an officer's page to the server and back to the disk, in Chromium, against the same AEAD alone in the same
 * browser. Rounds alternate, so that a noisy machine slows both.
 */
import { randomFillSync } from 'node:crypto';
import { mkdtemp, open as openFile, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { createApi } from '../../client/calls/api.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { CHUNK_LENGTH } from '../../crypto/blob.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { launch, open } from '../stage/browsers.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { press, says, saysNoMore } from '../stage/reporter-page.ts';
import { browserFetch, REPORT } from '../stage/running.ts';
import type { AeadPage } from './aead-page.ts';
import { servePage } from './built-page.ts';
import { median } from './median.ts';
import type { Served } from './served.ts';

const MB = 2 ** 20;
const ROUNDS = 3;
/** Megabytes of the file. */
const SIZE = 1024;
/** Milliseconds between looks at memory. */
const LOOK = 250;
/** For as long as the slowest machine may take. */
const TIMEOUT = 600_000;

declare const aeadPage: AeadPage;

/** @param made of the office that the server is set up for */
export async function measureFiles(server: Served, made: SetupResult, size = SIZE) {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-file-'));
  const aead = await servePage('aead-page.ts');
  const browser = await launch('chromium', { protocolTimeout: TIMEOUT });
  try {
    const file = join(folder, 'recording.bin');
    await writeRandom(file, size);
    const bare = await open(browser);
    await bare.goto(aead.address);
    await bare.waitForFunction(() => 'aeadPage' in globalThis);
    const page = await toCase(browser, server, made);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await measureRound({ page, bare, browser, server }, file, size));
    }
    const all = (of: (round: Round) => number) => rounds.map(of);
    return {
      upload_ratio: median(all(({ bareSeal, upload }) => bareSeal / upload)),
      upload_mb_s: median(all(({ upload }) => size / upload)),
      download_ratio: median(all(({ bareOpen, download }) => bareOpen / download)),
      download_mb_s: median(all(({ download }) => size / download)),
      aead_mb_s: median(all(({ bareSeal }) => size / bareSeal)),
      server_growth_mb: Math.max(...all((round) => round.server)),
      page_growth_mb: Math.max(...all((round) => round.page)),
    };
  } finally {
    await browser.close();
    await aead.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds, and megabytes that server and browser had in memory at most, more than before. */
interface Round {
  readonly bareSeal: number;
  readonly bareOpen: number;
  readonly upload: number;
  readonly download: number;
  readonly server: number;
  readonly page: number;
}

interface Stage {
  readonly page: OfficerJourney;
  readonly bare: Page;
  readonly browser: Browser;
  readonly server: Served;
}

async function measureRound({ page: officer, bare, browser, server }: Stage, file: string, size: number) {
  const chunks = (size * MB) / CHUNK_LENGTH;
  const { page } = officer;
  await bare.bringToFront();
  const bareSeal = await bare.evaluate((times) => aeadPage.seal(times), chunks);
  const bareOpen = await bare.evaluate((times) => aeadPage.open(times), chunks);
  await page.bringToFront();
  const input = (await page.waitForSelector('#files-add')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
  await says(page, officer.t('files.kept.unknown-format'));
  const growth = await watchGrowth(browser, server);
  const begun = performance.now();
  await press(page, `${officer.t('files.sendAsItIs')}: recording.bin`);
  await page.waitForSelector('.files li:has(time) .actions', { timeout: TIMEOUT });
  const upload = (performance.now() - begun) / 1000;
  await press(page, `${officer.t('files.save')}: recording.bin`);
  const pressed = performance.now();
  await press(page, officer.t('files.save.sure'));
  await page.waitForFunction(() => !document.querySelector('.files progress'), { timeout: TIMEOUT });
  await saysNoMore(page, officer.t('files.save.ask.officer'));
  const download = (performance.now() - pressed) / 1000;
  const { server: serverMb, page: pageMb } = await growth();
  const saved = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const { size: bytes } = await (await root.getFileHandle('saved')).getFile();
    await root.removeEntry('saved');
    return bytes;
  });
  if (saved !== size * MB) throw new Error(`${saved} bytes were saved`);
  await press(page, `${officer.t('files.delete')}: recording.bin`);
  await press(page, officer.t('files.delete.sure'));
  await page.waitForFunction(() => !document.querySelector('.files li:has(time) .actions'));
  return { bareSeal, bareOpen, upload, download, server: serverMb, page: pageMb };
}

/** @returns an officer's page with a case open that has no files */
async function toCase(browser: Browser, server: Served, made: SetupResult): Promise<OfficerJourney> {
  const api = createApi(server.url, browserFetch());
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  const { reference } = await reporter.send(REPORT, () => undefined);
  const page = await open(browser);
  // The place on the disk is one of the browser's own: nobody is there who would choose another.
  await page.evaluateOnNewDocument(() => {
    const showSaveFilePicker = async () =>
      (await navigator.storage.getDirectory()).getFileHandle('saved', { create: true });
    Object.assign(globalThis, { showSaveFilePicker });
  });
  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/officer/`);
  const officer = new OfficerJourney(page, 'en');
  await officer.signInByWords(made.recoveryWords);
  await officer.open(reference);
  return officer;
}

async function writeRandom(path: string, megabytes: number): Promise<void> {
  const file = await openFile(path, 'w');
  const bytes = new Uint8Array(MB);
  for (let i = 0; i < megabytes; i++) await file.write(randomFillSync(bytes));
  await file.close();
}

/** @returns ends it, and gives how many megabytes each had at most, more than now */
async function watchGrowth(browser: Browser, server: Served) {
  const processes = await processesOf(browser.process()!.pid!);
  const before = { server: await server.memory(), page: await memoryOf(processes) };
  const most = { ...before };
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most.server = Math.max(most.server, await server.memory());
      most.page = Math.max(most.page, await memoryOf(processes));
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return { server: most.server - before.server, page: most.page - before.page };
  };
}

/** A process and all that it has started. Linux tells. */
async function processesOf(browser: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(/\) \S (\d+)/.exec(stat)?.[1]));
  }
  const isOf = (pid: number): boolean => pid === browser || (pid > 1 && isOf(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOf);
}

/** Megabytes that processes have for themselves. Counting shared pages by shares would take the time that is measured. */
async function memoryOf(processes: readonly number[]): Promise<number> {
  let pages = 0;
  for (const pid of processes) {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
    const [, resident = 0, shared = 0] = statm.split(' ').map(Number);
    pages += resident - shared;
  }
  return (pages * PAGE) / MB;
}

/** Bytes. */
const PAGE = 4096;
