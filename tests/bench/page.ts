/** What a reporter's browser loads before writing and until the words are shown, and how long sending takes. */
import type { Browser } from 'puppeteer-core';
import { launch, open } from '../stage/browsers.ts';
import { startMiddle } from '../stage/middle.ts';
import { Journey, press } from '../stage/reporter-page.ts';
import { median } from './median.ts';

const ROUNDS = 5;

/** @param url of a server that was set up */
export async function measurePage(url: string) {
  const browser = await launch('chromium');
  try {
    const weights = await weigh(browser, url);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const journey = await toCheck(browser, url);
      times.push(await send(journey));
      await journey.page.browserContext().close();
    }
    return { ...weights, send_ms: median(times) };
  } finally {
    await browser.close();
  }
}

/** Counts all that passes between the server and a browser that has never been here. */
async function weigh(browser: Browser, url: string) {
  const middle = await startMiddle(url);
  try {
    const weight = () => middle.passed.reduce((sum, answer) => sum + answer.weigh(), 0) / 1000;
    const page = await open(browser);
    await page.goto(middle.url, { waitUntil: 'networkidle0' });
    const before = { page_before_kb: weight(), page_before_requests: middle.passed.length };
    const journey = new Journey(page, 'en');
    await journey.toCheck();
    const pressed = middle.passed.length;
    await send(journey);
    const sent = { page_send_kb: weight(), send_round_trips: middle.passed.length - pressed };
    await page.browserContext().close();
    return { ...before, ...sent };
  } finally {
    await middle.stop();
  }
}

async function toCheck(browser: Browser, url: string): Promise<Journey> {
  const page = await open(browser);
  await page.goto(url);
  const journey = new Journey(page, 'en');
  await journey.toCheck();
  return journey;
}

/** @returns milliseconds from pressing Send until the words are on the screen */
async function send(journey: Journey): Promise<number> {
  const start = performance.now();
  await press(journey.page, journey.t('check.send'));
  await journey.at('receipt.title');
  return performance.now() - start;
}
