/** Reading and writing the cases whose keys an officer holds. */
import { equal, type EntryBytes, type PersonId, type SlotSetBytes } from '../../crypto/bytes.ts';
import { accessSeed, newCaseKey } from '../../crypto/case-key.ts';
import { verifyChain, type VerifiedEntry } from '../../crypto/chain.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { AUDIENCE_OF, entryHash, NO_HASH, type Chain } from '../../crypto/header.ts';
import type { PersonKeys } from '../../crypto/person.ts';
import { signRequest, type Purpose } from '../../crypto/request.ts';
import { slotSetHash } from '../../crypto/slot-set.ts';
import { openSlotSet, sealSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { appendEntry, readCase } from '../../server/api/officer.ts';
import { readDirectoryVersion } from '../../server/api/anyone.ts';
import { ApiError, type Api } from '../api.ts';
import { readWholeChain } from '../case/chain.ts';
import { encodeContent, type Content, type ContentKind, type Sealing } from '../case/content.ts';
import { checkFoundingSet } from '../case/founding.ts';
import { foldCase, foldNotes, type CaseView, type Item } from '../case/view.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory.ts';
import { Failure, failureOf } from '../failure.ts';
import { newestKey, type Keyring, type KeyringCase, type Summary } from './keyring.ts';

export interface OpenCase extends CaseView {
  /** Internal notes, for officers only. */
  readonly notes: readonly Item[];
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

interface ReadCase {
  readonly view: CaseView;
  readonly sealing: Sealing;
  readonly shared: VerifiedEntry[];
  readonly internal: VerifiedEntry[];
}

export class CaseDesk {
  readonly #context: DeskContext;
  #pending: { wanted: string; entry: EntryBytes; slotSet: SlotSetBytes | undefined } | null = null;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Reads a case, tells the reporter the first time, and marks it read. */
  async open(known: KeyringCase): Promise<OpenCase> {
    const read = await this.#read(known);
    const mine = read.shared.some((entry) => this.#isMine(entry));
    if (!mine) return this.write(known, 'shared', 'access', {});
    return this.#shown(known, read);
  }

  /** Writes an entry; when another came first, reads on and writes it after that one. */
  async write<K extends ContentKind>(
    known: KeyringCase,
    chain: Chain,
    kind: K,
    content: Content<K>,
  ): Promise<OpenCase> {
    const wanted = JSON.stringify([[...known.id], chain, kind, content]);
    for (let tries = 0; tries < TRIES; tries++) {
      const read = await this.#read(known);
      if (kind === 'access' && read.shared.some((entry) => this.#isMine(entry)))
        return this.#shown(known, read);
      if (this.#pending?.wanted !== wanted) {
        this.#pending = { wanted, ...this.#seal(known, read, chain, kind, content) };
      }
      try {
        await this.#append(known, this.#pending.entry, this.#pending.slotSet);
        this.#pending = null;
        return this.#shown(known, await this.#read(known));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
        this.#pending = null;
      }
    }
    throw new Failure('conflict');
  }

  /** Verifies a case for the inbox. One that does not verify keeps its line, with the trouble named. */
  async summarise(known: KeyringCase): Promise<void> {
    try {
      await this.#read(known);
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
    this.#pending = null;
  }

  #isMine(entry: VerifiedEntry): boolean {
    return entry.author.role === 'person' && equal(entry.author.id, this.#context.person);
  }

  #shown(known: KeyringCase, read: ReadCase): OpenCase {
    known.read = read.shared.length;
    this.#context.keyring.touch(known);
    return { ...read.view, notes: foldNotes(read.internal, this.#context.known.directory) };
  }

  async #read(known: KeyringCase): Promise<ReadCase> {
    const { known: office, keyring } = this.#context;
    const shared = await this.#readChain(known, 'shared');
    const { view, sealing } = foldCase(known.id, shared.entries, office.directory);
    for (const set of shared.slotSets) checkFoundingSet(sealing, set);
    const held = newestKey(known, 'shared');
    const named = sealing.slotSets.find((set) => set.audience === 'shared' && set.epoch === held?.epoch);
    if (!held || !named || !equal(named.hash, held.set)) throw new CryptoError('tampered', 'slot set');
    await this.#checkReportDirectory(sealing);
    const internal = await this.#readChain(known, 'internal');
    known.shared = headOf(shared.entries) ?? known.shared;
    known.internal = headOf(internal.entries) ?? known.internal;
    known.summary = summaryOf(view);
    keyring.touch(known);
    return { view, sealing, shared: shared.entries, internal: internal.entries };
  }

  async #readChain(known: KeyringCase, chain: Chain) {
    const { api, known: office } = this.#context;
    const signed = { caseId: known.id, access: this.#access(known, 'read'), chain };
    const { slotSets, entries } = await readWholeChain((from) => api.call(readCase, { ...signed, from }));
    if (chain === 'internal') this.#takeOfficersKeys(known, slotSets);
    const audience = AUDIENCE_OF[chain];
    const verified = verifyChain(entries, {
      instance: office.directory.instance,
      caseId: known.id,
      chain,
      notary: office.directory.notary,
      caseKey: (wanted, epoch) =>
        known.keys.find((held) => wanted === audience && held.audience === wanted && held.epoch === epoch)
          ?.key,
      personKey: (id) => findPerson(office.directory, id)?.signing,
      seen: known[chain] ?? undefined,
    });
    return { slotSets, entries: verified };
  }

  /** The officers' key is made by a colleague after the case was found: its slot set comes with the chain. */
  #takeOfficersKeys(known: KeyringCase, slotSets: readonly SlotSetBytes[]): void {
    for (const set of slotSets) {
      const opened = openSlotSet(set, this.#context.keys.kemSeed);
      if (opened === null || !equal(opened.header.caseId, known.id) || opened.header.audience !== 'officers')
        continue;
      const { epoch } = opened.header;
      if (known.keys.some((held) => held.audience === 'officers' && held.epoch === epoch)) continue;
      known.keys.push({ audience: 'officers', epoch, key: opened.key, set: slotSetHash(set) });
      this.#context.keyring.touch(known);
    }
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

  #seal<K extends ContentKind>(
    known: KeyringCase,
    read: ReadCase,
    chain: Chain,
    kind: K,
    content: Content<K>,
  ) {
    const { keys, person } = this.#context;
    const audience = AUDIENCE_OF[chain];
    const held = newestKey(known, audience);
    const made = held ?? this.#newOfficersKey(known, read.sealing);
    const last = (chain === 'shared' ? read.shared : read.internal).at(-1);
    const entry = sealEntry(
      {
        caseId: known.id,
        chain,
        seq: last === undefined ? 0 : last.header.seq + 1,
        previous: last?.hash ?? NO_HASH,
        audience,
        epoch: made.epoch,
        author: { role: 'person', id: person },
        kind,
        content: encodeContent(kind, content),
      },
      made.key,
      keys.signingSeed,
    );
    return { entry, slotSet: 'slotSet' in made ? made.slotSet : undefined };
  }

  /** A key for the officers alone, sealed to those officers the report was sealed to: nobody the reporter left out. */
  #newOfficersKey(known: KeyringCase, sealing: Sealing) {
    const { known: office } = this.#context;
    const readers = sealing.sealedTo.flatMap((id) => {
      const person = findPerson(office.directory, id);
      return person?.state === 'active' ? [person.kem] : [];
    });
    const key = newCaseKey();
    const slotSet = sealSlotSet({
      instance: office.directory.instance,
      caseId: known.id,
      audience: 'officers',
      epoch: 0,
      directory: office.hash,
      key,
      readers,
    });
    return { epoch: 0, key, slotSet };
  }

  async #append(known: KeyringCase, entry: EntryBytes, slotSet: SlotSetBytes | undefined): Promise<void> {
    const { api, known: office } = this.#context;
    const given = await api.call(appendEntry, {
      caseId: known.id,
      access: this.#access(known, 'append'),
      entry,
      ...(slotSet && { slotSet }),
    });
    const { notary, instance } = office.directory;
    if (!verifyStamp(notary, instance, entryHash(entry), given as Stamp)) throw new CryptoError('bad-stamp');
  }

  #access(known: KeyringCase, purpose: Purpose) {
    const held = newestKey(known, 'shared');
    if (held === undefined) throw new Failure('not-found');
    const seed = accessSeed(held.key);
    const { sessionChallenge: challenge, known: office } = this.#context;
    const signature = signRequest(seed, {
      instance: office.directory.instance,
      caseId: known.id,
      purpose,
      challenge,
    });
    sodium.memzero(seed);
    return signature;
  }
}

function headOf(entries: readonly VerifiedEntry[]) {
  const last = entries.at(-1);
  return last && { seq: last.header.seq, hash: last.hash };
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
    lastDay: view.items.findLast((item) => item.kind !== 'access')?.day ?? view.day,
    waitingFor: view.waitingFor,
    trouble: null,
  };
}

export const NOTHING_KNOWN: Summary = {
  door: '',
  day: '1970-01-01',
  excerpt: '',
  status: 'new',
  acknowledged: null,
  acknowledgeBy: '1970-01-01',
  feedbackBy: '1970-01-01',
  lastDay: '1970-01-01',
  waitingFor: 'officers',
  trouble: 'unread',
};
