/** The vectors, in the browsers people have: the same runner and the same files as in Node. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from 'vite';
import config from '../../vite.config.ts';
import type { Result, Vector } from './vector.ts';
import { VECTORS } from './vectors.ts';
import { launch, open } from '../stage/browsers.ts';
import type { VectorsPage } from './vectors-page.ts';

/** Vectors in one call to the page: without WebAssembly each may take some seconds on a busy machine. */
const AT_ONCE = 8;

declare const vectorsPage: VectorsPage;

let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-vectors-'));
  const { alias } = config.resolve ?? {};
  const entry = fileURLToPath(new URL('./vectors-page.ts', import.meta.url));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'error',
    ...(alias && { resolve: { alias } }),
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: entry, output: { entryFileNames: 'page.js' } },
    },
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/page.js"></script>',
  );
  server = createServer((request, response) => {
    const name = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, name)).then(
      (bytes) => {
        response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Every vector takes as long without WebAssembly as a hundred with it. What it can break is what all of a function’s vectors
 * are computed with: there, the first of each function, the first of each way in which it fails, and every tenth.
 */
function sample(vectors: readonly Vector[]): Vector[] {
  const nameOf = ({ run, fails = '' }: Vector) => `${run} ${fails}`;
  const first = new Map(vectors.toReversed().map((vector) => [nameOf(vector), vector]));
  return vectors.filter((vector, i) => i % 10 === 0 || first.get(nameOf(vector)) === vector);
}

/** Numbers in a row, a few at a time: the first, and the one after the last. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number && number - last[0] < AT_ONCE) last[1]++;
    else runs.push([number, number + 1]);
  }
  return runs;
}

/** Without WebAssembly there is no build with Argon2id: an officer signs in with recovery words there. */
const CASES = [
  ['chromium', 'reporter', true],
  ['chromium', 'officer', true],
  ['firefox', 'reporter', true],
  ['firefox', 'officer', true],
  ['firefox-safer', 'reporter', false],
] as const;

describe.each(CASES)('%s, the build of the %s’s page', (name, libsodium, webAssembly) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch(name, { protocolTimeout: 170_000 });
    page = await open(browser);
    await page.goto(address);
    await page.waitForFunction(() => 'vectorsPage' in globalThis);
  });
  afterAll(() => browser.close());

  test(`loads libsodium ${webAssembly ? 'as' : 'without'} WebAssembly`, async () => {
    expect(await page.evaluate((which) => vectorsPage.load(which), libsodium)).toBe(webAssembly);
  });

  test.each(Object.keys(VECTORS))('%s', async (topic) => {
    const { vectors } = VECTORS[topic]!;
    const tried = webAssembly ? vectors : sample(vectors);
    const results: Result[] = [];
    for (const [from, to] of runsOf(tried.map((vector) => vectors.indexOf(vector)))) {
      results.push(...(await page.evaluate((...which) => vectorsPage.run(...which), topic, from, to)));
    }
    expect(results.map((result) => result.name)).toEqual(tried.map((vector) => vector.name));
    expect(results.filter((result) => result.problem !== null)).toEqual([]);
    const skipped = results.filter((result) => result.skipped !== undefined);
    // Two of a passphrase, and one of a passphrase with a passkey.
    const lacking = { accounts: 2, passkeys: 1 }[topic] ?? 0;
    const expected = libsodium === 'reporter' && webAssembly ? lacking : 0;
    expect(new Set(skipped.map((result) => result.skipped)).size).toBeLessThanOrEqual(1);
    expect(webAssembly ? skipped.length : 0).toBe(expected);
  });
});
