/** What a person does on the reporter's page, step by step, in any browser. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Language } from '../../client/messages/languages.ts';
import { catalogue } from './catalogue.ts';

/** Milliseconds: without WebAssembly and a JIT, sealing and opening take many seconds. */
const PATIENCE = 60_000;

/** Waits for the screen of this title. */
export async function screen(page: Page, title: string): Promise<void> {
  await until(page, title, () => document.querySelector('h1')?.textContent ?? '');
}

/** Waits until the page says this anywhere. */
export async function says(page: Page, text: string): Promise<void> {
  await until(page, text, () => document.body.innerText);
}

/** Waits until the page, which said this a moment ago, says it nowhere any more, not even where it is not seen. */
export async function saysNoMore(page: Page, text: string): Promise<void> {
  await until(page, text, () => document.documentElement.outerHTML, false);
}

/** Waits until what is read in the page has this in it, or has not, whatever marks of direction are in between. */
async function until(page: Page, wanted: string, read: () => string, there = true): Promise<void> {
  const plain = (text: string) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
  const deadline = Date.now() + PATIENCE;
  // A page that is on its way to another one says nothing, nor that it says nothing.
  const isSo = async () => {
    const text = await page.evaluate(read).catch(() => null);
    return text !== null && plain(text).includes(plain(wanted)) === there;
  };
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      const seen = await page.evaluate(() => document.body.innerText);
      throw new Error(`“${wanted}” never ${there ? 'came' : 'went'}. The page says:\n${seen}`);
    }
    await new Promise((passed) => setTimeout(passed, 50));
  }
}

/** Marks that keep names, days and numbers in their own direction. */
const MARKS = '\u2066\u2067\u2068\u2069';

/** Presses the button or link with this name. */
export async function press(page: Page, name: string): Promise<void> {
  const handle = await page.waitForSelector(
    `::-p-xpath(//*[self::button or self::a][translate(normalize-space(), "${MARKS}", "")="${name}"])`,
    {
      timeout: PATIENCE,
      visible: true,
    },
  );
  // By keyboard: two clicks at one place within half a second are a double click.
  await handle!.focus();
  await page.keyboard.press('Enter');
}

/** Clicks what a selector finds, once it is there. */
export async function click(page: Page, selector: string): Promise<void> {
  const handle = await page.waitForSelector(selector, { timeout: PATIENCE, visible: true });
  await handle!.click();
}

/** Types into the field that a selector finds, once it is there, in place of what was in it. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  const field = await page.waitForSelector(selector, { timeout: PATIENCE, visible: true });
  await field!.evaluate((element) => (element as HTMLInputElement).select());
  await field!.type(text);
}

/** Writes into the field with this label as a phone's keyboard does that gives words whole: `type` gives each letter. */
export async function fill(page: Page, label: string, text: string): Promise<void> {
  const field = await fieldOf(page, label);
  await field.click({ count: 3 });
  const isWritten = await field.evaluate(
    (_, words) => document.execCommand('insertText', false, words),
    text,
  );
  if (!isWritten) throw new Error(`nothing can be written into “${label}”`);
}

/** Puts text into a field at once, as pasting does. */
export async function paste(page: Page, label: string, text: string): Promise<void> {
  const field = await fieldOf(page, label);
  await field.evaluate((element, value) => {
    const area = element as HTMLTextAreaElement;
    area.focus();
    area.value = value;
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, text);
}

/** Whether there is a field with this label. */
export async function has(page: Page, label: string): Promise<boolean> {
  return page.evaluate(
    (wanted) =>
      [...document.querySelectorAll('label')].some(
        (one) => one.textContent?.replace(/[\u2066-\u2069]/g, '').trim() === wanted,
      ),
    label,
  );
}

async function fieldOf(page: Page, label: string): Promise<ElementHandle> {
  const found = await page.waitForFunction(
    (wanted: string) => {
      const labels = [...document.querySelectorAll('label')];
      return labels.find((one) =>
        one.textContent
          ?.replace(/[\u2066-\u2069]/g, '')
          .trim()
          .startsWith(wanted),
      )?.control;
    },
    { timeout: PATIENCE, polling: 50 },
    label,
  );
  return found as ElementHandle;
}

/** Ticks the box or radio button with this label. */
export async function choose(page: Page, label: string): Promise<void> {
  const handle = await page.waitForSelector(
    `::-p-xpath(//label[starts-with(translate(normalize-space(), "${MARKS}", ""), "${label}")])`,
    { timeout: PATIENCE },
  );
  await handle!.click();
}

export const STORY = 'The night shift lets the same white van through without looking.';

/** A person with a page in one language. */
export class Journey {
  readonly page: Page;
  readonly t: ReturnType<typeof catalogue>;
  /** Called on every screen, once it is there. */
  readonly #look: (screen: string) => Promise<void>;

  constructor(
    page: Page,
    language: Language,
    look: (screen: string) => Promise<void> = async () => undefined,
  ) {
    this.page = page;
    this.t = catalogue('reporter', language);
    this.#look = look;
  }

  async at(key: string): Promise<void> {
    await screen(this.page, this.t(key));
    await this.#look(key);
  }

  /** All that can be seen. */
  async read(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText);
  }

  async next(): Promise<void> {
    await press(this.page, this.t('step.continue'));
  }

  /** From the start to the first letter. */
  async toWriting(): Promise<void> {
    await this.at('start.title');
    await press(this.page, this.t('start.report'));
    await this.at('doors.title');
    await choose(this.page, 'Public officials');
    await this.next();
    await this.at('before.title');
    await this.next();
    await this.at('readers.title');
    await this.next();
    await this.at('write.title');
  }

  /** From the start to the list of answers. */
  async toCheck(): Promise<void> {
    await this.toWriting();
    await fill(this.page, this.t('write.label'), STORY);
    await this.next();
    await this.at('questions.title');
    await fill(this.page, this.t('question.where.official'), 'The north crossing');
    await this.next();
    await this.at('check.title');
  }

  async readWords(): Promise<string[]> {
    await this.at('receipt.title');
    return this.page.$$eval('.print-only li', (items) => items.map((item) => item.textContent ?? ''));
  }

  /** @returns the twelve words */
  async report(): Promise<string[]> {
    const words = await this.#reportTo('step.continue');
    await this.at('done.title');
    return words;
  }

  /** Reports, and goes on to the case to add files. @returns the twelve words */
  async reportForFiles(): Promise<string[]> {
    const words = await this.#reportTo('confirm.files');
    await says(this.page, this.t('own.timeline'));
    return words;
  }

  /** @param onward names the button once the words are typed back */
  async #reportTo(onward: string): Promise<string[]> {
    await this.toCheck();
    await press(this.page, this.t('check.send'));
    const words = await this.readWords();
    await press(this.page, this.t('receipt.next'));
    await this.at('confirm.title');
    for (const [i, word] of words.entries()) {
      const label = this.t('confirm.word', { number: i + 1 });
      if (await has(this.page, label)) await fill(this.page, label, word);
    }
    await press(this.page, this.t(onward));
    return words;
  }

  async reference(): Promise<string> {
    const text = await this.read();
    return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)![0];
  }

  async comeBack(words: string): Promise<void> {
    await this.at('start.title');
    await press(this.page, this.t('start.return'));
    await this.at('return.title');
    await paste(this.page, this.t('words.label'), words);
    await says(this.page, this.t('words.complete'));
    await press(this.page, this.t('return.open'));
    await says(this.page, this.t('own.timeline'));
    await this.#look('own.title');
  }

  async answer(text: string): Promise<void> {
    await fill(this.page, this.t('own.write.label'), text);
    await press(this.page, this.t('own.write.send'));
    await says(this.page, this.t('own.write.sent'));
  }
}
