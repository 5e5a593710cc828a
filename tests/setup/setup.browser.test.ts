/** Setting a line up on the officer's page, as built, with a real server, in real browsers. */
import type { Browser } from 'puppeteer-core';
import * as z from 'zod/mini';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { fromBase64url } from '../../crypto/base64url.ts';
import { fromWords } from '../../crypto/words.ts';
import {
  openAuthoritySeed,
  openPersonSeed,
  unlockKeys,
} from '../../client/officer/worker/account/account.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { setUp as setUpEndpoint } from '../../server/api/setup.ts';
import { apiOf, newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { launch, open, type BrowserName } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { fill } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';

let instance: Instance;
let middle: Middle;
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder') });
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

  const names = [SETUP.officerName, SETUP.accountName, SETUP.instanceName['en']!];

  test('a link sets the line up once; then the passphrase signs in; no secret is ever sent', async () => {
    const page = await open(browser);
    const link = linkTo(await instance.setupToken());
    const look = name === 'firefox' ? await translated(page, names) : undefined;
    await page.goto(link);
    const journey = new OfficerJourney(page, 'en', look);
    await journey.toCheck();
    expect(await page.evaluate(() => location.href)).toBe(`${middle.url}officer/`);
    const words = await journey.makeKeys();
    expect(words).toHaveLength(12);
    await journey.typeBack(words);
    const address = await page.$eval('.address', (element) => element.textContent ?? '');
    names.push(address, await page.$eval('.fingerprint', (element) => element.textContent));
    await look?.('setup.made.title, with what it made');
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

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test('when the last answer is lost, trying again still shows the words', async () => {
    const page = await open(browser, { language: 'ar', width: 320, dark: true });
    await page.goto(linkTo(await instance.setupToken()));
    // A phone in the dark, in Arabic, on the way.
    const journey = new OfficerJourney(page, 'ar', async (at) => {
      expect({ at, troubles: await troublesOf(page) }).toEqual({ at, troubles: [] });
    });
    await journey.toCheck();
    middle.lose(setUpEndpoint.path);
    await journey.press('setup.check.create');
    await journey.says('failure.offline');
    middle.restore(setUpEndpoint.path);
    const words = await journey.makeKeys();
    await journey.typeBack(words);
    const officer = await newOfficer(instance, words);
    expect((await officer.profile()).name).toBe(SETUP.officerName);
  });

  test('what is missing is named beside its field, and nothing goes on', async () => {
    const page = await open(browser);
    await page.goto(linkTo(await instance.setupToken()));
    const journey = new OfficerJourney(page);
    await journey.at('setup.office.title');
    await journey.press('setup.next');
    await journey.says('setup.office.missing');
    await fill(page, journey.t('setup.office.name', { language: 'English' }), 'Integrity Office');
    await journey.press('setup.next');
    await journey.at('setup.doors.title');
    for (const box of await page.$$('input[type=checkbox]')) await box.click();
    await journey.press('setup.next');
    await journey.says('setup.doors.none');
    await (await page.$('input[type=checkbox]'))!.click();
    await journey.press('setup.next');
    await journey.at('setup.officer.title');
    await journey.fill('passphrase.new', 'too short');
    await journey.press('setup.next');
    await journey.says('passphrase.short', { least: '14' });
    await journey.fill('passphrase.new', SETUP.passphrase);
    await journey.fill('passphrase.again', 'something else entirely');
    await journey.press('setup.next');
    await journey.says('passphrase.differ');
    expect(await page.$eval('h1', (title) => title.textContent)).toBe(journey.t('setup.officer.title'));
    expect(middle.passed.some(({ path }) => path === setUpEndpoint.path)).toBe(false);
  });
});

describe('in Firefox without WebAssembly', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('firefox-safer');
  });
  afterAll(() => browser.close());

  test('set-up says what it needs, and leaves the link as it was', async () => {
    const token = await instance.setupToken();
    const page = await open(browser);
    await page.goto(linkTo(token));
    const journey = new OfficerJourney(page);
    await journey.at('link.setup.wasm.title');
    await journey.says('setup.wasm.link');
    await expect(new OfficerSession(apiOf(instance)).setup.check(token)).resolves.toBeUndefined();
  });
});

/** The words as bytes, and every seed they open from what was stored. */
function secretsOf(words: readonly string[]): Buffer[] {
  const sent = middle.passed.find(({ path }) => path === setUpEndpoint.path)!;
  const { directory, account } = z.decode(setUpEndpoint.request, JSON.parse(sent.body) as never);
  const served = JSON.parse(directory.text) as { instance: string; authority: string };
  const instanceId = fromBase64url(served.instance) as never;
  const keys = unlockKeys({ method: 'words', words: words.join(' ') }, account.salt, instanceId, account.id);
  const { wrappedKey } = account.unlocks.find(({ method }) => method === 'words')!;
  const stored = {
    ...account,
    instance: instanceId,
    authority: fromBase64url(served.authority) as never,
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
