/**
 * Trying slot sets that are somebody else's, in Chromium, in the threads that an officer's inbox uses, against the
 * decapsulations they are made of in as many threads. Rounds alternate, so that a noisy machine slows both.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import config from '../../vite.config.ts';
import { launch, open } from '../stage/browsers.ts';
import { median } from './median.ts';
import type { SlotsPage } from './slots-page.ts';

const ROUNDS = 5;
/** Sets of one round: with all rounds, and the first that does not count, 12,000. */
const SETS = 2000;

declare const slotsPage: SlotsPage;

export async function measureSlots() {
  const { address, stop } = await servePage();
  const browser = await launch('chromium', { protocolTimeout: 600_000 });
  try {
    const page = await open(browser);
    await page.goto(address);
    await page.waitForFunction(() => 'slotsPage' in globalThis);
    const rates: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const tried = await page.evaluate((sets) => slotsPage.trySets(sets), SETS);
      const bare = await page.evaluate((sets) => slotsPage.decapsulate(sets), SETS);
      if (round === 0) continue;
      rates.push(SETS / tried);
      ratios.push(bare / tried);
    }
    return { slot_sets_per_s: median(rates), slot_ratio: median(ratios) };
  } finally {
    await browser.close();
    await stop();
  }
}

async function servePage() {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-slots-'));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'error',
    ...(config.resolve && { resolve: config.resolve }),
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./slots-page.ts', import.meta.url)),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/page.js"></script>',
  );
  const server = createServer((request, response) => {
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
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { address, stop };
}
