/** What an officer does with a case: one thing after the other, each on record. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal, type PersonId } from '../../../../crypto/bytes.ts';
import type { Chain } from '../../../../crypto/header.ts';
import { isKemPublicKey } from '../../../../crypto/kem.ts';
import type { Content, ContentKind } from '../../../case/kinds/table.ts';
import { nameSet } from '../../../case/kinds/named-set.ts';
import { currentReaders, custodiansOf } from '../../../case/keys/readers.ts';
import { isAmong } from '../../../case/kinds/people.ts';
import type { Priority } from '../../../case/kinds/choices.ts';
import type { Identity } from '../../../case/kinds/identity-box.ts';
import { daysOf, type ChainDays } from '../../../case/kinds/days.ts';
import type { Item } from '../../../case/fold/item.ts';
import { askedBy, type Asked } from '../../../case/fold/asked.ts';
import type { Safeguards } from '../../../case/fold/safeguards.ts';
import type { CaseView } from '../../../case/fold/view.ts';
import { findPerson, type KnownDirectory } from '../../../directory/directory.ts';
import { Failure, failureOf } from '../../../calls/failure.ts';
import { Turns } from '../../../calls/turns.ts';
import { sentFile } from '../../../files/sent.ts';
import type { CaseContext } from './context.ts';
import { CaseFiles } from './files.ts';
import {
  identityWork,
  prepareDecision,
  prepareDisclosure,
  prepareRequest,
  type IdentityWork,
} from './identity.ts';
import { CaseReader, PASSING_BYTES, type ReadCase } from './reader.ts';
import { ENDS } from './go-through.ts';
import { findRequest, hashOf, openDisclosed, openDisclosedOriginal } from './request-key.ts';
import { CaseWriter, sealSet, type Prepared } from './writer.ts';
import { colleaguesOf, type Colleagues } from '../directory/colleagues.ts';
import { KeyKeeper } from './key-keeper.ts';
import { newestKey, NOTHING_KNOWN, type KeyringCase } from '../keyring/case.ts';

export interface OpenCase extends CaseView {
  /** What the door asked, in the office's words. */
  readonly asked: Asked;
  /** Internal notes, for officers only. */
  readonly notes: readonly Item[];
  readonly priority: Priority;
  readonly safeguards: Safeguards;
  /**
   * The first entry that cannot be read, of the conversation or of the notes. After one of the conversation the whole case
   * is only for reading.
   */
  readonly unreadable: ReadCase['unreadable'];
  readonly colleagues: Colleagues;
  /** The UTC day by the server's clock; null where it did not say. */
  readonly serverDay: string | null;
  /** What the stamps of the notes say of days. */
  readonly noteDays: ChainDays;
  /** What of the identity this person may do something about now. */
  readonly identityWork: IdentityWork;
  /** Whether keys of later epochs can be sealed to the reporter: the key they gave may be none. */
  readonly reporterFollows: boolean;
}

export class Casework {
  readonly #context: CaseContext;
  readonly #reader: CaseReader;
  readonly #writer: CaseWriter;
  readonly keys: KeyKeeper;
  readonly files: CaseFiles;
  readonly #turns = new Turns();

  constructor(context: CaseContext) {
    this.#context = context;
    this.#reader = new CaseReader(context);
    this.#writer = new CaseWriter(context, this.#reader);
    this.keys = new KeyKeeper(context, this.#writer);
    this.files = new CaseFiles(context);
  }

  /** Whoever reads or writes a case waits until others have done: a rotation may run beside an open case. */
  inTurn<T>(kept: KeyringCase, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(toBase64url(kept.id), work);
  }

  /**
   * Reads a case, tells the reporter the first time, and marks it read. Where nothing can be written, the report is needed
   * more than its being on record.
   */
  async open(kept: KeyringCase): Promise<OpenCase> {
    const read = await this.#reader.read(kept);
    return this.#wroteIn(read) || read.unreadable.shared !== null
      ? this.#shown(kept, read)
      : this.write(kept, 'shared', 'access', {});
  }

  async write<K extends ContentKind>(
    kept: KeyringCase,
    chain: Chain,
    kind: K,
    content: Content<K>,
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...kept.id], chain, kind, content]);
    return this.#act(kept, wanted, (read) => {
      const done = kind === 'access' && this.#wroteIn(read);
      return done ? null : { chain, kind, content };
    });
  }

  /**
   * Writes what depends on how the case is, as it is when it is written.
   * @param wanted names what is wanted: asked for again after an answer was lost, it is written once
   * @param prepare makes it; null where there is nothing to write any more
   */
  async writeBy(
    kept: KeyringCase,
    wanted: readonly unknown[],
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<OpenCase> {
    return this.#act(kept, JSON.stringify([[...kept.id], ...wanted]), prepare);
  }

  /**
   * Gives a colleague the keys of a case, on record for the reporter too. Nobody whom the reporter left out.
   * @returns whether the colleague could not read before
   */
  async grant(kept: KeyringCase, to: PersonId): Promise<boolean> {
    const wanted = JSON.stringify([[...kept.id], 'grant', [...to]]);
    let isNew = true;
    await this.keys.append(kept, wanted, (read) => {
      const person = findPerson(this.#context.known.directory, to);
      if (person?.role !== 'officer') throw new Failure('not-found');
      // Pages offer those who are active: this one has gone since.
      if (person.state !== 'active') throw new Failure('directory-changed');
      const barred = [...read.sealing.leftOut, ...custodiansOf(read.shared)];
      if (isAmong(barred, to)) throw new Failure('left-out');
      isNew = !isAmong(currentReaders(read.shared), to);
      if (!isNew) return null;
      const held = (['shared', 'officers'] as const).flatMap((audience) => newestKey(kept, audience) ?? []);
      const slotSets = held.map((key) => sealSet(this.#context, kept, key, [person.kem]));
      return { chain: 'shared', kind: 'grant', content: { to, slotSets: slotSets.map(nameSet) }, slotSets };
    });
    return isNew;
  }

  /** What the case as it is now says of a file. */
  async findFile(kept: KeyringCase, file: string): Promise<Content<'?file'>> {
    return sentFile((await this.#reader.read(kept)).shared, file);
  }

  /** Asks custodians to be told who the reporter is, or for a file's untouched original. */
  async askIdentity(kept: KeyringCase, reason: string, original: string | null): Promise<OpenCase> {
    const wanted = JSON.stringify([[...kept.id], 'identity-request', reason, original]);
    return this.#act(kept, wanted, (read) =>
      prepareRequest(this.#context, kept, read, this.#me, reason, original),
    );
  }

  /** Decides about a request, as its custodian. */
  async decideIdentity(
    kept: KeyringCase,
    request: string,
    decision: { readonly approved: boolean; readonly reason: string },
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...kept.id], 'identity-decision', request, decision]);
    return this.#act(kept, wanted, (read) => prepareDecision(read, request, decision));
  }

  /** Hands the key of the identity, or of the original, to the officer who asked. */
  async discloseIdentity(kept: KeyringCase, request: string): Promise<OpenCase> {
    const wanted = JSON.stringify([[...kept.id], 'identity-disclosure', request]);
    return this.#act(kept, wanted, (read) => prepareDisclosure(this.#context, kept, read, request));
  }

  /** Opens a disclosed identity. That is on record, for the reporter too, before it is given out. */
  async openIdentity(
    kept: KeyringCase,
    request: string,
  ): Promise<{ readonly view: OpenCase; readonly identity: Identity }> {
    const identity = openDisclosed(this.#context, kept, await this.#reader.read(kept), this.#me, request);
    return { view: await this.#recordAccess(kept, request), identity };
  }

  /** What opens an original that was disclosed. That is on record first, as of an identity. */
  async openOriginal(kept: KeyringCase, request: string): Promise<Content<'?file'>> {
    const read = await this.#reader.read(kept);
    const content = openDisclosedOriginal(this.#context, kept, read, this.#me, request);
    await this.#recordAccess(kept, request);
    return content;
  }

  async #recordAccess(kept: KeyringCase, request: string): Promise<OpenCase> {
    const wanted = JSON.stringify([[...kept.id], 'identity-access', request]);
    return this.#act(kept, wanted, (read) => {
      if (findRequest(read, request).opened !== null) return null;
      return { chain: 'shared', kind: 'identity-access', content: { request: hashOf(request) } };
    });
  }

  async #act(
    kept: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<OpenCase> {
    await this.keys.append(kept, wanted, prepare);
    return this.#shown(kept, await this.#reader.read(kept));
  }

  get #me(): string {
    return toBase64url(this.#context.person);
  }

  /**
   * Verifies a case for the inbox. One that does not verify keeps its row, with the trouble named; so does one that is too
   * long to be read in passing, until somebody opens it.
   * @param item how long its chains are
   */
  async summarise(
    kept: KeyringCase,
    item: { readonly shared: number; readonly internal: number },
    mayRead: boolean,
  ): Promise<void> {
    try {
      if (!mayRead || kept.looked?.isLong === true) throw new Failure('too-long');
      await this.inTurn(kept, () => this.#reader.read(kept, PASSING_BYTES));
    } catch (error) {
      const trouble = failureOf(error);
      if (ENDS.has(trouble)) throw error;
      kept.summary = { ...(kept.summary ?? NOTHING_KNOWN), trouble };
    }
    const { version } = this.#context.known.directory;
    const isLong = kept.looked?.isLong === true || kept.summary?.trouble === 'too-long';
    kept.looked = { shared: item.shared, internal: item.internal, version, isLong };
    this.#context.keyring.touch(kept);
  }

  /** A newer directory, once it was found to follow the one before. */
  set directory(known: KnownDirectory) {
    this.#context.known = known;
  }

  wipe(): void {
    this.#writer.wipe();
    this.files.wipe();
  }

  #wroteIn(read: ReadCase): boolean {
    return read.shared.some(
      ({ author }) => author.role === 'person' && equal(author.id, this.#context.person),
    );
  }

  async #shown(kept: KeyringCase, read: ReadCase): Promise<OpenCase> {
    kept.read = read.length;
    this.#context.keyring.touch(kept);
    const { version, hash } = read.sealing.directory;
    const asked = askedBy(await this.#context.versions.read(version, hash), read.view);
    const { directory } = this.#context.known;
    const colleagues = colleaguesOf(
      directory,
      currentReaders(read.shared),
      read.sealing.leftOut,
      custodiansOf(read.shared),
    );
    return {
      ...read.view,
      asked,
      notes: read.notes,
      priority: read.priority,
      safeguards: read.safeguards,
      unreadable: read.unreadable,
      colleagues,
      serverDay: this.#context.api.day,
      noteDays: daysOf(read.internal),
      identityWork: identityWork(this.#context, read, this.#me),
      reporterFollows: isKemPublicKey(read.sealing.reporter),
    };
  }
}
