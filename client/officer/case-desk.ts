/** What an officer does with a case: one thing after the other, each on record. */
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, type PersonId } from '../../crypto/bytes.ts';
import type { Chain } from '../../crypto/header.ts';
import { isKemPublicKey } from '../../crypto/kem.ts';
import type { Content, ContentKind } from '../case/content.ts';
import { nameSet } from '../case/named-sets.ts';
import { currentReaders, custodiansOf, isAmong } from '../case/readers.ts';
import type { Identity } from '../case/identity-box.ts';
import type { Item } from '../case/item.ts';
import type { CaseView } from '../case/view.ts';
import { findPerson, type KnownDirectory } from '../directory.ts';
import { Failure, failureOf } from '../failure.ts';
import { Turns } from '../turns.ts';
import type { CaseContext } from './case-context.ts';
import {
  findRequest,
  hashOf,
  identityWork,
  openDisclosed,
  prepareDecision,
  prepareDisclosure,
  prepareRequest,
  type IdentityWork,
} from './identity-desk.ts';
import { CaseReader, type ReadCase } from './case-reader.ts';
import { CaseWriter, sealSet, type Prepared } from './case-writer.ts';
import { colleaguesOf, type Colleagues } from './colleagues.ts';
import { KeyKeeper } from './key-keeper.ts';
import { newestKey, NOTHING_KNOWN, type KeyringCase } from './keyring-case.ts';

export interface OpenCase extends CaseView {
  /** Internal notes, for officers only. */
  readonly notes: readonly Item[];
  /**
   * The first entry that cannot be read, of the conversation or of the notes. After one of the conversation the whole case
   * is only for reading.
   */
  readonly unreadable: ReadCase['unreadable'];
  readonly colleagues: Colleagues;
  /** What of the identity this person may do something about now. */
  readonly identityWork: IdentityWork;
  /** Whether keys of later epochs can be sealed to the reporter: the key they gave may be none. */
  readonly reporterFollows: boolean;
}

export class CaseDesk {
  readonly #context: CaseContext;
  readonly #reader: CaseReader;
  readonly #writer: CaseWriter;
  readonly keys: KeyKeeper;
  readonly #turns = new Turns();

  constructor(context: CaseContext) {
    this.#context = context;
    this.#reader = new CaseReader(context);
    this.#writer = new CaseWriter(context, this.#reader);
    this.keys = new KeyKeeper(context, this.#writer);
  }

  /** Whoever reads or writes a case waits until others have done: a rotation may run beside an open case. */
  inTurn<T>(known: KeyringCase, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(toBase64url(known.id), work);
  }

  /**
   * Reads a case, tells the reporter the first time, and marks it read. Where nothing can be written, the report is needed
   * more than its being on record.
   */
  async open(known: KeyringCase): Promise<OpenCase> {
    const read = await this.#reader.read(known);
    return this.#wroteIn(read) || read.unreadable.shared !== null
      ? this.#shown(known, read)
      : this.write(known, 'shared', 'access', {});
  }

  async write<K extends ContentKind>(
    known: KeyringCase,
    chain: Chain,
    kind: K,
    content: Content<K>,
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], chain, kind, content]);
    return this.#act(known, wanted, (read) => {
      const done = kind === 'access' && this.#wroteIn(read);
      return done ? null : { chain, kind, content };
    });
  }

  /**
   * Gives a colleague the keys of a case, on record for the reporter too. Nobody whom the reporter left out.
   * @returns whether the colleague could not read before
   */
  async grant(known: KeyringCase, to: PersonId): Promise<boolean> {
    const wanted = JSON.stringify([[...known.id], 'grant', [...to]]);
    let isNew = true;
    await this.keys.append(known, wanted, (read) => {
      const person = findPerson(this.#context.known.directory, to);
      if (person?.state !== 'active' || person.role !== 'officer') throw new Failure('not-found');
      const barred = [...read.sealing.leftOut, ...custodiansOf(read.shared)];
      if (isAmong(barred, to)) throw new Failure('left-out');
      isNew = !isAmong(currentReaders(read.shared), to);
      if (!isNew) return null;
      const held = (['shared', 'officers'] as const).flatMap((audience) => newestKey(known, audience) ?? []);
      const slotSets = held.map((key) => sealSet(this.#context, known, key, [person.kem]));
      return { chain: 'shared', kind: 'grant', content: { to, slotSets: slotSets.map(nameSet) }, slotSets };
    });
    return isNew;
  }

  /** Asks custodians to be told who the reporter is. */
  async askIdentity(known: KeyringCase, reason: string): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], 'identity-request', reason]);
    return this.#act(known, wanted, (read) => prepareRequest(this.#context, known, read, this.#me, reason));
  }

  /** Decides about a request, as its custodian. */
  async decideIdentity(
    known: KeyringCase,
    request: string,
    decision: { readonly approved: boolean; readonly reason: string },
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], 'identity-decision', request, decision]);
    return this.#act(known, wanted, (read) => prepareDecision(read, request, decision));
  }

  /** Hands the key of the identity to the officer who asked. */
  async discloseIdentity(known: KeyringCase, request: string): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], 'identity-disclosure', request]);
    return this.#act(known, wanted, (read) => prepareDisclosure(this.#context, known, read, request));
  }

  /** Opens a disclosed identity. That is on record, for the reporter too, before it is given out. */
  async openIdentity(
    known: KeyringCase,
    request: string,
  ): Promise<{ readonly view: OpenCase; readonly identity: Identity }> {
    const identity = openDisclosed(this.#context, known, await this.#reader.read(known), this.#me, request);
    const wanted = JSON.stringify([[...known.id], 'identity-access', request]);
    const view = await this.#act(known, wanted, (read) => {
      if (findRequest(read, request).opened !== null) return null;
      return { chain: 'shared', kind: 'identity-access', content: { request: hashOf(request) } };
    });
    return { view, identity };
  }

  async #act(
    known: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<OpenCase> {
    await this.keys.append(known, wanted, prepare);
    return this.#shown(known, await this.#reader.read(known));
  }

  get #me(): string {
    return toBase64url(this.#context.person);
  }

  /** Verifies a case for the inbox. One that does not verify keeps its line, with the trouble named. */
  async summarise(known: KeyringCase): Promise<void> {
    if (known.keys.length === 0 && known.summary?.trouble) return;
    try {
      await this.inTurn(known, () => this.#reader.read(known));
    } catch (error) {
      const trouble = failureOf(error);
      if (trouble === 'offline' || trouble === 'signed-out' || trouble === 'server-failed') throw error;
      known.summary = { ...(known.summary ?? NOTHING_KNOWN), trouble };
      this.#context.keyring.touch(known);
    }
  }

  /** A newer directory, once it was found to follow the one before. */
  set directory(known: KnownDirectory) {
    this.#context.known = known;
  }

  wipe(): void {
    this.#writer.wipe();
  }

  #wroteIn(read: ReadCase): boolean {
    return read.shared.some(
      ({ author }) => author.role === 'person' && equal(author.id, this.#context.person),
    );
  }

  #shown(known: KeyringCase, read: ReadCase): OpenCase {
    known.read = read.length;
    this.#context.keyring.touch(known);
    const { directory } = this.#context.known;
    const colleagues = colleaguesOf(
      directory,
      currentReaders(read.shared),
      read.sealing.leftOut,
      custodiansOf(read.shared),
    );
    return {
      ...read.view,
      notes: read.notes,
      unreadable: read.unreadable,
      colleagues,
      identityWork: identityWork(this.#context, read, this.#me),
      reporterFollows: isKemPublicKey(read.sealing.reporter),
    };
  }
}
