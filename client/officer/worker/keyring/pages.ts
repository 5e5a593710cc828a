/** The pages of a keyring in memory: which case lies where, and what of them is not stored yet. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { utf8, type CaseId } from '../../../../crypto/bytes.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { KeyringCase } from './case.ts';
import { mergeCase } from './merge.ts';
import { PAGE_ROOM, type PageContent } from './page.ts';
import { encodeRecord } from './record.ts';
import { triedCount, triedTag, TRIED_CASES } from './tried.ts';

/** Cases on one page, of the usual length: they fill it. */
const PAGE_CASES = 56;

export interface Page {
  /** 0 for one that was never stored. */
  revision: number;
  readonly content: PageContent;
  changed: boolean;
}

interface Place {
  readonly entry: KeyringCase;
  /** From 0: the index is no page of these. */
  page: number;
}

export class Pages {
  readonly all: Page[] = [];
  readonly #byId = new Map<string, Place>();

  get cases(): KeyringCase[] {
    return Array.from(this.#byId.values(), ({ entry }) => entry);
  }

  get size(): number {
    return this.#byId.size;
  }

  find(id: string): KeyringCase | undefined {
    return this.#byId.get(id)?.entry;
  }

  add(entry: KeyringCase): void {
    const page = this.#pageWithRoom();
    this.#put(entry, page);
    this.#byId.set(toBase64url(entry.id), { entry, page });
  }

  touch(entry: KeyringCase): void {
    const found = this.#byId.get(toBase64url(entry.id));
    if (found !== undefined) this.all[found.page]!.changed = true;
  }

  /** Whether a case was tried when it had as many slot sets, and did not open. */
  wasTried(id: CaseId, sets: number): boolean {
    const [tag, count] = [triedTag(id), triedCount(sets)];
    return this.all.some(({ content }) => content.kind === 'tried' && content.tried.get(tag) === count);
  }

  rememberTried(id: CaseId, sets: number): void {
    this.#rememberTag(triedTag(id), triedCount(sets));
  }

  #rememberTag(tag: bigint, count: number): void {
    const kept = this.all.findIndex(({ content }) => content.kind === 'tried' && content.tried.has(tag));
    const hasRoom = ({ content }: Page) => content.kind === 'tried' && content.tried.size < TRIED_CASES;
    const roomy = kept === -1 ? this.all.findLastIndex(hasRoom) : kept;
    const page = this.all[roomy] ?? this.#newPage({ kind: 'tried', tried: new Map() });
    if (page.content.kind !== 'tried' || page.content.tried.get(tag) === count) return;
    page.content.tried.set(tag, count);
    page.changed = true;
  }

  /** Takes a page as it is stored. What was in its place here and is not there finds another. */
  take(number: number, revision: number, content: PageContent): void {
    while (this.all.length <= number) this.#newPage({ kind: 'cases', cases: [] });
    const before = this.all[number]!.content;
    const page: Page = { revision, content, changed: false };
    this.all[number] = page;
    if (content.kind === 'cases')
      content.cases = content.cases.flatMap((entry) => this.#adopt(entry, number));
    if (before.kind === 'cases') for (const entry of before.cases) this.#keep(entry, number);
    else for (const [tag, count] of before.tried) this.#rememberTag(tag, count);
  }

  /** Has something in the place of a page that is stored and cannot be read: it will be replaced. */
  hold(number: number, revision: number): void {
    while (this.all.length <= number) this.#newPage({ kind: 'cases', cases: [] });
    Object.assign(this.all[number]!, { revision, changed: true });
  }

  /** @returns what of a case that is served lies on this page */
  #adopt(served: KeyringCase, page: number): KeyringCase[] {
    const id = toBase64url(served.id);
    const found = this.#byId.get(id);
    if (found === undefined) {
      this.#byId.set(id, { entry: served, page });
      return [served];
    }
    mergeCase(found.entry, served);
    this.all[page]!.changed = true;
    this.all[found.page]!.changed = true;
    return found.page === page ? [found.entry] : [];
  }

  #keep(entry: KeyringCase, number: number): void {
    const { content } = this.all[number]!;
    const place = this.#byId.get(toBase64url(entry.id));
    if (place?.page !== number || (content.kind === 'cases' && content.cases.includes(entry))) return;
    place.page = this.#pageWithRoom();
    this.#put(entry, place.page);
  }

  /** Has a page of either kind, whatever there is to keep. */
  fillUp(): void {
    for (const content of [
      { kind: 'cases', cases: [] },
      { kind: 'tried', tried: new Map() },
    ] satisfies PageContent[]) {
      if (!this.all.some((page) => page.content.kind === content.kind)) this.#newPage(content);
    }
  }

  /** Cases grow with what is known of them: from a page that got too long the last ones move to a later page. */
  makeFit(): void {
    for (let i = 0; i < this.all.length; i++) {
      const { content, changed } = this.all[i]!;
      if (!changed || content.kind !== 'cases') continue;
      let bytes = 0;
      const over = content.cases.findIndex(
        (entry) => (bytes += utf8(encodeRecord(entry)).length + 1) > PAGE_ROOM,
      );
      if (over === -1) continue;
      for (const entry of content.cases.splice(over)) {
        const page = this.#pageWithRoom(i);
        this.#put(entry, page);
        this.#byId.get(toBase64url(entry.id))!.page = page;
      }
    }
  }

  /** @param except a page that is too long already */
  #pageWithRoom(except = -1): number {
    const last = this.all.findLastIndex(({ content }) => content.kind === 'cases');
    const { content } = this.all[last] ?? {};
    if (last !== except && content?.kind === 'cases' && content.cases.length < PAGE_CASES) return last;
    this.#newPage({ kind: 'cases', cases: [] });
    return this.all.length - 1;
  }

  #put(entry: KeyringCase, page: number): void {
    const { content } = this.all[page]!;
    if (content.kind === 'cases') content.cases.push(entry);
    this.all[page]!.changed = true;
  }

  #newPage(content: PageContent): Page {
    const page: Page = { revision: 0, content, changed: true };
    this.all.push(page);
    return page;
  }

  wipe(): void {
    for (const { keys } of this.cases) for (const { key } of keys) sodium.memzero(key);
    this.#byId.clear();
    this.all.length = 0;
  }
}
