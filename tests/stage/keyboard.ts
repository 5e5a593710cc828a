/** A person with a keyboard and nothing else: Tab, Enter, Space and arrows. Where the focus is must be seen, always. */
import type { Page } from 'puppeteer-core';

/** How many stops a page may have from one thing to the next. */
const MOST_STOPS = 150;

interface Focused {
  /** What a person hears: its label, or what stands in it. */
  readonly name: string;
  readonly isRadio: boolean;
  /** What is wrong with where it is; null where it is seen. */
  readonly trouble: string | null;
}

/** Runs in the page. */
function focused(): Focused {
  const element = document.activeElement;
  const plain = (text: string) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, '').trim();
  if (!(element instanceof HTMLElement) || element === document.body)
    return { name: '', isRadio: false, trouble: 'the focus is lost' };
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const label = isField ? element.labels?.[0]?.textContent : element.textContent;
  const name = plain(label ?? '');
  const box = element.getBoundingClientRect();
  const isIn = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  const style = getComputedStyle(element);
  const around = isField && element.parentElement ? getComputedStyle(element.parentElement) : style;
  const isMarked = [style, around].some(({ outlineStyle }) => outlineStyle !== 'none');
  const trouble = !isIn ? 'it is out of sight' : isMarked ? null : 'nothing marks it';
  return { name, isRadio: isField && element.type === 'radio', trouble };
}

export class Keyboard {
  readonly page: Page;
  /** What was wrong where the focus came, by the name of what it was on. */
  readonly troubles: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes on to what has this name, or begins with it. */
  async to(name: string): Promise<void> {
    const seen: string[] = [];
    for (let i = 0; i < MOST_STOPS; i++) {
      await this.page.keyboard.press('Tab');
      const at = await this.#look();
      if (at.name.startsWith(name)) return;
      seen.push(at.name);
    }
    throw new Error(`no Tab leads to “${name}”, but to:\n${seen.slice(0, 60).join('\n')}`);
  }

  async press(name: string): Promise<void> {
    await this.to(name);
    await this.page.keyboard.press('Enter');
  }

  async tick(name: string): Promise<void> {
    await this.to(name);
    await this.page.keyboard.press('Space');
  }

  async write(name: string, text: string): Promise<void> {
    await this.to(name);
    await this.page.keyboard.type(text);
  }

  /** @param first of the choices, where none is made: there the Tab stops */
  async choose(first: string, wanted: string = first): Promise<void> {
    await this.to(first);
    if (first === wanted) {
      await this.page.keyboard.press('Space');
      return;
    }
    for (let i = 0; i < MOST_STOPS; i++) {
      await this.page.keyboard.press('ArrowDown');
      if ((await this.#look()).name.startsWith(wanted)) return;
    }
    throw new Error(`no arrow leads to “${wanted}”`);
  }

  /** Once something has happened: the focus is somewhere, and not gone with what was pressed. */
  async stays(what: string): Promise<void> {
    const name = await this.page.evaluate(() => {
      const element = document.activeElement;
      return element === null || element === document.body || !element.isConnected ? null : element.tagName;
    });
    if (name === null) this.troubles.push(`${what}: the focus is lost`);
  }

  async #look(): Promise<Focused> {
    const at = await this.page.evaluate(focused);
    // Past the last thing there is the browser's own, which no page can see.
    if (at.trouble !== null && at.name !== '') this.troubles.push(`${at.name}: ${at.trouble}`);
    return at;
  }
}
