/** Files that a page saves, as a browser is given them. */
import type { Page } from 'puppeteer-core';

declare function savedAs(name: string): Promise<Blob | null>;

/**
 * Keeps what the page hands to the browser to save, instead of the browser's asking where to: in a place of the browser's own
 * where the page may choose one, else as it is.
 */
export async function catchSaved(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const saved: { name: string; blob: Blob }[] = [];
    const savedAs = async (name: string) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(name).catch(() => undefined);
      return (await handle?.getFile()) ?? saved.find((one) => one.name === name)?.blob ?? null;
    };
    Object.assign(globalThis, { savedAs });
    const showSaveFilePicker = async ({ suggestedName: name }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
    if ('showSaveFilePicker' in globalThis) Object.assign(globalThis, { showSaveFilePicker });
    let last: Blob | null = null;
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      last = blob;
      return create(blob);
    };
    HTMLAnchorElement.prototype.click = function click() {
      if (last !== null) saved.push({ name: this.download, blob: last });
    };
  });
}

/** @returns what was saved under a name, in short; null where nothing was */
export async function savedOf(page: Page, name: string): Promise<string | null> {
  return page.evaluate(async (wanted) => {
    const blob = await savedAs(wanted);
    if (blob === null) return null;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, name);
}
