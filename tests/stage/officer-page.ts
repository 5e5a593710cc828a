/** What a person does on the officer's page, step by step, in any browser. */
import type { Page } from 'puppeteer-core';
import { SETUP } from './running.ts';
import type { Language } from '../../client/messages/languages.ts';
import { catalogue } from './catalogue.ts';
import { choose, fill, has, paste, press, says, screen } from './reporter-page.ts';

/** An officer with a page in one language. */
export class OfficerJourney {
  readonly page: Page;
  readonly t: ReturnType<typeof catalogue>;
  /** Called on every screen, once it is there. */
  readonly #look: (screen: string) => Promise<void>;
  /** As its page calls that language. */
  readonly #english: string;

  constructor(
    page: Page,
    language: Language = 'en',
    look: (screen: string) => Promise<void> = async () => undefined,
  ) {
    this.page = page;
    this.t = catalogue('officer', language);
    this.#look = look;
    this.#english = new Intl.DisplayNames(language, { type: 'language' }).of('en')!;
  }

  async at(key: string, values: Record<string, string> = {}): Promise<void> {
    await screen(this.page, this.t(key, values));
    await this.#look(key);
  }

  /** Presses the button that ends a dialog, once it is open: before, it can't take the focus. */
  async confirm(): Promise<void> {
    const button = await this.page.waitForSelector('dialog[open] button[type=submit]', { visible: true });
    await button!.focus();
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector('dialog', { hidden: true });
  }

  async press(key: string): Promise<void> {
    await press(this.page, this.t(key));
  }

  async fill(key: string, text: string): Promise<void> {
    await fill(this.page, this.t(key), text);
  }

  async says(key: string, values: Record<string, string | number> = {}): Promise<void> {
    await says(this.page, this.t(key, values));
  }

  /** From the link to the button that makes the keys. */
  async toCheck(): Promise<void> {
    await this.at('setup.office.title');
    await fill(
      this.page,
      this.t('setup.office.name', { language: this.#english }),
      SETUP.instanceName['en']!,
    );
    await this.press('setup.next');
    await this.at('setup.doors.title');
    await this.press('setup.next');
    await this.at('setup.officer.title');
    await this.fill('setup.officer.name', SETUP.officerName);
    await this.fill('setup.officer.account', SETUP.accountName);
    await this.fill('passphrase.new', SETUP.passphrase);
    await this.fill('passphrase.again', SETUP.passphrase);
    await this.press('setup.next');
    await this.at('setup.check.title');
  }

  /** @returns the twelve words, which the page shows */
  async makeKeys(): Promise<string[]> {
    await this.press('setup.check.create');
    await this.at('setup.words.title');
    return this.page.$$eval('main .words li', (items) => items.map((item) => item.textContent?.trim() ?? ''));
  }

  /** Types back the two words that are asked for. @param then title of the screen after it */
  async typeBack(words: readonly string[], then = 'setup.made.title'): Promise<void> {
    await this.press('setup.words.kept');
    await this.at('setup.words.back');
    for (const [i, word] of words.entries()) {
      const label = this.t('setup.words.number', { number: i + 1 });
      if (await has(this.page, label)) await fill(this.page, label, word);
    }
    await this.press('setup.next');
    await this.at(then);
  }

  async signInByPassphrase(
    account: string = SETUP.accountName,
    passphrase: string = SETUP.passphrase,
  ): Promise<void> {
    await this.at('signIn.title');
    await this.fill('signIn.account', account);
    await this.fill('signIn.passphrase', passphrase);
    await this.press('signIn.submit');
  }

  async signInByWords(words: readonly string[], account: string = SETUP.accountName): Promise<void> {
    await this.at('signIn.title');
    if (await this.page.evaluate(() => typeof WebAssembly === 'object')) await this.press('signIn.useWords');
    await this.fill('signIn.account', account);
    await paste(this.page, this.t('signIn.words'), words.join(' '));
    await this.press('signIn.submit');
    await this.at('inbox.title');
  }

  async open(reference: string): Promise<void> {
    await press(this.page, reference);
    await screen(this.page, this.t('case.title', { reference }));
    await this.says('case.recorded');
    await this.#look('case.title');
  }

  async reply(text: string): Promise<void> {
    await this.fill('case.reply.text', text);
    await this.press('case.reply.send');
    await this.says('case.reply.sent');
  }

  async note(text: string): Promise<void> {
    await this.fill('case.notes.add', text);
    await this.press('case.notes.save');
    await this.says('case.notes.saved');
  }

  async move(status: 'assessing' | 'investigating' | 'closed', reason: string): Promise<void> {
    await choose(this.page, this.t(`case.status.${status}`));
    await this.fill('case.move.reason', reason);
    await this.press('case.move.save');
    if (status === 'closed') await this.press('case.move.confirm.yes');
    await this.says('case.move.saved');
  }
}
