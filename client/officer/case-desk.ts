/** Reading and writing the cases whose keys an officer holds. */
import { toBase64url } from '../../crypto/base64url.ts';
import {
  equal,
  type CaseKey,
  type EntryBytes,
  type PersonId,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { verifyChain, type VerifiedEntry } from '../../crypto/chain.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { AUDIENCE_OF, entryHash, NO_HASH, type Chain } from '../../crypto/header.ts';
import type { PersonKeys } from '../../crypto/person.ts';
import { slotSetHash } from '../../crypto/slot-set.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { appendEntry, readCase, readSlotSets } from '../../server/api/officer.ts';
import { readDirectoryVersion } from '../../server/api/anyone.ts';
import { ApiError, type Api } from '../api.ts';
import { Turns } from '../turns.ts';
import { readWholeChain } from '../case/chain.ts';
import { encodeContent, type Content, type ContentKind, type Sealing } from '../case/content.ts';
import { checkAuthors, checkNamed, currentReaders, namedSets, nameSet } from '../case/named-sets.ts';
import { foldCase, foldNotes, isWord, type CaseView, type Item } from '../case/view.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory.ts';
import { Failure, failureOf } from '../failure.ts';
import { signAccess, takeFormerKeys, takeKeys } from './case-keys.ts';
import { colleaguesOf, type Colleagues } from './colleagues.ts';
import { newestKey, NOTHING_KNOWN, type Keyring, type KeyringCase, type Summary } from './keyring.ts';

export interface OpenCase extends CaseView {
  /** Internal notes, for officers only. */
  readonly notes: readonly Item[];
  readonly colleagues: Colleagues;
}

export interface DeskContext {
  readonly api: Api;
  known: KnownDirectory;
  readonly keys: PersonKeys;
  readonly person: PersonId;
  readonly keyring: Keyring;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/** How often an entry is made anew because another came first, before giving up. */
const TRIES = 5;

/** Characters of a report shown in the inbox. */
const EXCERPT = 160;

type Head = NonNullable<KeyringCase['shared']>;
type HeldKey = KeyringCase['keys'][number];

/** What was made for one append, until it is acknowledged: sent again, it is the same bytes. */
interface Pending {
  readonly entry: EntryBytes;
  readonly slotSets: readonly SlotSetBytes[];
  /** A new key that the entry brings. */
  readonly key: HeldKey | undefined;
}

interface ReadCase {
  readonly view: CaseView;
  readonly sealing: Sealing;
  readonly shared: VerifiedEntry[];
  readonly internal: VerifiedEntry[];
}

/** What goes into one append, made for the state of the case that was just read. */
interface Prepared<K extends ContentKind = ContentKind> {
  readonly chain: Chain;
  readonly kind: K;
  readonly content: Content<K>;
  /** The key to seal under: the newest held, unless the entry brings a new one. */
  readonly key?: HeldKey;
  readonly slotSets?: readonly SlotSetBytes[];
}

export class CaseDesk {
  readonly #context: DeskContext;
  /** By what was wanted. */
  readonly #pending = new Map<string, Pending>();
  readonly #turns = new Turns();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Whoever reads or writes a case waits until others have done: a rotation may run beside an open case. */
  inTurn<T>(known: KeyringCase, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(toBase64url(known.id), work);
  }

  /** Reads a case, tells the reporter the first time, and marks it read. */
  async open(known: KeyringCase): Promise<OpenCase> {
    const read = await this.#read(known);
    if (!this.#wroteIn(read)) return this.write(known, 'shared', 'access', {});
    return this.#shown(known, read);
  }

  /** Writes an entry; when another came first, reads on and writes it after that one. */
  write<K extends ContentKind>(
    known: KeyringCase,
    chain: Chain,
    kind: K,
    content: Content<K>,
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], chain, kind, content]);
    return this.#write(known, wanted, (read) => {
      const done = kind === 'access' && this.#wroteIn(read);
      return done ? null : { chain, kind, content };
    });
  }

  /** Gives a colleague the keys of a case, on record for the reporter too. Nobody whom the reporter left out. */
  grant(known: KeyringCase, to: PersonId): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], 'grant', [...to]]);
    return this.#write(known, wanted, (read) => {
      const person = findPerson(this.#context.known.directory, to);
      if (person?.state !== 'active' || person.role !== 'officer') throw new Failure('not-found');
      if (read.sealing.leftOut.some((id) => equal(id, to))) throw new Failure('left-out');
      if (currentReaders(read.shared).some((id) => equal(id, to))) return null;
      const audiences = (['shared', 'officers'] as const).flatMap((audience) => {
        const held = newestKey(known, audience);
        return held ? [{ audience, ...held }] : [];
      });
      const slotSets = audiences.map((held) => this.#sealSet(known, held, [person.kem]));
      return {
        chain: 'shared',
        kind: 'grant',
        content: { to, slotSets: slotSets.map(nameSet) },
        slotSets,
      };
    });
  }

  /**
   * Changes the keys of a case, so that only those of its readers who are still active, and not among
   * `without`, read on. Both audiences; each on record as the first entry under its new key.
   */
  async rotate(known: KeyringCase, without: readonly PersonId[] = []): Promise<void> {
    const { directory } = this.#context.known;
    const staying = (readers: readonly PersonId[]) =>
      readers.flatMap((id) => {
        const person = findPerson(directory, id);
        const stays = person?.state === 'active' && !without.some((left) => equal(left, id));
        return stays ? [person] : [];
      });
    const prepare = (chain: Chain) => (read: ReadCase) => {
      const audience = AUDIENCE_OF[chain];
      const people = staying(currentReaders(read.shared));
      const held = newestKey(known, audience);
      const since = chain === 'shared' ? currentReaders(read.shared) : lastRotation(read.internal);
      const settled = since !== null && since.length === people.length;
      if (held === undefined || settled) return null;
      if (people.length === 0) throw new Failure('nobody-left');
      const made = { epoch: held.epoch + 1, key: newCaseKey() };
      const reporter = audience === 'shared' ? [read.sealing.reporter] : [];
      const set = this.#sealSet(known, { audience, ...made }, [...reporter, ...people.map(({ kem }) => kem)]);
      const content = { sealedTo: people.map(({ id }) => id), slotSet: nameSet(set), former: held.key };
      const key = { audience, ...made, set: content.slotSet.hash };
      return { chain, kind: 'rotation' as const, content, key, slotSets: [set] };
    };
    const name = JSON.stringify([[...known.id], 'rotation', without.map((id) => [...id])]);
    const chains = ['internal', 'shared'] as const;
    for (const chain of chains) {
      const wanted = `${name} ${chain}`;
      const pending = this.#pending.get(wanted);
      if (pending !== undefined) await this.#sendAgain(known, wanted, pending);
    }
    for (const chain of chains) {
      await this.#write(known, `${name} ${chain}`, prepare(chain), { thenRead: false });
    }
    known.readers = staying(known.readers).map(({ id }) => id);
  }

  /** Whether somebody who has left the office holds the newest key of an open case. */
  isToRotate({ readers, summary }: KeyringCase): boolean {
    const { directory } = this.#context.known;
    const isOpen = summary !== null && summary.status !== 'closed';
    return isOpen && readers.some((id) => findPerson(directory, id)?.state !== 'active');
  }

  /** Verifies a case for the inbox. One that does not verify keeps its line, with the trouble named. */
  async summarise(known: KeyringCase): Promise<void> {
    if (known.keys.length === 0 && known.summary?.trouble) return;
    try {
      await this.inTurn(known, () => this.#read(known));
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
    this.#pending.clear();
  }

  async #write(
    known: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
    { thenRead } = { thenRead: true },
  ): Promise<OpenCase> {
    const before = this.#pending.get(wanted);
    if (before !== undefined && (await this.#sendAgain(known, wanted, before))) {
      return this.#shown(known, await this.#read(known));
    }
    for (let tries = 0; tries < TRIES; tries++) {
      const read = await this.#read(known);
      const prepared = prepare(read);
      if (prepared === null) return this.#shown(known, read);
      const pending = { ...this.#seal(known, read, prepared), key: prepared.key };
      this.#pending.set(wanted, pending);
      if (await this.#send(known, wanted, pending)) {
        return this.#shown(known, thenRead ? await this.#read(known) : read);
      }
    }
    throw new Failure('conflict');
  }

  /** @returns whether it is stored; otherwise something else came first, and this is dropped */
  async #send(known: KeyringCase, wanted: string, { entry, slotSets, key }: Pending): Promise<boolean> {
    try {
      await this.#append(known, entry, slotSets);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
      this.#pending.delete(wanted);
      return false;
    }
    this.#pending.delete(wanted);
    // Held from here on, also by an officer who leaves the case with it: a second change needs the first.
    if (key !== undefined) known.keys.push(key);
    return true;
  }

  /** The same bytes, before reading: when only the answer was lost, the case may be under the new key already. */
  async #sendAgain(known: KeyringCase, wanted: string, pending: Pending): Promise<boolean> {
    try {
      return await this.#send(known, wanted, pending);
    } catch (error) {
      const isClosed = error instanceof ApiError && error.code === 'not-found';
      if (!isClosed || pending.key === undefined) throw error;
      const before = known.keys;
      known.keys = [...before, pending.key];
      try {
        await this.#append(known, pending.entry, pending.slotSets);
      } catch (refused) {
        known.keys = before;
        throw refused;
      }
      this.#pending.delete(wanted);
      return true;
    }
  }

  #wroteIn(read: ReadCase): boolean {
    return read.shared.some(
      ({ author }) => author.role === 'person' && equal(author.id, this.#context.person),
    );
  }

  #shown(known: KeyringCase, read: ReadCase): OpenCase {
    known.read = read.shared.length;
    this.#context.keyring.touch(known);
    const { directory } = this.#context.known;
    const colleagues = colleaguesOf(directory, currentReaders(read.shared), read.sealing.leftOut);
    return { ...read.view, notes: foldNotes(read.internal, directory), colleagues };
  }

  /** Reads a case; when the keys held are no longer the newest, takes the newer ones first. */
  async #read(known: KeyringCase): Promise<ReadCase> {
    try {
      return await this.#readWith(known);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'not-found')) throw error;
      const before = newestKey(known, 'shared')?.epoch;
      const { slotSets } = await this.#context.api.call(readSlotSets, { cases: [known.id] });
      takeKeys(this.#context.keyring, this.#context.keys, slotSets);
      const served = slotSets.map(slotSetHash);
      known.keys = known.keys.filter(({ set }) => served.some((hash) => equal(hash, set)));
      if (newestKey(known, 'shared')?.epoch === before) throw error;
      return this.#readWith(known);
    }
  }

  /** Keys that came with a reading that was refused are not kept. */
  async #readWith(known: KeyringCase): Promise<ReadCase> {
    const before = [...known.keys];
    try {
      return await this.#verify(known);
    } catch (error) {
      known.keys = known.keys.filter((held) => before.includes(held));
      throw error;
    }
  }

  async #verify(known: KeyringCase): Promise<ReadCase> {
    const { known: office, keyring } = this.#context;
    // The shared chain second: it names sets that give a colleague the key of the notes as well.
    const internal = await this.#readChain(known, 'internal');
    const shared = await this.#readChain(known, 'shared');
    const { view, sealing } = foldCase(known.id, shared.entries, office.directory);
    checkAuthors(shared.entries, internal.entries);
    const named = namedSets([...shared.entries, ...internal.entries]);
    const ours = known.keys.filter(({ set }) => named.some(({ hash }) => equal(hash, set)));
    const foreign = ours.length < known.keys.length;
    // Nothing is ever sealed under a key that no author named: whoever made it may have it.
    known.keys = ours;
    if (foreign || newestKey(known, 'shared') === undefined) throw new CryptoError('tampered', 'slot set');
    for (const set of [...shared.slotSets, ...internal.slotSets]) checkNamed(named, nameSet(set));
    await this.#checkReportDirectory(sealing);
    known.shared = laterHead(known.shared, shared.entries);
    known.internal = laterHead(known.internal, internal.entries);
    known.readers = currentReaders(shared.entries);
    known.summary = summaryOf(view);
    keyring.touch(known);
    return { view, sealing, shared: shared.entries, internal: internal.entries };
  }

  async #readChain(known: KeyringCase, chain: Chain) {
    const { api, known: office, keys, keyring } = this.#context;
    const signed = { caseId: known.id, access: this.#access(known, 'read'), chain };
    // What was seen before asking: another read of this case may end, with more of it, while this one waits.
    const seen = known[chain] ?? undefined;
    const { slotSets, entries } = await readWholeChain((from) => api.call(readCase, { ...signed, from }));
    const own = slotSets.filter((set) => nameSet(set).audience === AUDIENCE_OF[chain]);
    if (chain === 'internal') takeKeys(keyring, keys, own);
    const audience = AUDIENCE_OF[chain];
    const personKey = (id: PersonId) => findPerson(office.directory, id)?.signing;
    takeFormerKeys(known, audience, own, entries, personKey);
    const verified = verifyChain(entries, {
      instance: office.directory.instance,
      caseId: known.id,
      chain,
      notary: office.directory.notary,
      caseKey: (wanted, epoch) =>
        known.keys.find((held) => wanted === audience && held.audience === wanted && held.epoch === epoch)
          ?.key,
      personKey,
      seen,
    });
    return { slotSets, entries: verified };
  }

  /** The directory the reporter saw must be one this office published. */
  async #checkReportDirectory({ directory: then }: Sealing): Promise<void> {
    const { api, known: office } = this.#context;
    const { directory: now, hash } = office;
    if (then.version === now.version && equal(then.hash, hash)) return;
    if (then.version >= now.version || then.version < 1) throw new Failure('foreign-directory');
    const signed = await api.call(readDirectoryVersion, { version: String(then.version) });
    if (!equal(checkDirectory(signed, now.authority).hash, then.hash)) throw new Failure('foreign-directory');
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
    const readers = currentReaders(read.shared).flatMap((id) => {
      const person = findPerson(directory, id);
      return person?.state === 'active' ? [person.kem] : [];
    });
    const made = { epoch: 0, key: newCaseKey() };
    return { ...made, slotSet: this.#sealSet(known, { audience: 'officers', ...made }, readers) };
  }

  #sealSet(
    known: KeyringCase,
    held: { audience: 'shared' | 'officers'; epoch: number; key: CaseKey },
    readers: Parameters<typeof sealSlotSet>[0]['readers'],
  ): SlotSetBytes {
    const { directory, hash } = this.#context.known;
    const { audience, epoch, key } = held;
    const { instance } = directory;
    return sealSlotSet({ instance, caseId: known.id, audience, epoch, directory: hash, key, readers });
  }

  async #append(known: KeyringCase, entry: EntryBytes, slotSets: readonly SlotSetBytes[]): Promise<void> {
    const { api, known: office } = this.#context;
    const access = this.#access(known, 'append');
    const given = await api.call(appendEntry, { caseId: known.id, access, entry, slotSets: [...slotSets] });
    const { notary, instance } = office.directory;
    if (!verifyStamp(notary, instance, entryHash(entry), given as Stamp)) throw new CryptoError('bad-stamp');
  }

  #access(known: KeyringCase, purpose: 'read' | 'append') {
    const { sessionChallenge: challenge, known: office } = this.#context;
    return signAccess(known, purpose, { instance: office.directory.instance, challenge });
  }
}

/** The last entry that was verified, by whichever read saw more. */
function laterHead(before: Head | null, entries: readonly VerifiedEntry[]): Head | null {
  const last = entries.at(-1);
  if (last === undefined || (before !== null && before.seq > last.header.seq)) return before;
  return { seq: last.header.seq, hash: last.hash };
}

/** Whom the newest internal key was sealed to, if it was ever rotated. */
function lastRotation(internal: readonly VerifiedEntry[]): PersonId[] | null {
  const rotated = internal.findLast((entry) => entry.kind === 'rotation');
  return rotated ? currentReaders([rotated]) : null;
}

function summaryOf(view: CaseView): Summary {
  return {
    door: view.door,
    day: view.day,
    excerpt: view.text.slice(0, EXCERPT),
    status: view.status,
    acknowledged: view.acknowledged,
    acknowledgeBy: view.acknowledgeBy,
    feedbackBy: view.feedbackBy,
    lastDay: view.items.findLast(isWord)?.day ?? view.day,
    waitingFor: view.waitingFor,
    trouble: null,
  };
}
