/**
 * A browser that translates pages, as Chromium and Firefox do: it puts elements of its own in place of texts, also of texts
 * that come later, and never hears of a text that is changed where it stood. It leaves the words as they are.
 */
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';

/** Pages that are translated, with what must not be. */
const untranslated = new WeakMap<Page, Set<string>>();

/** Call before the page is opened. */
export async function translate(page: Page): Promise<void> {
  if (untranslated.has(page)) return;
  untranslated.set(page, new Set());
  await page.evaluateOnNewDocument(translator);
}

/**
 * As `translate`. @param names what must not be translated; more may be put into it later
 * @returns a look at the page, which fails where a reader is misled
 */
export async function translated(
  page: Page,
  names: readonly string[],
): Promise<(at: string) => Promise<void>> {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await translate(page);
  for (const name of names) untranslated.get(page)!.add(name);
  return async (at) =>
    expect({ at, misled: await misled(page, names), errors }).toEqual({ at, misled: [], errors: [] });
}

/** What a reader of a page is misled by: of one that is not translated, nothing. */
export async function misledBy(page: Page): Promise<string[]> {
  const names = untranslated.get(page);
  return names === undefined ? [] : misled(page, [...names]);
}

/** Texts that the page changed in place, or that are translated though they must not be: what a reader is misled by. */
export async function misled(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate((kept) => {
    const { changed } = globalThis as unknown as { changed: string[] };
    const found = [...changed];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const name = kept.find((one) => text.nodeValue?.includes(one));
      if (name !== undefined && text.parentElement?.closest('font') !== null)
        found.push(`translated: ${name}`);
    }
    const words = document.querySelectorAll('bdi font, [dir="ltr"]:not(:root) font, kbd font');
    found.push(...[...words].map((one) => `translated words: ${one.textContent}`));
    return found;
  }, names);
}

/** Runs in the page, before all else. */
function translator(): void {
  const changed: string[] = [];
  Object.assign(globalThis, { changed });
  const data = Object.getOwnPropertyDescriptor(CharacterData.prototype, 'data')!;
  Object.defineProperty(CharacterData.prototype, 'data', {
    ...data,
    set(this: CharacterData, value: string) {
      const where = this.parentElement?.outerHTML.slice(0, 200) ?? '';
      changed.push(`changed in place: ${JSON.stringify([this.nodeValue, value])} ${where}`);
      data.set!.call(this, value);
    },
  });
  const skipped = '[translate="no"], .notranslate, textarea, title, script, style, font';
  const wrap = (root: Node) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const all: Text[] = [];
    for (let text = texts.currentNode; text !== null; text = texts.nextNode()!) {
      if (text.nodeType === Node.TEXT_NODE) all.push(text as Text);
    }
    for (const text of all) {
      if (text.nodeValue?.trim() === '' || text.parentElement?.closest(skipped) !== null) continue;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.append(document.createTextNode(text.nodeValue ?? ''));
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(wrap);
  }).observe(document, { childList: true, subtree: true });
}
