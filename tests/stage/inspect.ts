/** What is wrong with a screen for those who can't see it well, or have a small one. */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { misledBy } from './translator.ts';

/**
 * @returns a sentence for each thing that is wrong with accessibility, for a page wider than its window, and for what
 *   misleads readers of one that is translated
 */
export async function troublesOf(page: Page): Promise<string[]> {
  // Once a document: it is half a megabyte of code, and takes longer than a look with it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: inspector } = globalThis as unknown as { axe: typeof axe };
    // What is right takes most of its time, to be told where it is.
    const found = await inspector.run({ resultTypes: ['violations'], preload: false });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const wide = over > 0 ? [`${over} pixels too wide`] : [];
  return [...violations, ...wide, ...(await misledBy(page))];
}
