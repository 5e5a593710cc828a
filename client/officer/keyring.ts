/**
 * An officer's own sealed list: the case keys already opened, and of each case what an inbox shows. It is
 * stored in pages, so that one change does not send everything again. Page 0 is the index.
 */
import * as z from 'zod/mini';
import type { BoxBytes, SealKey } from '../../crypto/bytes.ts';
import { BOX_OVERHEAD, openBox, sealBox } from '../../crypto/box.ts';
import { LENGTH, text, u32, utf8 } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { sodium } from '../../crypto/sodium.ts';
import { readKeyring, storeKeyringPage } from '../../server/api/officer.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { bytesOf, bytesUpTo, count, day } from '../../server/api/wire.ts';
import type { Api } from '../api.ts';
import { Turns } from '../turns.ts';
import { keyringCase, newestKey, newKeyringCase, type KeyringCase } from './keyring-case.ts';

/** Cases on one page: about 40 KB, so that a change costs little. */
const PAGE_CASES = 64;

/** Pages are padded to whole multiples of this many bytes: their size tells the number of cases only roughly. */
const PADDING = 8 * 1024;

/** Bytes of a box with a seed in it. */
const VAULT_BYTES = LENGTH.PersonSeed + BOX_OVERHEAD;

const index = z.strictObject({
  /** UTC day from which the feed is to be asked for. */
  from: day,
  directory: z.strictObject({
    authority: bytesOf('SigningPublicKey'),
    version: count,
    hash: bytesOf('Hash'),
  }),
  /** The vault under which passphrase and passkey count only together: the server's word for less is not believed. */
  bothFor: z.optional(z.nullable(bytesUpTo('BoxBytes', VAULT_BYTES, VAULT_BYTES))),
  /** Of each page the revision that was stored when this was: an older one is not believed. */
  revisions: z.array(count),
});

type KeyringIndex = z.output<typeof index>;

export type KeyringIndexContent = Omit<KeyringIndex, 'revisions'>;

const page = z.strictObject({ cases: z.array(keyringCase) });

interface Stored<T> {
  revision: number;
  content: T;
  changed: boolean;
}

export class Keyring {
  /** Two stores at once would each take the other for another device. */
  readonly #turns = new Turns();
  readonly #api: Api;
  readonly #key: SealKey;
  #index: Stored<KeyringIndex | null> = { revision: 0, content: null, changed: false };
  #pages: Stored<KeyringCase[]>[] = [];
  #byId = new Map<string, { entry: KeyringCase; page: number }>();

  constructor(api: Api, key: SealKey) {
    this.#api = api;
    this.#key = key;
  }

  get index(): KeyringIndexContent | null {
    return this.#index.content;
  }

  set index(content: KeyringIndexContent) {
    this.#index.content = { ...content, revisions: this.#index.content?.revisions ?? [] };
    this.#index.changed = true;
  }

  get cases(): KeyringCase[] {
    return [...this.#byId.values()].map(({ entry }) => entry);
  }

  /** @param id base64url of the case id */
  find(id: string): KeyringCase | undefined {
    return this.#byId.get(id)?.entry;
  }

  /**
   * @throws CryptoError `tampered` or `malformed` for a page this officer did not store, or a page missing;
   *   `rolled-back` for an older one than is known
   */
  async load(): Promise<void> {
    const { pages } = await this.#api.call(readKeyring, {});
    const [first, ...rest] = pages;
    const known = [this.#index.revision, ...this.#pages.map(({ revision }) => revision)];
    if (first === undefined) return checkRevisions(known, []);
    const opened = first.page === 0 ? decode(index, this.#open(first)) : null;
    if (opened === null) throw new CryptoError('tampered', 'the index of the keyring is missing');
    if (rest.some(({ page: number }, i) => number !== i + 1))
      throw new CryptoError('tampered', 'a keyring page is missing');
    const revisions = rest.map(({ revision }) => revision);
    checkRevisions(known, [first.revision, ...revisions]);
    checkRevisions(opened.revisions, revisions);
    this.#index = { revision: first.revision, content: opened, changed: false };
    this.#pages = [];
    this.#byId.clear();
    for (const stored of rest) {
      const { cases } = decode(page, this.#open(stored));
      this.#adopt({ revision: stored.revision, content: cases, changed: false });
    }
  }

  #adopt(stored: Stored<KeyringCase[]>): void {
    this.#pages.push(stored);
    for (const entry of stored.content) this.#byId.set(keyOf(entry), { entry, page: this.#pages.length - 1 });
  }

  add(entry: KeyringCase): void {
    if ((this.#pages.at(-1)?.content.length ?? PAGE_CASES) >= PAGE_CASES) {
      this.#pages.push({ revision: 0, content: [], changed: true });
    }
    const last = this.#pages.length - 1;
    this.#pages[last]!.content.push(entry);
    this.#pages[last]!.changed = true;
    this.#byId.set(keyOf(entry), { entry, page: last });
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
    const found = this.#byId.get(keyOf(entry));
    if (found) this.#pages[found.page]!.changed = true;
  }

  /** Stores what changed. Throws ApiError `conflict` when another device stored first: load again then. */
  save(): Promise<void> {
    return this.#turns.take('save', () => this.#save());
  }

  async #save(): Promise<void> {
    // The index is there before any page, and learns of the pages after them: cut short, it knows too little.
    if (this.#index.revision === 0) await this.#storeIndex();
    this.#splitLongPages();
    const changed = this.#pages.map((stored, i) => ({ stored, number: i + 1 })).filter(isChanged);
    // New pages first: a case that moves to one is for a moment on both, never on none.
    const added = changed.filter(({ stored }) => stored.revision === 0);
    const replaced = changed.filter(({ stored }) => stored.revision > 0);
    for (const { stored, number } of [...added, ...replaced]) {
      await this.#store(number, stored, z.encode(page, { cases: stored.content }));
    }
    if (this.#index.changed || changed.length > 0) await this.#storeIndex();
  }

  async #storeIndex(): Promise<void> {
    if (this.#index.content === null) return;
    const revisions = this.#pages.filter(({ revision }) => revision > 0).map(({ revision }) => revision);
    this.#index.content = { ...this.#index.content, revisions };
    await this.#store(0, this.#index, z.encode(index, this.#index.content));
  }

  /** Cases grow with every change of their keys; the second half of a page that got too long moves to a new one. */
  #splitLongPages(): void {
    for (let i = 0; i < this.#pages.length; i++) {
      const stored = this.#pages[i]!;
      if (!stored.changed || stored.content.length < 2) continue;
      const length = utf8(JSON.stringify(z.encode(page, { cases: stored.content }))).length;
      if (length + PADDING + BOX_OVERHEAD <= LIMITS.keyringPageBytes) continue;
      const moved = stored.content.splice(Math.floor(stored.content.length / 2));
      this.#adopt({ revision: 0, content: moved, changed: true });
      i--;
    }
  }

  async #store(number: number, stored: Stored<unknown>, json: unknown): Promise<void> {
    const padded = sodium.pad(utf8(JSON.stringify(json)), PADDING);
    const next = stored.revision + 1;
    const box = sealBox(this.#key, padded, 'sotto/keyring/v1', u32(number), u32(next));
    sodium.memzero(padded);
    stored.changed = false;
    try {
      const answer = await this.#api.call(storeKeyringPage, { page: number, revision: stored.revision, box });
      if (answer.revision !== next) throw new CryptoError('tampered', 'another revision than was stored');
      stored.revision = next;
    } catch (error) {
      stored.changed = true;
      throw error;
    }
  }

  #open({ page: number, revision, box }: { page: number; revision: number; box: BoxBytes }): unknown {
    const padded = openBox(this.#key, box, 'sotto/keyring/v1', u32(number), u32(revision));
    return JSON.parse(text(sodium.unpad(padded, PADDING)));
  }

  /** Forgets every key. */
  wipe(): void {
    for (const entry of this.cases) for (const { key } of entry.keys) sodium.memzero(key);
    this.#byId.clear();
    this.#pages = [];
    this.#index = { revision: 0, content: null, changed: false };
  }
}

function isChanged({ stored }: { stored: Stored<unknown> }): boolean {
  return stored.changed;
}

/** @throws CryptoError `rolled-back` when a page is missing that was known, or is older than was known */
function checkRevisions(known: readonly number[], served: readonly number[]): void {
  if (known.some((revision, i) => (served[i] ?? 0) < revision))
    throw new CryptoError('rolled-back', 'keyring');
}

function keyOf(entry: KeyringCase): string {
  return z.encode(bytesOf('CaseId'), entry.id);
}

function decode<S extends z.ZodMiniType>(schema: S, json: unknown): z.output<S> {
  const parsed = z.safeDecode(schema, json as z.input<S>);
  if (!parsed.success) throw new CryptoError('malformed', 'keyring');
  return parsed.data;
}
