/** Writing to the cases whose keys an officer holds. */
import type { CaseKey, EntryBytes, SlotSetBytes } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { AUDIENCE_OF, entryHash, NO_HASH, type Chain } from '../../crypto/header.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { appendEntry } from '../../server/api/officer.ts';
import { ApiError } from '../api.ts';
import { ALLOWED, encodeContent, type Content, type ContentKind } from '../case/content.ts';
import { nameSet } from '../case/named-sets.ts';
import { currentOfficers, custodiansOf } from '../case/readers.ts';
import { roleOf } from '../case/item.ts';
import { findPerson } from '../directory.ts';
import { Failure } from '../failure.ts';
import { accessTo, type CaseContext } from './case-context.ts';
import type { CaseReader, ReadCase } from './case-reader.ts';
import { newestKey, type HeldKey, type KeyringCase } from './keyring-case.ts';

/** How often an entry is made anew because another came first, before giving up. */
const TRIES = 5;

/** What goes into one append, made for the state of the case that was just read. */
export interface Prepared<K extends ContentKind = ContentKind> {
  readonly chain: Chain;
  readonly kind: K;
  readonly content: Content<K>;
  /** The key to seal under: the newest held, unless the entry brings a new one. */
  readonly key?: HeldKey;
  readonly slotSets?: readonly SlotSetBytes[];
}

/** What was made for one append, until it is acknowledged: sent again, it is the same bytes. */
interface Pending {
  readonly entry: EntryBytes;
  readonly slotSets: readonly SlotSetBytes[];
  /** A new key that the entry brings. */
  readonly key: HeldKey | undefined;
}

export class CaseWriter {
  readonly #context: CaseContext;
  readonly #reader: CaseReader;
  /** By what was wanted. */
  readonly #pending = new Map<string, Pending>();

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
    known: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<void> {
    if (await this.finish(known, wanted)) return;
    for (let tries = 0; tries < TRIES; tries++) {
      const read = await this.#reader.read(known);
      // Not after what cannot be read: it may have changed who may write, or stand against what is to be written.
      if (read.unreadable.shared !== null) throw new Failure('unreadable');
      const prepared = prepare(read);
      if (prepared === null) return;
      if (read.unreadable[prepared.chain] !== null) throw new Failure('unreadable');
      const role = roleOf({ role: 'person', id: this.#context.person }, custodiansOf(read.shared));
      if (!ALLOWED[prepared.chain][role].includes(prepared.kind)) throw new Failure('not-allowed');
      this.#pending.set(wanted, { ...this.#seal(known, read, prepared), key: prepared.key });
      try {
        if (await this.#send(known, wanted)) return;
      } catch (error) {
        if (!isClosed(error)) throw error;
        // Somebody changed the keys since it was read, and this was never stored. Reading takes the new keys, or
        // says that the case is closed to this officer.
        this.#pending.delete(wanted);
      }
    }
    throw new Failure('conflict');
  }

  /**
   * Sends what is still unacknowledged, before anything is read: when only the answer was lost, the case may be
   * under the new key already, which whoever leaves it has nowhere else.
   * @returns whether it is stored
   */
  async finish(known: KeyringCase, wanted: string): Promise<boolean> {
    const pending = this.#pending.get(wanted);
    if (pending === undefined) return false;
    try {
      return await this.#send(known, wanted);
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
    if (pending.key === undefined) {
      // Somebody changed the keys meanwhile: reading takes the new ones.
      await this.#reader.read(known);
      return this.#send(known, wanted);
    }
    const before = known.keys;
    known.keys = [...before, pending.key];
    try {
      await this.#append(known, pending);
    } catch (error) {
      known.keys = before;
      if (!isClosed(error)) throw error;
      // Neither key opens it: somebody else changed the keys first, and this was never stored.
      this.#pending.delete(wanted);
      return false;
    }
    this.#pending.delete(wanted);
    return true;
  }

  wipe(): void {
    this.#pending.clear();
  }

  /** @returns whether it is stored; otherwise something else came first, and it is dropped */
  async #send(known: KeyringCase, wanted: string): Promise<boolean> {
    const pending = this.#pending.get(wanted)!;
    try {
      await this.#append(known, pending);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
      this.#pending.delete(wanted);
      return false;
    }
    this.#pending.delete(wanted);
    // Held from here on, also by an officer who leaves the case with it: a second change needs the first.
    if (pending.key !== undefined) known.keys.push(pending.key);
    this.#context.keyring.touch(known);
    return true;
  }

  #seal(known: KeyringCase, read: ReadCase, prepared: Prepared) {
    const { keys, person } = this.#context;
    const { chain, kind, content, slotSets = [] } = prepared;
    const audience = AUDIENCE_OF[chain];
    const held = prepared.key ?? newestKey(known, audience);
    const made = held === undefined ? this.#newOfficersKey(known, read) : null;
    const { epoch, key } = held ?? made!;
    // The first note names the set of its key. Nothing else begins the internal chain.
    const complete = (made === null ? content : { ...content, founding: nameSet(made.slotSet) }) as Content;
    const last = (chain === 'shared' ? read.shared : read.internal).at(-1);
    const entry = sealEntry(
      {
        caseId: known.id,
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
  #newOfficersKey(known: KeyringCase, read: ReadCase) {
    const { directory } = this.#context.known;
    const readers = currentOfficers(read.shared).flatMap((id) => {
      const person = findPerson(directory, id);
      return person?.state === 'active' ? [person.kem] : [];
    });
    const made = { epoch: 0, key: newCaseKey() };
    return { ...made, slotSet: sealSet(this.#context, known, { audience: 'officers', ...made }, readers) };
  }

  async #append(known: KeyringCase, { entry, slotSets }: Pending): Promise<void> {
    const { api, known: office } = this.#context;
    const access = accessTo(known, 'append', this.#context);
    const given = await api.call(appendEntry, { caseId: known.id, access, entry, slotSets: [...slotSets] });
    const { notary, instance } = office.directory;
    if (!verifyStamp(notary, instance, entryHash(entry), given as Stamp)) throw new CryptoError('bad-stamp');
  }
}

/** Seals a key of a case to people, under the directory as it is known now. */
export function sealSet(
  context: CaseContext,
  known: KeyringCase,
  held: { readonly audience: HeldKey['audience']; readonly epoch: number; readonly key: CaseKey },
  readers: Parameters<typeof sealSlotSet>[0]['readers'],
): SlotSetBytes {
  const { directory, hash } = context.known;
  const { audience, epoch, key } = held;
  const { instance } = directory;
  return sealSlotSet({ instance, caseId: known.id, audience, epoch, directory: hash, key, readers });
}

/** Whether the server knows no case under the key that was shown. */
function isClosed(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
}
