/** Reading and verifying the cases whose keys an officer holds. */
import { equal, type PersonId, type SlotSetBytes } from '../../crypto/bytes.ts';
import { verifyChain, type Link, type VerifiedChain, type VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { AUDIENCE_OF, type Chain } from '../../crypto/header.ts';
import { slotSetHash } from '../../crypto/slot-set.ts';
import { readCase, readSlotSets } from '../../server/api/officer.ts';
import { ApiError } from '../api.ts';
import { readWholeChain } from '../case/chain.ts';
import type { NamedSet, Sealing } from '../case/content.ts';
import { checkNamed, nameSet, setsOf } from '../case/named-sets.ts';
import { currentHolders, currentReaders } from '../case/readers.ts';
import type { IdentityRequest } from '../case/identity.ts';
import { readableNotes, readableShared, type Unreadable } from '../case/readable.ts';
import { isWord, type Item } from '../case/item.ts';
import type { CaseView, OpenedReport } from '../case/view.ts';
import { findPerson } from '../directory.ts';
import { Failure } from '../failure.ts';
import { asRemembered } from './approval-memory.ts';
import { accessTo, type CaseContext } from './case-context.ts';
import { takeFormerKeys, takeKeys } from './case-keys.ts';
import { newestKey, type HeldKey, type KeyringCase, type Summary } from './keyring-case.ts';

/** Characters of a report shown in the inbox. */
const EXCERPT = 160;

/** What the inbox says of a case whose end cannot be read. */
const UNREADABLE = { trouble: 'unreadable', identity: null };

type Head = NonNullable<KeyringCase['shared']>;

export interface ReadCase {
  readonly view: CaseView;
  readonly sealing: Sealing;
  readonly sealedIdentity: OpenedReport['sealedIdentity'];
  /** The server's UTC day when it was read. */
  readonly day: string;
  /** What can be read of either chain, from its first entry on. */
  readonly shared: readonly VerifiedEntry[];
  readonly internal: readonly VerifiedEntry[];
  readonly notes: readonly Item[];
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

  /** Reads a case; when the keys held are no longer the newest, takes the newer ones first. */
  async read(known: KeyringCase): Promise<ReadCase> {
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
    // A custodian holds no key of the notes, and asks for none.
    const isCustodian = findPerson(office.directory, this.#context.person)?.role === 'custodian';
    const internal = isCustodian ? NO_NOTES : await this.#readChain(known, 'internal');
    const shared = await this.#readChain(known, 'shared');
    const { directory } = office;
    const own = readableShared(known.id, shared.chain, directory);
    const notes = readableNotes(internal.chain, own.entries, directory);
    const unreadable = { shared: own.unreadable, internal: notes.unreadable };
    const { sealing, sealedIdentity, view } = own.folded;
    const named = setsOf(own.entries, isCustodian ? null : notes.entries);
    this.#keepNamed(known, named, unreadable, [...shared.slotSets, ...internal.slotSets]);
    await this.#checkReportDirectory(known, sealing);
    known.shared = laterHead(known.shared, shared.chain.links);
    known.internal = laterHead(known.internal, internal.chain.links);
    known.readers = currentReaders(own.entries);
    known.isHeldOutside = currentHolders(own.entries).length > known.readers.length;
    const identity = isCustodian ? asRemembered(known, view.identity) : view.identity;
    known.summary = { ...summaryOf({ ...view, identity }), ...(own.unreadable !== null && UNREADABLE) };
    keyring.touch(known);
    return {
      view: { ...view, identity },
      sealing,
      sealedIdentity,
      day: shared.day,
      shared: own.entries,
      internal: notes.entries,
      notes: notes.folded,
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
    known: KeyringCase,
    named: readonly NamedSet[],
    unreadable: ReadCase['unreadable'],
    slotSets: readonly SlotSetBytes[],
  ): void {
    const held = known.keys;
    const isNamed = ({ audience, epoch, set }: HeldKey) =>
      named.some((one) => one.audience === audience && one.epoch === epoch && equal(one.hash, set));
    known.keys = held.filter(isNamed);
    // Grants, on the shared chain, name sets of the notes' keys too.
    const mayBeUnnamed = (audience: HeldKey['audience']) =>
      unreadable.shared !== null || (audience === 'officers' && unreadable.internal !== null);
    const isForeign = held.some((key) => !isNamed(key) && !mayBeUnnamed(key.audience));
    if (isForeign || newestKey(known, 'shared') === undefined) throw new CryptoError('tampered', 'slot set');
    const sets = slotSets.map(nameSet).filter(({ audience }) => !mayBeUnnamed(audience));
    for (const set of sets) checkNamed(named, set);
  }

  async #readChain(known: KeyringCase, chain: Chain) {
    const { api, known: office, keys, keyring } = this.#context;
    const signed = { caseId: known.id, access: accessTo(known, 'read', this.#context), chain };
    // What was seen before asking: another read of this case may end, with more of it, while this one waits.
    const seen = known[chain] ?? undefined;
    const { slotSets, entries, day } = await readWholeChain((from) =>
      api.call(readCase, { ...signed, from }),
    );
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
    return { slotSets, chain: verified, day };
  }

  /** The directory the reporter saw must be one this office published: it leads to the one followed. */
  async #checkReportDirectory(known: KeyringCase, { directory }: Sealing): Promise<void> {
    const { version, hash } = directory;
    if (known.directory && equal(known.directory, hash)) return;
    if (!(await this.#context.line.leadsFrom(version, hash))) throw new Failure('foreign-directory');
    known.directory = hash;
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
    lastDay: view.items.findLast(isWord)?.day ?? view.day,
    waitingFor: view.waitingFor,
    identity: pressing(view.identity.requests),
    trouble: null,
  };
}

/** Of several requests the one that somebody has to do something about, or else the last. */
function pressing(requests: readonly IdentityRequest[]): Summary['identity'] {
  const urgent = (['waiting', 'objected', 'approved'] as const).flatMap((state) =>
    requests.filter((request) => request.state === state),
  );
  const request = urgent[0] ?? requests.at(-1);
  return request === undefined ? null : { state: request.state, from: request.from };
}
