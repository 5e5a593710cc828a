/**
 * An officer's own sealed list: the case keys already opened, of each case what an inbox shows, and what was tried and did
 * not open. It is stored in pages of one length. Page 0 is the index, and alone needed to sign in; the others are read one
 * after the other. A page that is missing, damaged or older than it should be is written anew: what was on it is found
 * again from the slot sets.
 */
import type { CaseId, SealKey } from '../../../../crypto/bytes.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { ApiError, type Api } from '../../../calls/api.ts';
import { Turns } from '../../../calls/turns.ts';
import { newestKey, newKeyringCase, type KeyringCase } from './case.ts';
import type { KeyringIndex, StoredPage } from './page.ts';
import { Shelf } from './shelf.ts';

export type KeyringIndexContent = Omit<KeyringIndex, 'revisions'>;

/** Milliseconds between two stores of the keyring: a rhythm, whatever is done meanwhile. */
export const STORE_EVERY = 2 * 60_000;

/** How often what another device stored is taken in before giving up. */
const TRIES = 5;

export class Keyring {
  /** Two stores at once would each take the other for another device. */
  readonly #turns = new Turns();
  readonly #shelf: Shelf;
  /** When it was stored last, or read. */
  #storedAt = 0;
  #isFirstLook = true;

  constructor(api: Api, key: SealKey) {
    this.#shelf = new Shelf(api, key);
  }

  get index(): KeyringIndexContent | null {
    return this.#shelf.index;
  }

  set index(content: KeyringIndexContent) {
    this.#shelf.index = { ...content, revisions: this.#shelf.index?.revisions ?? [] };
  }

  /** Whether something of it was missing, damaged or older than it should be, since it was opened. */
  get isDamaged(): boolean {
    return this.#shelf.isDamaged;
  }

  get cases(): KeyringCase[] {
    return this.#shelf.pages.cases;
  }

  /** How many cases there are, as far as it was read. */
  get size(): number {
    return this.#shelf.pages.size;
  }

  /** @param id base64url of the case id */
  find(id: string): KeyringCase | undefined {
    return this.#shelf.pages.find(id);
  }

  add(entry: KeyringCase): void {
    this.#shelf.pages.add(entry);
  }

  /** Forgets a case that this officer has left, but for the fact: its old slot sets would open again. */
  leave(entry: KeyringCase): void {
    const left = newestKey(entry, 'shared')?.epoch ?? 0;
    for (const { key } of entry.keys) sodium.memzero(key);
    Object.assign(entry, { ...newKeyringCase(entry.id), sets: entry.sets, left });
    this.touch(entry);
  }

  /** Marks a case that was changed in place, so that `save` stores its page. */
  touch(entry: KeyringCase): void {
    this.#shelf.pages.touch(entry);
  }

  /** Whether a case was tried when it had as many slot sets, and did not open. */
  wasTried(id: CaseId, sets: number): boolean {
    return this.#shelf.pages.wasTried(id, sets);
  }

  rememberTried(id: CaseId, sets: number): void {
    this.#shelf.pages.rememberTried(id, sets);
  }

  /** Reads the index: all that signing in needs. */
  open(): Promise<void> {
    return this.#shelf.open();
  }

  /** Reads all pages, once. May be asked for again after a failure. */
  whole(onProgress: (done: number, total: number) => void = () => undefined): Promise<void> {
    if (this.#shelf.isWhole) return Promise.resolve();
    return this.#turns.take('save', async () => {
      if (this.#shelf.isWhole) return;
      await this.#shelf.readAll(onProgress);
      this.#storedAt = performance.now();
    });
  }

  /** Stores what changed, and takes in what another device stored meanwhile. */
  save(): Promise<void> {
    return this.#turns.take('save', () => this.#save());
  }

  async #save(): Promise<void> {
    for (let tries = 1; this.#shelf.index !== null; tries++) {
      try {
        return await this.#shelf.store();
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'conflict') || tries === TRIES) throw error;
        await this.#shelf.takeIn();
      }
    }
  }

  /**
   * Stores the keyring when it is time to, and not when something was done. It only remembers: what cannot be stored now is
   * stored later, or found again.
   */
  async saveInRhythm(): Promise<void> {
    const isTime = performance.now() - this.#storedAt >= STORE_EVERY;
    if (!this.#shelf.isWhole || !isTime) return;
    this.#storedAt = performance.now();
    await this.saveOrLater();
  }

  /** After the first look of a session it is stored, later in its rhythm. */
  async saveAfterLook(): Promise<void> {
    if (!this.#isFirstLook) return this.saveInRhythm();
    this.#isFirstLook = false;
    this.#storedAt = performance.now();
    return this.saveOrLater();
  }

  async saveOrLater(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** Takes in at once what another device stored. */
  refresh(): Promise<void> {
    return this.#turns.take('save', () => this.#shelf.takeIn());
  }

  /** What there is still to store, sealed, in order: for whoever forgets the keys right after. */
  parting(): StoredPage[] {
    return this.#shelf.parting();
  }

  /** Forgets every key. */
  wipe(): void {
    this.#shelf.wipe();
  }
}
