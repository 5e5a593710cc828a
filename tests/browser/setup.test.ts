/** Setting a line up on the officer's page, as built, with a real server, in real browsers. */
import type { Browser } from 'puppeteer-core';
import * as z from 'zod/mini';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url } from '../../crypto/base64url.ts';
import { fromWords } from '../../crypto/words.ts';
import { openAuthoritySeed, openPersonSeed, unlockKeys } from '../../client/officer/account.ts';
import { setUp as setUpEndpoint } from '../../server/api/setup.ts';
import { SETUP, startInstance, type Instance } from '../running.ts';
import { launch, open, type BrowserName } from './browsers.ts';
import { startMiddle, type Middle } from './middle.ts';
import { OfficerJourney } from './officer-page.ts';
import { buildPages, type Pages } from './pages.ts';

let pages: Pages;
let instance: Instance;
let middle: Middle;
beforeAll(async () => {
  pages = await buildPages();
});
afterAll(() => pages.remove());
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: pages.folder });
  middle = await startMiddle(instance.url);
});
afterEach(async () => {
  await middle.stop();
  await instance.stop();
});

const linkTo = (token: string) => `${middle.url}officer/#setup=${token}`;

describe.each<BrowserName>(['chromium', 'firefox'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('a link sets the line up once; then the passphrase signs in; no secret is ever sent', async () => {
    const page = await open(browser);
    const link = linkTo(await instance.setupToken());
    await page.goto(link);
    const journey = new OfficerJourney(page);
    await journey.toCheck();
    expect(await page.evaluate(() => location.href)).toBe(`${middle.url}officer/`);
    const words = await journey.makeKeys();
    expect(words).toHaveLength(12);
    await journey.typeBack(words);
    const address = await page.$eval('.address', (element) => element.textContent ?? '');
    expect(address).toMatch(/^http:\/\/localhost:\d+\/#authority=[\w-]{43}$/);
    await journey.press('setup.made.signIn');
    await journey.signInByPassphrase();
    await journey.at('inbox.title');

    const secrets = secretsOf(words);
    const typed = [SETUP.passphrase, `"${SETUP.accountName}"`, words.slice(0, 2).join(' ')];
    for (const { body } of middle.passed) {
      for (const text of typed) expect(body).not.toContain(text);
      const sent = bytesIn(body).map((bytes) => Buffer.from(bytes));
      for (const secret of secrets) expect(sent.some((bytes) => bytes.includes(secret))).toBe(false);
    }

    const again = await open(browser);
    await again.goto(link);
    await new OfficerJourney(again).at('setup.refused.title');
  });
});

/** The words as bytes, and every seed they open from what was stored. */
function secretsOf(words: readonly string[]): Buffer[] {
  const sent = middle.passed.find(({ path }) => path === setUpEndpoint.path)!;
  const { directory, account } = z.decode(setUpEndpoint.request, JSON.parse(sent.body) as never);
  const { instance: encoded } = JSON.parse(directory.text) as { instance: string };
  const instanceId = fromBase64url(encoded) as never;
  const keys = unlockKeys({ method: 'words', words: words.join(' ') }, account.salt, instanceId, account.id);
  const { wrappedKey } = account.unlocks.find(({ method }) => method === 'words')!;
  const stored = {
    ...account,
    instance: instanceId,
    account: account.id,
    method: 'words',
    wrappedKey,
  } as const;
  const typed = fromWords(words.join(' '));
  const seeds = [keys.signInSeed, openPersonSeed(keys, stored), openAuthoritySeed(keys, stored)];
  return [typed, ...seeds].map((bytes) => Buffer.from(bytes));
}

/** Everything in a request that is bytes in base64url. */
function bytesIn(body: string): Uint8Array[] {
  return (body.match(/[\w-]{20,}/g) ?? []).flatMap((piece) => fromBase64url(piece) ?? []);
}
