/** Reading and verifying the cases whose keys an officer holds. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal, type Hash, type PersonId, type SlotSetBytes } from '../../../../crypto/bytes.ts';
import { verifyChain, type Link, type VerifiedChain, type VerifiedEntry } from '../../../../crypto/chain.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { AUDIENCE_OF, type Audience, type Chain } from '../../../../crypto/header.ts';
import { slotSetHash } from '../../../../crypto/slot-set.ts';
import { readCase } from '../../../../server/api/officer.ts';
import { readWholeChain, type Allowance } from '../../../case/chain/read.ts';
import type { Priority } from '../../../case/kinds/choices.ts';
import type { Sealing } from '../../../case/kinds/report.ts';
import { checkReportPeople } from '../../../case/keys/people.ts';
import { checkNamed, setsOf } from '../../../case/keys/named-sets.ts';
import { nameSet, type NamedSet } from '../../../case/kinds/named-set.ts';
import { currentHolders, currentReaders } from '../../../case/keys/readers.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { readableNotes, readableShared, type Unreadable } from '../../../case/fold/readable.ts';
import type { Item } from '../../../case/fold/item.ts';
import { priorityOf } from '../../../case/fold/priority.ts';
import { foldSafeguards, type Safeguards } from '../../../case/fold/safeguards.ts';
import type { CaseView, OpenedReport } from '../../../case/fold/view.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure, failureOf } from '../../../calls/failure.ts';
import { asRemembered } from './approval-memory.ts';
import { accessTo, type CaseContext } from './context.ts';
import { pressingOf } from './pressing.ts';
import { keysByEpoch, takeFormerKeys, takeKeys, takeOwnFormerKeys } from './keys.ts';
import {
  EXCERPT,
  keptKeys,
  newestKey,
  type HeldKey,
  type KeyringCase,
  type Summary,
} from '../keyring/case.ts';
import { readAllSets } from '../slots/reading.ts';

/** Bytes of the entries of one case that are read in passing: over 100 short entries, or seven of the largest. */
export const PASSING_BYTES = 2 * 1024 * 1024;

/** Bytes of the entries of one case that are ever read at once: as many as a page holds beside all else. */
const MOST_BYTES = 96 * 1024 * 1024;

/** What the inbox says of a case whose end cannot be read. */
const UNREADABLE = { trouble: 'unreadable', identity: null };

type Head = NonNullable<KeyringCase['shared']>;

export interface ReadCase {
  readonly view: CaseView;
  readonly sealing: Sealing;
  readonly sealedIdentity: OpenedReport['sealedIdentity'];
  readonly disclosed: OpenedReport['disclosed'];
  readonly originals: OpenedReport['originals'];
  /** The server's UTC day when it was read. */
  readonly day: string;
  /** What can be read of either chain, from its first entry on. */
  readonly shared: readonly VerifiedEntry[];
  readonly internal: readonly VerifiedEntry[];
  readonly notes: readonly Item[];
  readonly priority: Priority;
  readonly safeguards: Safeguards;
  /** The first entry of either that cannot be read: nothing is written after it. */
  readonly unreadable: Readonly<Record<Chain, Unreadable | null>>;
  /** Shared entries there are, read or not. */
  readonly length: number;
}

const NO_CHAIN: VerifiedChain = { links: [], entries: [], stopped: null };
const NO_NOTES = { slotSets: [], chain: NO_CHAIN };

export class CaseReader {
  readonly #context: CaseContext;

  constructor(context: CaseContext) {
    this.#context = context;
  }

  /**
   * Reads a case; when the keys held are no longer the newest, takes the newer ones first.
   * @param most bytes of its entries
   * @throws Failure `too-long` for one that has more
   */
  async read(kept: KeyringCase, most = MOST_BYTES): Promise<ReadCase> {
    try {
      return await this.#readWith(kept, most);
    } catch (error) {
      if (failureOf(error) !== 'not-found') throw error;
      const before = newestKey(kept, 'shared')?.epoch;
      const slotSets = await readAllSets(this.#context.api, [kept.id]);
      // A key whose set is served no more must not stand before those that are.
      const served = new Set(slotSets.map((set) => toBase64url(slotSetHash(set))));
      kept.keys = kept.keys.filter(({ set }) => served.has(toBase64url(set)));
      takeKeys(this.#context.keyring, this.#context.keys, slotSets);
      if (newestKey(kept, 'shared')?.epoch === before) throw error;
      return this.#readWith(kept, most);
    }
  }

  /** Keys that came with a reading that was refused are not kept. */
  async #readWith(kept: KeyringCase, most: number): Promise<ReadCase> {
    const before = [...kept.keys];
    try {
      return await this.#verify(kept, most);
    } catch (error) {
      kept.keys = kept.keys.filter((held) => before.includes(held));
      throw error;
    }
  }

  async #verify(kept: KeyringCase, most: number): Promise<ReadCase> {
    const allowance = { bytes: most };
    const { keyring } = this.#context;
    // The shared chain second: it names sets that give a colleague the key of the notes as well.
    // A custodian holds no key of the notes, and asks for none.
    const isCustodian = findPerson(this.#context.known.directory, this.#context.person)?.role === 'custodian';
    const internal = isCustodian ? NO_NOTES : await this.#readChain(kept, 'internal', allowance);
    const shared = await this.#readChain(kept, 'shared', allowance);
    const { directory } = this.#context.known;
    const own = readableShared(kept.id, shared.chain, directory);
    const notes = readableNotes(internal.chain, own.entries, directory);
    const unreadable = { shared: own.unreadable, internal: notes.unreadable };
    const { sealing, sealedIdentity, disclosed, originals, view } = own.folded;
    const named = setsOf(own.entries, isCustodian ? null : notes.entries);
    this.#keepNamed(kept, named, unreadable, [...shared.slotSets, ...internal.slotSets]);
    await this.#checkReportDirectory(kept, sealing);
    checkReportPeople(own.entries[0], directory);
    kept.shared = laterHead(kept.shared, shared.chain.links);
    kept.internal = laterHead(kept.internal, internal.chain.links);
    kept.readers = currentReaders(own.entries);
    // The newest lead to the others, whenever it is read again.
    kept.keys = keptKeys(kept);
    kept.isHeldOutside = currentHolders(own.entries).length > kept.readers.length;
    const identity = isCustodian ? asRemembered(kept, view.identity, shared.day) : view.identity;
    const priority = priorityOf(notes.entries);
    const safeguards = foldSafeguards(notes.entries, directory);
    // A custodian knows nothing of what officers did about an incident, and nothing of it is for them.
    const pressed = isCustodian ? null : pressingOf(view, safeguards);
    const summary = { ...summaryOf({ ...view, identity }), priority, ...pressed };
    kept.summary = { ...summary, ...(own.unreadable !== null && UNREADABLE) };
    kept.looked = {
      shared: shared.chain.links.length,
      // A custodian reads no notes: how many there are is what the feed said.
      internal: isCustodian ? (kept.looked?.internal ?? 0) : internal.chain.links.length,
      version: directory.version,
      isLong: most - allowance.bytes > PASSING_BYTES,
    };
    keyring.touch(kept);
    return {
      view: { ...view, identity },
      sealing,
      sealedIdentity,
      disclosed,
      originals,
      day: shared.day,
      shared: own.entries,
      internal: notes.entries,
      notes: notes.folded,
      priority,
      safeguards,
      unreadable,
      length: shared.chain.links.length,
    };
  }

  /**
   * Nothing is ever sealed under a key that no author named: whoever made it may have it. What an unreadable entry may have
   * named is passed over; where there is none, the server has added it.
   * @throws CryptoError `tampered`
   */
  #keepNamed(
    kept: KeyringCase,
    named: readonly NamedSet[],
    unreadable: ReadCase['unreadable'],
    slotSets: readonly SlotSetBytes[],
  ): void {
    const held = kept.keys;
    const nameOf = ({ audience, epoch }: HeldKey | NamedSet, hash: Hash) =>
      [audience, epoch, toBase64url(hash)].join();
    const names = new Set(named.map((set) => nameOf(set, set.hash)));
    const isNamed = (key: HeldKey) => names.has(nameOf(key, key.set));
    kept.keys = held.filter(isNamed);
    // Grants, on the shared chain, name sets of the notes' keys too.
    const mayBeUnnamed = (audience: HeldKey['audience']) =>
      unreadable.shared !== null || (audience === 'officers' && unreadable.internal !== null);
    const isForeign = held.some((key) => !isNamed(key) && !mayBeUnnamed(key.audience));
    if (isForeign || newestKey(kept, 'shared') === undefined) throw new CryptoError('tampered', 'slot set');
    const sets = slotSets.map(nameSet).filter(({ audience }) => !mayBeUnnamed(audience));
    checkNamed(named, sets);
  }

  async #readChain(kept: KeyringCase, chain: Chain, allowance: Allowance) {
    const { api, keys, keyring } = this.#context;
    const signed = { caseId: kept.id, access: accessTo(kept, 'read', this.#context), chain };
    // What was seen before asking: another read of this case may end, with more of it, while this one waits.
    const seen = kept[chain] ?? undefined;
    const { slotSets, entries, day, directory } = await readWholeChain(
      (have) => api.call(readCase, { ...signed, ...have }),
      allowance,
    );
    // Whatever is written next, and whoever is given a key, is by the office as it is now.
    if (directory !== null && !equal(directory, this.#context.known.hash)) await this.#context.follow();
    const { known, versions } = this.#context;
    const own = slotSets.filter((set) => nameSet(set).audience === AUDIENCE_OF[chain]);
    if (chain === 'internal') takeKeys(keyring, keys, own);
    const audience = AUDIENCE_OF[chain];
    const personKey = (id: PersonId) => findPerson(known.directory, id)?.signing;
    takeFormerKeys(kept, audience, own, entries, personKey);
    takeOwnFormerKeys(kept, audience, own, keys);
    const held = keysByEpoch(kept, audience);
    const context = {
      instance: known.directory.instance,
      caseId: kept.id,
      chain,
      caseKey: (wanted: Audience, epoch: number) => (wanted === audience ? held.get(epoch)?.key : undefined),
      personKey,
      seen,
    };
    const verified = await versions.notaries.check(known, (notaries) =>
      verifyChain(entries, { ...context, notaries }),
    );
    return { slotSets, chain: verified, day };
  }

  /** The directory the reporter saw must be one this office published: it leads to the one followed. */
  async #checkReportDirectory(kept: KeyringCase, { directory }: Sealing): Promise<void> {
    const { version, hash } = directory;
    if (kept.directory && equal(kept.directory, hash)) return;
    if (!(await this.#context.versions.leadsFrom(version, hash))) throw new Failure('foreign-directory');
    kept.directory = hash;
  }
}

/** The last entry that was shown, by whichever read saw more. */
function laterHead(before: Head | null, links: readonly Link[]): Head | null {
  const last = links.at(-1);
  if (last === undefined || (before !== null && before.seq > last.header.seq)) return before;
  return { seq: last.header.seq, hash: last.hash };
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
    lastDay: view.items.findLast(({ isWord }) => isWord)?.day ?? view.day,
    waitingFor: view.waitingFor,
    identity: pressing(view.identity.requests),
    trouble: null,
  };
}

/** Of several requests the one that somebody has to do something about, or else the last. */
function pressing(requests: readonly IdentityRequest[]): Summary['identity'] {
  const there = requests.filter(({ isGone }) => !isGone);
  const urgent = (['waiting', 'objected', 'approved'] as const).flatMap((state) =>
    there.filter((request) => request.state === state),
  );
  const request = urgent[0] ?? there.at(-1);
  if (request === undefined) return null;
  const { state, from, original } = request;
  return { state, from, ...(original !== null && { isOriginal: true }) };
}
