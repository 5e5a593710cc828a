import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

/** For people who look: a picture of a whole screen, where SOTTO_PICTURES names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SOTTO_PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name.replace(/[^\w-]+/g, '_')}.png`);
  // Chromium shifts a right-to-left page that is no taller than its window, when it is asked for all of it.
  const isTall = await page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
  await page.screenshot({ path: path as `${string}.png`, fullPage: isTall });
}
