import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserName, launch, open } from './browsers.ts';

const names: BrowserName[] = ['chromium', 'firefox', 'firefox-safer'];

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<meta name="viewport" content="width=device-width">${request.headers['accept-language']}`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => server.close());

describe.each(names)('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('shows a page at the width, in the colours and in the language asked for', async () => {
    const narrow = await open(browser, { width: 320, dark: true, language: 'ar' });
    const wide = await open(browser, { width: 1000, language: 'fr' });
    await narrow.goto(address);
    await wide.goto(address);
    expect(await narrow.evaluate(seen)).toMatchObject({
      width: 320,
      dark: true,
      language: 'ar',
      header: 'ar',
    });
    expect(await wide.evaluate(seen)).toMatchObject({
      width: 1000,
      dark: false,
      language: 'fr',
      header: 'fr',
    });
  });

  test('gives a page no storage of another', async () => {
    const first = await open(browser);
    await first.goto(address);
    await first.evaluate(() => localStorage.setItem('mark', 'here'));
    const second = await open(browser);
    await second.goto(address);
    expect(await second.evaluate(() => localStorage.getItem('mark'))).toBeNull();
  });

  test(name === 'firefox-safer' ? 'has no WebAssembly' : 'has WebAssembly', async () => {
    const page = await open(browser);
    await page.goto('data:text/html,<p>a page');
    expect(await page.evaluate(() => typeof WebAssembly)).toBe(
      name === 'firefox-safer' ? 'undefined' : 'object',
    );
  });
});

/** Runs in the page. */
function seen() {
  return {
    width: innerWidth,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    language: navigator.language,
    header: document.body.textContent,
  };
}
