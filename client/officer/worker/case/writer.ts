/** Writing to the cases whose keys an officer holds. */
import type { BlobId, CaseKey, SlotSetBytes } from '../../../../crypto/bytes.ts';
import { newCaseKey } from '../../../../crypto/case-key.ts';
import { sealEntry } from '../../../../crypto/entry.ts';
import { AUDIENCE_OF, NO_HASH, type Chain } from '../../../../crypto/header.ts';
import { sealSlotSet } from '../../../../crypto/slots.ts';
import type { Stamp } from '../../../../crypto/stamp.ts';
import { appendEntry } from '../../../../server/api/officer.ts';
import { ApiError } from '../../../calls/api.ts';
import { Appender, deliver, isLate, type Sealed, type Sending } from '../../../case/chain/append.ts';
import { encodeContent, mayWrite, type Content, type ContentKind } from '../../../case/kinds/table.ts';
import { nameSet } from '../../../case/kinds/named-set.ts';
import { currentOfficers, custodiansOf } from '../../../case/keys/readers.ts';
import { roleOf } from '../../../case/fold/item.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import { accessTo, type CaseContext } from './context.ts';
import type { CaseReader, ReadCase } from './reader.ts';
import { newestKey, type HeldKey, type KeyringCase } from '../keyring/case.ts';

/** What goes into one append, made for the state of the case that was just read. */
export interface Prepared<K extends ContentKind = ContentKind> {
  readonly chain: Chain;
  readonly kind: K;
  readonly content: Content<K>;
  /** The key to seal under: the newest held, unless the entry brings a new one. */
  readonly key?: HeldKey;
  readonly slotSets?: readonly SlotSetBytes[];
  /** Files that it brings, and that go with it. */
  readonly blobs?: { readonly blobs?: BlobId[]; readonly deletes?: BlobId[] };
}

/** A sealed entry with what goes along. */
interface SealedHere extends Sealed {
  readonly slotSets: readonly SlotSetBytes[];
  readonly blobs: Prepared['blobs'];
  /** A new key that the entry brings. */
  readonly key: HeldKey | undefined;
}

export class CaseWriter {
  readonly #context: CaseContext;
  readonly #reader: CaseReader;
  readonly #appender = new Appender<SealedHere>();

  constructor(context: CaseContext, reader: CaseReader) {
    this.#context = context;
    this.#reader = reader;
  }

  /**
   * Writes an entry; when another came first, reads on and writes it after that one.
   * @param wanted names what is wanted: asked for again after an answer was lost, it is written once
   * @param prepare makes it for the case as it was just read; null when there is nothing to write any more
   */
  async write(
    kept: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<void> {
    if (await this.finish(kept, wanted)) return;
    await this.#appender.append(wanted, {
      ...this.#sending(kept),
      read: () => this.#reader.read(kept),
      seal: (read) => {
        const prepared = this.#allowed(read, prepare);
        return prepared && { ...this.#seal(kept, read, prepared), key: prepared.key, blobs: prepared.blobs };
      },
      // Somebody changed the keys since it was read, and this was never stored. Reading takes the new keys, or
      // says that the case is closed to this officer.
      isStale: isClosed,
    });
  }

  /**
   * Sends what is still unacknowledged, before anything is read: when only the answer was lost, the case may be
   * under the new key already, which whoever leaves it has nowhere else.
   * @returns whether it is stored
   */
  async finish(kept: KeyringCase, wanted: string): Promise<boolean> {
    const pending = this.#appender.pending(wanted);
    if (pending === undefined) return false;
    const sending = this.#sending(kept);
    try {
      return await this.#appender.send(wanted, sending);
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
    if (pending.key === undefined) {
      // Somebody changed the keys meanwhile: reading takes the new ones.
      await this.#reader.read(kept);
      return this.#appender.send(wanted, sending);
    }
    const before = kept.keys;
    kept.keys = [...before, pending.key];
    try {
      await deliver(pending, sending);
    } catch (error) {
      kept.keys = before;
      if (!isClosed(error) && !isLate(error)) throw error;
      // Neither key opens it, or not under this directory: this was never stored.
      this.#appender.drop(wanted);
      return false;
    }
    this.#appender.drop(wanted);
    return true;
  }

  wipe(): void {
    this.#appender.wipe();
  }

  #sending(kept: KeyringCase): Sending<SealedHere> {
    const { api, keyring } = this.#context;
    return {
      send: async ({ entry, slotSets, blobs }) => {
        const access = accessTo(kept, 'append', this.#context);
        const sent = { caseId: kept.id, access, entry, slotSets: [...slotSets], ...blobs };
        return (await api.call(appendEntry, sent)) as Stamp;
      },
      checkStamp: (entry, stamp) =>
        this.#context.versions.notaries.checkStamp(this.#context.known, entry, stamp),
      stored: ({ key }) => {
        // Held from here on, also by an officer who leaves the case with it: a second change needs the first.
        if (key !== undefined) kept.keys.push(key);
        keyring.touch(kept);
      },
    };
  }

  /** What is to be written, where it may be: not after what cannot be read, which may have changed who may write. */
  #allowed(read: ReadCase, prepare: (read: ReadCase) => Prepared | null): Prepared | null {
    if (read.unreadable.shared !== null) throw new Failure('unreadable');
    const prepared = prepare(read);
    if (prepared === null) return null;
    if (read.unreadable[prepared.chain] !== null) throw new Failure('unreadable');
    const role = roleOf({ role: 'person', id: this.#context.person }, custodiansOf(read.shared));
    if (!mayWrite(prepared.kind, prepared.chain, role)) throw new Failure('not-allowed');
    return prepared;
  }

  #seal(kept: KeyringCase, read: ReadCase, prepared: Prepared) {
    const { keys, person } = this.#context;
    const { chain, kind, content, slotSets = [] } = prepared;
    const audience = AUDIENCE_OF[chain];
    const held = prepared.key ?? newestKey(kept, audience);
    const made = held === undefined ? this.#newOfficersKey(kept, read) : null;
    const { epoch, key } = held ?? made!;
    // What begins the internal chain names the set of its key.
    const complete = (made === null ? content : { ...content, founding: nameSet(made.slotSet) }) as Content;
    const last = (chain === 'shared' ? read.shared : read.internal).at(-1);
    const entry = sealEntry(
      {
        caseId: kept.id,
        chain,
        seq: last === undefined ? 0 : last.header.seq + 1,
        previous: last?.hash ?? NO_HASH,
        audience,
        epoch,
        author: { role: 'person', id: person },
        kind,
        content: encodeContent(kind, complete),
      },
      key,
      keys.signingSeed,
    );
    return { entry, slotSets: made === null ? slotSets : [made.slotSet] };
  }

  /** A key for the officers alone, sealed to those who read the case now: nobody the reporter left out. */
  #newOfficersKey(kept: KeyringCase, read: ReadCase) {
    const { directory } = this.#context.known;
    const readers = currentOfficers(read.shared).flatMap((id) => {
      const person = findPerson(directory, id);
      return person?.state === 'active' ? [person.kem] : [];
    });
    const made = { epoch: 0, key: newCaseKey() };
    return { ...made, slotSet: sealSet(this.#context, kept, { audience: 'officers', ...made }, readers) };
  }
}

/** Seals a key of a case to people, under the directory as it is known now. */
export function sealSet(
  context: CaseContext,
  kept: KeyringCase,
  held: { readonly audience: HeldKey['audience']; readonly epoch: number; readonly key: CaseKey },
  readers: Parameters<typeof sealSlotSet>[0]['readers'],
): SlotSetBytes {
  const { directory, hash } = context.known;
  const { audience, epoch, key } = held;
  const { instance } = directory;
  return sealSlotSet({ instance, caseId: kept.id, audience, epoch, directory: hash, key, readers });
}

/** Whether the server knows no case under the key that was shown. */
function isClosed(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
}
