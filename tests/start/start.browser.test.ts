/** Starting a page where something is missing, leaving it, and coming back to it, in real browsers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { setUp, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { goInHistory, historyOf, launch, open } from '../stage/browsers.ts';
import { ENGINES } from '../stage/engines.ts';
import { startMiddle, type Middle } from '../stage/middle.ts';
import { fill, Journey, press, says, screen, STORY } from '../stage/reporter-page.ts';
import { catalogue } from '../stage/catalogue.ts';

let instance: Instance;
let made: SetupResult;
let port: string;
/** Another site, which knows nothing of this one. */
let site: Server;
let elsewhere: string;
beforeAll(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder') });
  made = await setUp(instance);
  ({ port } = new URL(instance.url));
  site = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<title>News</title><h1>News</h1>'),
  );
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  elsewhere = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await new Promise((closed) => site.close(closed));
  await instance.stop();
});

const PAGES = ['', 'officer/'] as const;
const lateText = (page: string) =>
  page === '' ? catalogue('reporter', 'en')('site.late') : catalogue('officer', 'en')('officer.late');
const address = (page = '') => `http://localhost:${port}/${page}`;

/** Fails requests that match, in both browsers. */
async function block(page: Page, pattern: RegExp): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request: HTTPRequest) => {
    void (pattern.test(request.url()) ? request.abort() : request.continue());
  });
}

/** Has everything that a style shows later shown now. @returns milliseconds that each would have waited. Runs in the page. */
function endDelays(): (number | undefined)[] {
  return document.getAnimations().map((animation) => {
    const delay = animation.effect?.getTiming().delay;
    animation.finish();
    return delay;
  });
}

describe.each(ENGINES)('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name, {
      args: name === 'chromium' ? ['--host-resolver-rules=MAP line.example 127.0.0.1'] : [],
      extraPrefsFirefox: { 'network.dns.localDomains': 'line.example' },
    });
  });
  afterAll(() => browser.close());

  describe.each(PAGES)('at /%s', (path) => {
    test.each([
      ['its script', /\/(?:reporter|officer)-[\w-]+\.js$/, [6000]],
      ['its language', /\/en-[\w-]+\.js$/, []],
      ['its script and its style', /\/(?:reporter|officer)-[\w-]+\.(?:js|css)$/, []],
    ])('says so when %s does not come', async (_, pattern, delays) => {
      const page = await open(browser);
      await block(page, pattern);
      await page.goto(address(path));
      expect(delays.length > 0 ? await page.evaluate(endDelays) : []).toEqual(delays);
      await says(page, lateText(path));
      expect(await page.$('button, input, textarea')).toBeNull();
      await page.browserContext().close();
    });

    test('shows nothing but itself once it has started', async () => {
      const page = await open(browser);
      await page.goto(address(path));
      await page.waitForSelector('h1');
      expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(lateText(path));
      await page.browserContext().close();
    });

    test('says that a browser lacks something before anything can be typed', async () => {
      const page = await open(browser);
      for (const what of MISSING) {
        const { identifier } = await page.evaluateOnNewDocument(`delete ${what}`);
        await page.goto(address(path));
        await says(page, lateText(path));
        expect({ what, field: await page.$('button, input, textarea') }).toEqual({ what, field: null });
        await page.removeScriptToEvaluateOnNewDocument(identifier);
      }
      // With nothing missing it starts.
      await page.goto(address(path));
      await page.waitForSelector('button, input');
      await page.browserContext().close();
    });

    test('says at once that it cannot work over http at another host than localhost', async () => {
      const page = await open(browser);
      await page.goto(`http://line.example:${port}/${path}`);
      const t = catalogue('reporter', 'en');
      await screen(page, t('insecure.title'));
      await says(page, t('insecure.do'));
      expect(await page.$('input, textarea')).toBeNull();
      await page.browserContext().close();
    });
  });
});

const MISSING = [
  'AbortSignal.timeout',
  'Object.hasOwn',
  'Array.prototype.findLast',
  'Array.prototype.at',
  'globalThis.structuredClone',
  'globalThis.BigInt',
  'globalThis.Worker',
];

describe('after an update, a part that is gone', () => {
  let browser: Browser;
  let middle: Middle;
  beforeAll(async () => {
    browser = await launch('chromium');
    middle = await startMiddle(instance.url);
  });
  afterAll(async () => {
    await browser.close();
    await middle.stop();
  });

  test('hands over what was written, and blames no connection', async () => {
    const page = await open(browser);
    await page.goto(middle.url);
    middle.remove(/^\/assets\/worker-/);
    const journey = new Journey(page, 'en');
    await journey.toWriting();
    await fill(page, journey.t('write.label'), STORY);
    await says(page, journey.t('failure.outdated'));
    const kept = () => page.$eval('#typed', (area) => (area as HTMLTextAreaElement).value);
    await expect.poll(kept).toBe(STORY);
    expect(await page.$eval('#report', (area) => (area as HTMLTextAreaElement).value)).toBe(STORY);
    middle.remove(null);
    await page.browserContext().close();
  });

  test('is said of a language too', async () => {
    const page = await open(browser);
    await page.goto(middle.url);
    const t = catalogue('reporter', 'en');
    await screen(page, t('start.title'));
    middle.remove(/^\/assets\/fr-/);
    await press(page, 'Français');
    await says(page, t('failure.outdated'));
    expect(await page.evaluate(() => document.body.innerText)).not.toContain(t('failure.offline'));
    middle.remove(null);
    await page.browserContext().close();
  });

  test('is said where an officer signs in', async () => {
    const page = await open(browser);
    middle.remove(/^\/assets\/worker-/);
    await page.goto(`${middle.url}officer/`);
    const t = catalogue('officer', 'en');
    await fill(page, t('signIn.account'), SETUP.accountName);
    await fill(page, t('signIn.passphrase'), SETUP.passphrase);
    await press(page, t('signIn.submit'));
    await says(page, t('failure.outdated'));
    expect(await page.evaluate(() => document.body.innerText)).not.toContain(t('failure.offline'));
    middle.remove(null);
    await page.browserContext().close();
  });
});

/** What a page kept in the browser's back-forward cache could still show, and whether it came from there. */
async function kept(page: Page): Promise<{ persisted: boolean; html: string; title: string }> {
  return page.evaluate(() => ({
    persisted: (globalThis as { cameBack?: boolean }).cameBack === true,
    html: document.documentElement.outerHTML,
    title: document.title,
  }));
}

/** Goes through the history as its buttons do. Pages that come from the cache are never loaded, so nothing else can be waited for. */
async function move(page: Page, by: number, to: string): Promise<void> {
  await page.evaluate((steps) => void setTimeout(() => history.go(steps), 0), by);
  const at = () => page.evaluate(() => location.href).catch(() => '');
  await expect.poll(at).toBe(to);
}

/** Has the page note, in itself, that it was shown again as it was. */
async function watchReturn(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener(
      'pageshow',
      ({ persisted }) => {
        Object.assign(globalThis, { cameBack: persisted });
        Object.assign(globalThis, { shownFirst: document.body.innerText });
      },
      true,
    );
  });
}

describe.each(ENGINES)('left in %s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name, {
      args: name === 'chromium' ? ['--host-resolver-rules=MAP www.wikipedia.org ~NOTFOUND'] : [],
      extraPrefsFirefox: {
        'network.proxy.type': 1,
        'network.proxy.ssl': '127.0.0.1',
        'network.proxy.ssl_port': 9,
      },
    });
  });
  afterAll(() => browser.close());

  test('a case that was opened is nowhere when Back leads to its page', async () => {
    const page = await open(browser);
    await page.goto(address());
    const journey = new Journey(page, 'en');
    const words = await journey.report();
    await press(page, journey.t('done.again'));
    await journey.comeBack(words.join(' '));
    const reference = await journey.reference();
    await watchReturn(page);
    await page.goto(elsewhere);
    await move(page, -1, address());
    await says(page, journey.t('left.text'));
    const { persisted, html, title } = await kept(page);
    expect(persisted).toBe(true);
    for (const secret of [STORY, reference, SETUP.officerName]) expect(html).not.toContain(secret);
    expect(title).not.toContain(journey.t('site.title'));
    await Promise.all([page.waitForNavigation(), press(page, journey.t('left.open'))]);
    await journey.at('start.title');
    await page.browserContext().close();
  });

  test('an officer’s page that was left is locked when Back leads to it', async () => {
    const page = await open(browser);
    await page.goto(address('officer/'));
    const t = catalogue('officer', 'en');
    await fill(page, t('signIn.account'), SETUP.accountName);
    await fill(page, t('signIn.passphrase'), SETUP.passphrase);
    await press(page, t('signIn.submit'));
    await screen(page, t('inbox.title'));
    await watchReturn(page);
    await page.goto(elsewhere);
    await move(page, -1, address('officer/'));
    await screen(page, t('signIn.title'));
    expect((await kept(page)).html).not.toContain(SETUP.officerName);
    await page.browserContext().close();
  });

  /** A page that came from another site. Nothing asks whether to leave it. */
  const visit = async () => {
    const page = await open(browser);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(elsewhere);
    await page.goto(address());
    return new Journey(page, 'en');
  };

  const exit = async ({ page }: Journey) => {
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
    await expect
      .poll(() => page.evaluate(() => location.href).catch(() => address()))
      .not.toContain(address());
  };

  /** What is seen of the line at every entry of the history, all the way back and all the way forward. */
  const walk = async ({ page }: Journey) => {
    const seen = new Set<string>();
    for (const by of [-1, 1]) {
      for (let step = 0; ; step++) {
        const { index, length } = await vi.waitFor(() => historyOf(page), { timeout: 60_000 });
        if (index + by < 0 || index + by >= length) break;
        const mark = `${by} ${step}`;
        await page.evaluate(markPage, mark).catch(() => undefined);
        await goInHistory(page, by);
        const text = await nextText(page, mark, index + by);
        if (text !== null) seen.add(text);
      }
    }
    return seen;
  };

  test.each<[string, (journey: Journey) => Promise<void>]>([
    [
      'a reload in the middle',
      async (journey) => {
        await journey.toWriting();
        await journey.page.reload();
        await journey.toWriting();
      },
    ],
    [
      'a reload, and Back',
      async (journey) => {
        await journey.toWriting();
        await journey.page.reload();
        await journey.at('start.title');
        await journey.page.evaluate(() => history.back());
      },
    ],
    [
      'a printed link, typed in the same tab',
      async (journey) => {
        await journey.toWriting();
        await journey.page.goto(`${address()}#authority=${made.authority}`);
        // The page starts anew by itself.
        await expect.poll(() => journey.page.evaluate(startedBy).catch(() => '')).toBe('reload');
        await journey.at('start.title');
        await journey.toWriting();
      },
    ],
    [
      'another site in between',
      async (journey) => {
        await journey.toWriting();
        await journey.page.goto(elsewhere);
        await journey.page.goto(address());
        await journey.toWriting();
      },
    ],
  ])('a page that was exited shows nothing when it is come back to: %s', async (_, way) => {
    const journey = await visit();
    await way(journey);
    await exit(journey);
    const nothing = `${journey.t('left.text')} ${journey.t('left.open')}`;
    expect(new Set([...(await walk(journey)), nothing])).toEqual(new Set([nothing]));
    await journey.page.browserContext().close();
  });

  test('Back after the exit leads to what was before, where the page was only reloaded', async () => {
    const journey = await visit();
    await journey.toWriting();
    await journey.page.reload();
    await journey.toWriting();
    await exit(journey);
    await move(journey.page, -1, elsewhere);
    expect(await journey.read()).toBe('News');
    await journey.page.browserContext().close();
  });
});

/** Marks this page until it is another one, or another step of the same one. Runs in the page. */
function markPage(mark: string): void {
  Object.assign(globalThis, { mark });
  addEventListener('popstate', () => Object.assign(globalThis, { mark: '' }), true);
}

/** What a page of the line shows at this place of the history, other than the marked one; null where it is another site's. */
async function nextText(page: Page, mark: string, index: number): Promise<string | null> {
  let text: string | null = null;
  let tries = 0;
  const isThere = async () => {
    // For a moment there is no page, from one to the next.
    const now = await historyOf(page).catch(() => null);
    if (now?.index !== index) {
      // A page that starts anew by itself has stopped whoever went on meanwhile: they press once more.
      if (now !== null && ++tries % 40 === 0)
        await goInHistory(page, index - now.index).catch(() => undefined);
      return false;
    }
    if (!now.url.startsWith(address())) return true;
    text = await page.evaluate(shown, mark).catch(() => null);
    return text !== null;
  };
  await expect.poll(isThere).toBe(true);
  return text;
}

/** Runs in the page. */
function shown(mark: string): string | null {
  if ((globalThis as { mark?: string }).mark === mark || document.readyState !== 'complete') return null;
  if (document.querySelector('#page button') === null) return null;
  const title = document.title.replace('\u200b', '');
  return `${title}${document.body.innerText}`.replace(/\s+/g, ' ').trim();
}

/** What started a page that has its first title. Runs in the page. */
function startedBy(): string {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return document.querySelector('h1') === null ? '' : (navigation?.type ?? '');
}
