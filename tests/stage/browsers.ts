import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type LaunchOptions, type Page } from 'puppeteer-core';
import { find, sentence } from './find.mjs';
import { translate } from './translator.ts';

export type BrowserName = 'chromium' | 'firefox' | 'firefox-safer';

export interface View {
  /** CSS pixels. */
  width?: number;
  /** CSS pixels. */
  height?: number;
  dark?: boolean;
  /** The one language the page is asked for, as a BCP 47 tag. */
  language?: string;
}

/**
 * What Tor Browser sets at its level Safer, as far as a page can notice it. Newer ones leave the WebAssembly
 * preference alone and have NoScript forbid it. Off is the harder case: the object itself is gone.
 */
const SAFER = {
  'javascript.options.ion': false,
  'javascript.options.baselinejit': false,
  'javascript.options.native_regexp': false,
  'javascript.options.asmjs': false,
  'javascript.options.wasm': false,
  'mathml.disabled': true,
  'gfx.font_rendering.graphite.enabled': false,
  'gfx.font_rendering.opentype_svg.enabled': false,
};

/**
 * Processes that Firefox begins beside that of a page: for a page to come, for graphics, for sound and pictures. Without them it
 * starts in three quarters of the time.
 */
const FEWER_PROCESSES = {
  'dom.ipc.processPrelaunch.enabled': false,
  'layers.gpu-process.enabled': false,
  'media.rdd-process.enabled': false,
  'media.utility-process.enabled': false,
  'network.process.enabled': false,
};

/** Nothing but the pages under test is asked for over the network. */
const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Those that go on from one file of tests to the next: to start one takes as long as many a test. Each file loads this one
 * anew, so the process keeps them.
 */
const lent = ((globalThis as { lentBrowsers?: Map<BrowserName, Promise<Browser>> }).lentBrowsers ??=
  new Map());

/**
 * A browser in which nobody has a page. Where options are given it is started, with a new, empty profile; else it may have
 * served others, whose pages, cookies and storage are gone.
 * @returns what is to be closed
 */
export async function launch(name: BrowserName, options?: LaunchOptions): Promise<Browser> {
  const folder = process.env[LENT];
  if (options !== undefined || folder === undefined) return start(name, options ?? {});
  const one = lent.get(name) ?? startLent(name, folder);
  lent.set(name, one);
  const browser = await one;
  if (browser.connected) return lease(browser);
  // It broke down under somebody else.
  lent.delete(name);
  return launch(name);
}

/** The setting that names a folder for numbers of processes: whoever makes it ends them. */
export const LENT = 'SOTTO_LENT_BROWSERS';

async function startLent(name: BrowserName, folder: string): Promise<Browser> {
  const browser = await start(name, {});
  writeFileSync(join(folder, `${browser.process()!.pid}`), '');
  return browser;
}

/** The browser itself, but that closing it closes what was opened by this, and no more. */
function lease(browser: Browser): Browser {
  const opened: BrowserContext[] = [];
  const own = {
    async createBrowserContext(...options: Parameters<Browser['createBrowserContext']>) {
      const context = await browser.createBrowserContext(...options);
      opened.push(context);
      return context;
    },
    async close() {
      await Promise.all(opened.filter(({ closed }) => !closed).map((context) => context.close()));
    },
  };
  return new Proxy(browser, {
    get(target, property) {
      if (Object.hasOwn(own, property)) return own[property as keyof typeof own];
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function start(name: BrowserName, options: LaunchOptions): Promise<Browser> {
  const kind = name === 'chromium' ? 'chromium' : 'firefox';
  const executablePath = find(kind);
  if (executablePath === null) throw new Error(sentence(kind));
  if (kind === 'chromium') {
    // Chromium's sandbox refuses to start as root.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...CHROMIUM_ARGS, ...sandbox, ...(options.args ?? [])];
    return puppeteer.launch({ headless: true, ...options, browser: 'chrome', executablePath, args });
  }
  return puppeteer.launch({
    headless: true,
    ...options,
    browser: 'firefox',
    executablePath,
    // `open` asks Firefox for dark pages, which WebDriver BiDi has no command for yet.
    args: ['--remote-allow-system-access', ...(options.args ?? [])],
    extraPrefsFirefox: {
      ...FEWER_PROCESSES,
      ...(name === 'firefox-safer' ? SAFER : {}),
      ...options.extraPrefsFirefox,
    },
  });
}

/**
 * Opens an empty page that shares no cookie, cache or storage with any other. Close it with
 * `page.browserContext().close()`, or with the browser.
 */
export async function open(browser: Browser, view: View = {}): Promise<Page> {
  const { width = 1280, height = 800, dark = false, language = 'en' } = view;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  const emulate = isFirefox(browser) ? emulateInFirefox : emulateInChromium;
  await emulate(browser, page, dark, language);
  // Wherever a test looks at a page in Arabic, the browser translates it as well: so it is tried with every page.
  if (language === 'ar') await translate(page);
  return page;
}

async function emulateInChromium(browser: Browser, page: Page, dark: boolean, language: string) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  const client = await page.createCDPSession();
  await client.send('Emulation.setLocaleOverride', { locale: language });
  const userAgent = await browser.userAgent();
  await client.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
}

/** The parts of puppeteer's Firefox that it does not declare: the raw WebDriver BiDi connection, and a page's id. */
interface Bidi {
  connection: { send(method: string, params: object): Promise<{ result: unknown }> };
}
interface BidiFrame {
  _id: string;
}

/** Where a page is in the history of its tab, what is there, and how long that is: what the buttons of a browser know. */
export async function historyOf(page: Page): Promise<{ index: number; length: number; url: string }> {
  if (isFirefox(page.browser())) {
    const told = await inWindow(
      page,
      (tab) =>
        `((all) => JSON.stringify([all.index, all.count, all.getEntryAtIndex(all.index).URI.spec]))(${tab}.sessionHistory)`,
    );
    const [index, length, url] = JSON.parse(told) as [number, number, string];
    return { index, length, url };
  }
  const client = await page.createCDPSession();
  const { currentIndex: index, entries } = await client.send('Page.getNavigationHistory');
  await client.detach();
  return { index, length: entries.length, url: entries[index]!.url };
}

/** Goes on or back in the history, from whatever page is there, an error's as well. */
export async function goInHistory(page: Page, by: number): Promise<void> {
  if (!isFirefox(page.browser())) {
    await page.evaluate((steps) => void setTimeout(() => history.go(steps), 0), by);
    return;
  }
  const { connection } = page.browser() as unknown as Bidi;
  const context = (page.mainFrame() as unknown as BidiFrame)._id;
  await connection.send('browsingContext.traverseHistory', { context, delta: by });
}

async function emulateInFirefox(browser: Browser, page: Page, dark: boolean, language: string) {
  const { connection } = browser as unknown as Bidi;
  const id = (page.mainFrame() as unknown as BidiFrame)._id;
  await connection.send('emulation.setLocaleOverride', { locale: language, contexts: [id] });

  // The same switch as in Firefox's developer tools: it belongs to the tab, and is thrown from the browser's window.
  await inWindow(page, (tab) => `${tab}.prefersColorSchemeOverride = '${dark ? 'dark' : 'light'}'`);
}

/** What an expression comes to, a text, in the window of Firefox around a page. @param of the tab, as it is called there */
async function inWindow(page: Page, of: (tab: string) => string): Promise<string> {
  const { connection } = page.browser() as unknown as Bidi;
  const id = (page.mainFrame() as unknown as BidiFrame)._id;
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const [browserWindow] = (tree.result as { contexts: { context: string }[] }).contexts;
  const answer = await connection.send('script.evaluate', {
    target: { context: browserWindow?.context },
    awaitPromise: false,
    expression: of(`ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
      .NavigableManager.getBrowsingContextById('${id}')`),
  });
  const { result, exceptionDetails } = answer.result as {
    result?: { value: string };
    exceptionDetails?: object;
  };
  if (result === undefined)
    throw new Error(`the window of Firefox failed: ${JSON.stringify(exceptionDetails)}`);
  return result.value;
}

function isFirefox(browser: Browser) {
  return 'connection' in browser;
}
