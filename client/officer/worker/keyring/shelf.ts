/** The pages of a keyring as the server keeps them, and how those in memory are brought together with them. */
import type { SealKey } from '../../../../crypto/bytes.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Api } from '../../../calls/api.ts';
import { AT_ONCE, readPages, storePage } from './asking.ts';
import {
  encodeContent,
  encodeIndex,
  openContent,
  openIndex,
  sealPage,
  type KeyringIndex,
  type StoredPage,
} from './page.ts';
import { Pages } from './pages.ts';

/** Pages stored each time beside the index, changed or not: what opened and what did not look alike. */
const STORED_PAGES = 2;

export class Shelf {
  readonly #api: Api;
  readonly #key: SealKey;
  readonly pages = new Pages();
  index: KeyringIndex | null = null;
  #indexRevision = 0;
  /** Whether all pages have been read. */
  isWhole = false;
  /** Whether something was missing, damaged or older than it should be. */
  isDamaged = false;

  constructor(api: Api, key: SealKey) {
    this.#api = api;
    this.#key = key;
  }

  /** Reads the index. One that cannot be read is no reason to keep anybody out. */
  async open(): Promise<void> {
    const stored = (await readPages(this.#api, 0, 1)).get(0);
    if (stored === undefined) return;
    this.#indexRevision = stored.revision;
    this.index = openIndex(this.#key, stored);
    this.isDamaged = this.index === null;
  }

  /** Reads all pages, the last first: they have the newest cases. */
  async readAll(onProgress: (done: number, total: number) => void): Promise<void> {
    const least = this.index?.revisions ?? [];
    let isSound = true;
    for (let end = least.length; end > 0; end -= AT_ONCE) {
      onProgress(least.length - end, least.length);
      const from = Math.max(1, end - AT_ONCE + 1);
      const stored = await readPages(this.#api, from, end - from + 1);
      for (let page = end; page >= from; page--)
        isSound = this.#take(stored.get(page), least[page - 1]!) && isSound;
    }
    // An index that was stored before its pages knows too little.
    for (let from = least.length + 1; ; from += AT_ONCE) {
      const stored = await readPages(this.#api, from, AT_ONCE);
      if (stored.size === 0) break;
      for (const page of stored.values()) isSound = this.#take(page, 0) && isSound;
    }
    this.pages.fillUp();
    this.isWhole = true;
    if (!isSound) this.#beginAnew();
  }

  /** What was on a page that is lost is found again from the slot sets, of all that the feed has. */
  #beginAnew(): void {
    this.isDamaged = true;
    if (this.index !== null) this.index.feed = null;
  }

  /** @returns whether all of a page is there, and as new as the index says */
  #take(stored: StoredPage | undefined, least: number): boolean {
    if (stored === undefined) return false;
    const { page, revision } = stored;
    const opened = openContent(this.#key, stored);
    if (opened === null) this.pages.hold(page - 1, revision);
    else this.pages.take(page - 1, revision, opened.content);
    return opened?.isWhole === true && revision >= least;
  }

  /** @throws ApiError `conflict` when another device stored first */
  async store(): Promise<void> {
    // The index is there before any page, and learns of the pages after them: cut short, it knows too little.
    if (this.#indexRevision === 0) await this.#storeIndex();
    for (const number of this.#toStore()) await this.#storePage(number);
    await this.#storeIndex();
  }

  /**
   * Numbers of the pages to store, the last first: a case only ever moves to a later one, and is for a moment on both,
   * never on none.
   */
  #toStore(): number[] {
    if (!this.isWhole) return [];
    this.pages.makeFit();
    const numbers = this.pages.all.map((_, i) => i);
    const chosen = numbers.filter((i) => this.pages.all[i]!.changed);
    const others = numbers.filter((i) => !this.pages.all[i]!.changed);
    while (chosen.length < STORED_PAGES && others.length > 0)
      chosen.push(...others.splice(sodium.randombytes_uniform(others.length), 1));
    return chosen.sort((one, other) => other - one);
  }

  async #storePage(number: number): Promise<void> {
    const page = this.pages.all[number]!;
    const sealed = this.#sealed(number);
    page.changed = false;
    try {
      await storePage(this.#api, sealed);
    } catch (error) {
      page.changed = true;
      throw error;
    }
    page.revision = sealed.revision;
  }

  async #storeIndex(): Promise<void> {
    const sealed = this.#sealedIndex(this.pages.all.map(({ revision }) => revision));
    if (sealed === null) return;
    await storePage(this.#api, sealed);
    this.#indexRevision = sealed.revision;
  }

  #sealed(number: number): StoredPage {
    const { content, revision } = this.pages.all[number]!;
    const [page, next] = [number + 1, revision + 1];
    return { page, revision: next, box: sealPage(this.#key, encodeContent(content), page, next) };
  }

  #sealedIndex(revisions: readonly number[]): StoredPage | null {
    if (this.index === null) return null;
    // Before the pages were read nothing is known of them but what the index said.
    if (this.isWhole) this.index.revisions = [...revisions];
    const next = this.#indexRevision + 1;
    return { page: 0, revision: next, box: sealPage(this.#key, encodeIndex(this.index), 0, next) };
  }

  /** Takes in what another device stored, or what a server has that lost what was stored last. */
  async takeIn(): Promise<void> {
    const stored = (await readPages(this.#api, 0, 1)).get(0);
    const theirs = stored === undefined ? null : openIndex(this.#key, stored);
    const revision = stored?.revision ?? 0;
    if (revision < this.#indexRevision || (stored !== undefined && theirs === null)) this.isDamaged = true;
    this.#indexRevision = revision;
    if (theirs !== null && this.index !== null) this.index = mergedIndex(this.index, theirs);
    if (this.isWhole) await this.#takeInPages(theirs?.revisions ?? []);
  }

  async #takeInPages(theirs: readonly number[]): Promise<void> {
    const isOther = (number: number) => {
      const mine = this.pages.all[number - 1];
      return mine?.revision !== theirs[number - 1] || mine?.changed !== false;
    };
    for (let from = 1; ; from += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, i) => from + i);
      const isBeyond = from > Math.max(theirs.length, this.pages.all.length);
      if (!isBeyond && !numbers.some(isOther)) continue;
      const stored = await readPages(this.#api, from, AT_ONCE);
      if (isBeyond && stored.size === 0) return;
      for (const number of numbers) this.#takeInPage(number, stored.get(number));
    }
  }

  #takeInPage(number: number, stored: StoredPage | undefined): void {
    const mine = this.pages.all[number - 1];
    if (stored === undefined) {
      if (mine !== undefined) this.pages.hold(number - 1, 0);
    } else if (stored.revision !== mine?.revision) {
      if (!this.#take(stored, 0)) this.isDamaged = true;
      this.pages.hold(number - 1, stored.revision);
    }
  }

  /** What there is still to store, sealed, in order: for whoever forgets the keys right after. */
  parting(): StoredPage[] {
    if (!this.isWhole || this.#indexRevision === 0) return [];
    const numbers = this.#toStore();
    const revisions = this.pages.all.map(({ revision }, i) => revision + (numbers.includes(i) ? 1 : 0));
    const index = this.#sealedIndex(revisions);
    return [...numbers.map((number) => this.#sealed(number)), ...(index === null ? [] : [index])];
  }

  wipe(): void {
    this.pages.wipe();
    this.index = null;
    this.#indexRevision = 0;
    this.isWhole = false;
  }
}

/** What both devices know is read again from the earlier of the two. */
function mergedIndex(mine: KeyringIndex, theirs: KeyringIndex): KeyringIndex {
  return {
    feed: isEarlier(theirs.feed, mine.feed) ? theirs.feed : mine.feed,
    directory: theirs.directory.version > mine.directory.version ? theirs.directory : mine.directory,
    bothFor: theirs.bothFor,
    revisions: mine.revisions,
  };
}

function isEarlier(one: KeyringIndex['feed'], other: KeyringIndex['feed']): boolean {
  return one === null || (other !== null && one.turn < other.turn);
}
