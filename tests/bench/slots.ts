/**
 * Trying slot sets that are somebody else's, in Chromium, in the threads that an officer's inbox uses, against the
 * decapsulations they are made of in as many threads. Rounds alternate, so that a noisy machine slows both.
 */
import { launch, open } from '../stage/browsers.ts';
import { servePage } from './built-page.ts';
import { median } from './median.ts';
import type { SlotsPage } from './slots-page.ts';

const ROUNDS = 5;
/** Sets of one round: with all rounds, and the first that does not count, 12,000. */
const SETS = 2000;

declare const slotsPage: SlotsPage;

export async function measureSlots() {
  const { address, stop } = await servePage('slots-page.ts');
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
