/** The reporter's own case, once the words opened it. */
import {
  equal,
  typed,
  LENGTH,
  type BlobId,
  type CaseKey,
  type EntryBytes,
  type SealKey,
  type SlotSetBytes,
} from '../../../crypto/bytes.ts';
import { fromBase64url } from '../../../crypto/base64url.ts';
import { claimBlind, claimOf } from '../../../crypto/claim.ts';
import { verifyChain, type Link, type StampedEntry, type VerifiedEntry } from '../../../crypto/chain.ts';
import { sealEntry } from '../../../crypto/entry.ts';
import { verifyPeople } from '../../../crypto/directory.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { entryHash } from '../../../crypto/header.ts';
import { wipeReporterKeys, type ReporterKeys } from '../../../crypto/receipt.ts';
import { signRequest, type Purpose } from '../../../crypto/request.ts';
import { sealSlotSet } from '../../../crypto/slots.ts';
import { sodium } from '../../../crypto/sodium.ts';
import type { Stamp } from '../../../crypto/stamp.ts';
import { getChallenge, readDirectoryVersion, type Challenge } from '../../../server/api/anyone.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { appendOwnEntry, readOwnCase } from '../../../server/api/reporter.ts';
import type { Api } from '../../calls/api.ts';
import { Appender, type Sealed } from '../../case/chain/append.ts';
import { readWholeChain } from '../../case/chain/read.ts';
import type { Sealing } from '../../case/kinds/report.ts';
import { encodeContent, type Content, type ContentKind } from '../../case/kinds/table.ts';
import {
  openIdentity,
  sealIdentity,
  type Identity,
  type IdentityPlace,
} from '../../case/kinds/identity-box.ts';
import { sealOriginal, type Opening } from '../../case/kinds/original-box.ts';
import type { SealedOriginal } from '../../case/kinds/sealed-original.ts';
import { checkNamed, namedSets } from '../../case/keys/named-sets.ts';
import { nameSet } from '../../case/kinds/named-set.ts';
import { readableShared, type Unreadable } from '../../case/fold/readable.ts';
import type { CaseView } from '../../case/fold/view.ts';
import { checkDirectory, checkNotOlder, findPerson, type KnownDirectory } from '../../directory/directory.ts';
import { Notaries } from '../../directory/notaries.ts';
import { Failure } from '../../calls/failure.ts';
import { withWork, workFor } from '../../calls/work.ts';
import { utcToday } from '../../case/kinds/days.ts';
import type { Paper, ProofBody } from '../../proof/format.ts';
import { tellProof, type ToldProof } from '../../proof/sheet-data.ts';
import { askedBy, type Asked } from '../../case/fold/asked.ts';
import type { IdentityNow, KeptOriginal } from '../../case/kinds/identity-requests.ts';
import { OwnFiles, type NamedBlobs } from './own-files.ts';
import { custodiansContent, ownIdentityKey, ownOriginalsKey } from './own-identity.ts';
import { chosenOf, heirsOf, newCustodiansOf, ownPeople, type OwnPeople } from './own-people.ts';
import { entryOf, type Saying } from './saying.ts';
import { draftProof, signProof, type ProofChoice } from './own-proof.ts';
import { openOwnSets } from './own-keys.ts';

/** A case as its reporter sees it. */
export interface OwnView extends Omit<CaseView, 'readers'>, OwnPeople {
  /** What the door asked, in the office's words. */
  readonly asked: Asked;
  /** The name the reporter sealed to custodians; null where there is none. */
  readonly ownIdentity: Identity | null;
  /** The UTC day by the server's clock, which deadlines are counted by; null where it did not say. */
  readonly serverDay: string | null;
  /** The first entry that cannot be read: from there on nothing is shown, and nothing written. */
  readonly unreadable: Unreadable | null;
}

/** What the report says of people, the identity as it is sealed now, and originals, by the id of their file. */
interface Opened {
  readonly door: string;
  readonly sealing: Sealing;
  readonly identity: IdentityNow;
  readonly originals: ReadonlyMap<string, KeptOriginal>;
}

interface SealedHere extends Sealed, NamedBlobs {
  readonly slotSets: readonly SlotSetBytes[];
}

export class OwnCase {
  readonly #api: Api;
  #known: KnownDirectory;
  /** The directory the report names, once it was needed. */
  #reported: Directory | null = null;
  readonly #keys: ReporterKeys;
  readonly #readNewest: () => Promise<KnownDirectory>;
  #caseKeys = new Map<number, CaseKey>();
  #entries: readonly VerifiedEntry[] = [];
  /** Every entry that was shown, read or not: none of them may go again. */
  #links: readonly Link[] = [];
  #stamped: readonly StampedEntry[] = [];
  /** A proof that is being made. */
  #proof: ProofBody | null = null;
  #isReadable = true;
  readonly #appender = new Appender<SealedHere>();
  readonly #notaries: Notaries;
  readonly files: OwnFiles<OwnView>;
  #report: Opened | null = null;

  /** @param newest reads the newest directory, which must be the one known or follow it */
  constructor(api: Api, known: KnownDirectory, keys: ReporterKeys, newest: () => Promise<KnownDirectory>) {
    this.#api = api;
    this.#notaries = new Notaries(api);
    this.#known = known;
    this.#keys = keys;
    this.#readNewest = newest;
    this.files = new OwnFiles<OwnView>({
      api,
      place: () => this.#place,
      entries: () => this.#entries,
      originals: () => this.#opened.originals,
      read: () => this.read(),
      challenge: (work) => this.#challenge(work),
      sign: (challenge, purpose) => this.#sign(challenge, purpose),
      sealOriginal: (opening, blob) => this.#sealOriginal(opening, blob),
      write: (wanted, kind, make, blobs) =>
        this.#write(wanted, () => ({ ...this.#seal(kind, make()), ...blobs })),
    });
  }

  /** Reads and verifies the whole case. What was seen before must still be there. */
  async read(): Promise<OwnView> {
    const { slotSets, entries } = await readWholeChain(async (have) => {
      const signed = this.#sign(await this.#challenge(), 'read');
      return this.#api.call(readOwnCase, { ...signed, ...have });
    });
    const { directory } = this.#known;
    const caseKeys = openOwnSets(slotSets, this.#keys, directory.instance);
    const last = this.#links.at(-1);
    const chain = await this.#notaries.check(this.#known, (notaries) =>
      verifyChain(entries, {
        instance: directory.instance,
        caseId: this.#keys.caseId,
        chain: 'shared',
        notaries,
        caseKey: (_, epoch) => caseKeys.get(epoch),
        personKey: (id) => findPerson(directory, id)?.signing,
        seen: last && { seq: last.header.seq, hash: last.hash },
      }),
    );
    const { entries: verified, folded, unreadable } = readableShared(this.#keys.caseId, chain, directory);
    const { view, sealing, sealedIdentity, originals } = folded;
    const reported = await this.#checkDirectory(sealing);
    // What an unreadable entry may have named is passed over, as nothing is written there; else the server has added it.
    if (unreadable === null) {
      const named = namedSets(verified);
      checkNamed(named, slotSets.map(nameSet));
    }
    this.#caseKeys = caseKeys;
    this.#entries = verified;
    this.#links = chain.links;
    this.#stamped = entries;
    this.#isReadable = unreadable === null;
    this.#report = { door: view.door, sealing, identity: sealedIdentity, originals };
    return {
      ...view,
      ...ownPeople({ directory, entries: verified, ...this.#report }),
      asked: askedBy(reported, view),
      ownIdentity: this.#openIdentity(),
      serverDay: this.#api.day,
      unreadable,
    };
  }

  /** Reads it under another directory: the same or a later one, by the same authority. */
  readUnder(known: KnownDirectory): Promise<OwnView> {
    this.#known = known;
    return this.read();
  }

  /** Writes an entry; when another came first, reads on and writes it after that one. */
  async write(kind: 'message' | 'facts', text: string): Promise<OwnView> {
    return this.#write(`${kind}:${text}`, () => this.#seal(kind, { text }));
  }

  /** Writes something about the reporter's protection. */
  async say(saying: Saying): Promise<OwnView> {
    const { kind, content } = entryOf(saying);
    return this.#write(JSON.stringify(saying), () => this.#seal(kind, content));
  }

  /**
   * Objects to an identity being disclosed.
   * @param request base64url of the request's hash
   */
  async object(request: string, reason: string): Promise<OwnView> {
    const hash = fromBase64url(request);
    if (hash?.length !== LENGTH.Hash) throw new Failure('not-found');
    const content = { request: typed('Hash', hash), reason };
    return this.#write(`objection:${request}:${reason}`, () => this.#seal('identity-objection', content));
  }

  /**
   * Gives a name, once, sealed to the custodians there are of the report.
   * @throws Failure `directory-changed` where one of them has left meanwhile
   */
  async giveIdentity(identity: Identity): Promise<OwnView> {
    const make = () => {
      // A second name would make the case one that nobody can read from there on.
      if (this.#opened.identity.state === 'sealed') throw new Failure('given');
      if (newCustodiansOf(this.#own).length > 0) throw new Failure('directory-changed');
      const box = this.#withIdentityKey((key, place) => sealIdentity(identity, key, place));
      return this.#seal('identity', { box });
    };
    return this.#write(`identity:${JSON.stringify(identity)}`, make, true);
  }

  /**
   * Seals the name anew for custodians who are there now, under a key that those who have left do not hold.
   * @param given the name, where none was given before
   * @param to base64url ids of `newCustodians`
   * @throws Failure `directory-changed` where one of them is no custodian any more
   */
  async sealAnew(given: Identity | null, to: readonly string[]): Promise<OwnView> {
    const make = () => {
      const isGiven = this.#opened.identity.state === 'sealed';
      if (isGiven && given !== null) throw new Failure('given');
      const identity = isGiven ? this.#openIdentity() : given;
      const people = chosenOf(newCustodiansOf(this.#own), to);
      if (people === null) throw new Failure('directory-changed');
      return this.#seal(
        'custodians',
        custodiansContent(identity, people, this.#keys, this.#place, this.#opened.identity),
      );
    };
    return this.#write(`custodians:${JSON.stringify([given, to])}`, make, true);
  }

  /**
   * Gives the case to people of the office, where all who read it have left.
   * @param to base64url ids of `heirs`
   * @throws Failure `directory-changed` where one of them does not read there any more
   */
  async entrust(to: readonly string[]): Promise<OwnView> {
    const make = () => {
      const people = chosenOf(heirsOf(this.#own), to);
      if (people === null) throw new Failure('directory-changed');
      const { epoch, key } = this.#newestKey();
      const { caseId, instance } = this.#place;
      const directory = this.#known.hash;
      const kems = people.map(({ kem }) => kem);
      const set = sealSlotSet({ instance, caseId, audience: 'shared', epoch, directory, key, readers: kems });
      return this.#seal('entrust', { to: people.map(({ id }) => id), slotSets: [nameSet(set)] }, [set]);
    };
    return this.#write(`entrust:${JSON.stringify(to)}`, make, true);
  }

  /**
   * Puts a proof together.
   * @returns what it will say to whoever checks it
   * @throws Failure `not-found` for an entry that there is not
   */
  async draftProof(choice: ProofChoice): Promise<ToldProof> {
    const { sealing, door } = this.#opened;
    this.#proof = await draftProof(
      {
        api: this.#api,
        known: this.#known,
        keys: this.#keys,
        door,
        sealing,
        stamped: this.#stamped,
        links: this.#links,
        entries: this.#entries,
        caseKeys: this.#caseKeys,
        today: () => this.#api.day ?? utcToday(),
      },
      choice,
    );
    return tellProof(signProof(this.#proof, this.#keys, null).checked);
  }

  /** Signs the proof that was put together. @param paper the page it stands in; null for the bare file */
  signProof(paper: Paper | null): string {
    if (this.#proof === null) throw new Failure('not-found');
    return signProof(this.#proof, this.#keys, paper).file;
  }

  /**
   * Writes what was made, and makes it anew where something came first.
   * @param make seals it for the case as it was just read, under the directory known
   * @param isGiving whether somebody is given a key: under the newest directory then
   */
  async #write(wanted: string, make: () => SealedHere, isGiving = false): Promise<OwnView> {
    this.#checkReadable();
    // Whoever wants something else now has given up what got no answer.
    if (this.#appender.pending(wanted) === undefined) this.#appender.wipe();
    let view: OwnView | null = null;
    await this.#appender.append(wanted, {
      read: async (again) => {
        if (again) await this.read();
        this.#checkReadable();
        // With a challenge comes which directory is the newest.
        if (isGiving) await this.#challenge();
      },
      seal: make,
      send: (sealed) => this.#send(sealed),
      checkStamp: (entry, stamp) => this.#notaries.checkStamp(this.#known, entry, stamp),
      stored: async ({ entry }) => {
        view = await this.read();
        this.#checkThere(entry);
      },
    });
    return view ?? this.read();
  }

  #checkReadable(): void {
    if (!this.#isReadable) throw new Failure('unreadable');
  }

  wipe(): void {
    wipeReporterKeys(this.#keys);
    for (const key of this.#caseKeys.values()) key.fill(0);
    this.#caseKeys.clear();
    this.#entries = [];
    this.#links = [];
    this.#stamped = [];
    this.#proof = null;
    this.files.wipe();
    this.#appender.wipe();
  }

  get #opened(): Opened {
    if (this.#report === null) throw new Failure('locked');
    return this.#report;
  }

  get #own() {
    return { directory: this.#known.directory, entries: this.#entries, ...this.#opened };
  }

  get #place(): IdentityPlace {
    return { instance: this.#known.directory.instance, caseId: this.#keys.caseId };
  }

  #openIdentity(): Identity | null {
    const { box } = this.#opened.identity;
    return this.#withIdentityKey((key, place) => openIdentity(box, key, place));
  }

  #sealOriginal(opening: Opening, blob: BlobId): SealedOriginal {
    const { identity } = this.#opened;
    if (identity.custodians.length === 0) throw new Failure('no-custodian');
    // As of a name: those who have left hold the key that would be used.
    if (newCustodiansOf(this.#own).length > 0) throw new Failure('directory-changed');
    const key = ownOriginalsKey(identity, this.#keys, this.#place);
    const sealed = sealOriginal(opening, blob, key, this.#place);
    sodium.memzero(key);
    return sealed;
  }

  /** With the key of the identity as it is sealed now. */
  #withIdentityKey<T>(act: (key: SealKey, place: IdentityPlace) => T): T {
    const place = this.#place;
    const key = ownIdentityKey(this.#opened.identity, this.#keys, place);
    try {
      return act(key, place);
    } finally {
      sodium.memzero(key);
    }
  }

  /** The key that the last entry is under: one that no entry is under yet may be somebody's who reads no more. */
  #newestKey() {
    const last = this.#entries.at(-1);
    const epoch = last?.header.epoch;
    const key = epoch === undefined ? undefined : this.#caseKeys.get(epoch);
    if (last === undefined || epoch === undefined || key === undefined) throw new Failure('locked');
    return { last, epoch, key };
  }

  #seal<K extends ContentKind>(
    kind: K,
    content: Content<K>,
    slotSets: readonly SlotSetBytes[] = [],
  ): SealedHere {
    const { last, epoch, key } = this.#newestKey();
    const seq = last.header.seq + 1;
    const { proofKey, claimKey } = this.#keys;
    const entry = sealEntry(
      {
        caseId: this.#keys.caseId,
        chain: 'shared',
        seq,
        previous: last.hash,
        audience: 'shared',
        epoch,
        claim: claimOf({ proofKey, report: null }, claimBlind(claimKey, seq, last.hash)),
        author: { role: 'reporter', key: this.#keys.signingPublicKey },
        kind,
        content: encodeContent(kind, content),
      },
      key,
      this.#keys.signingSeed,
    );
    return { entry, slotSets };
  }

  /** A challenge. With it comes which directory is the newest: it is read where it is another than the one known. */
  async #challenge(work: Partial<ReturnType<typeof workFor>> = {}): Promise<Challenge> {
    const { challenge, directory } = await this.#api.call(getChallenge, work);
    if (directory === null || !equal(directory, this.#known.hash)) this.#known = await this.#readNewest();
    return challenge;
  }

  async #send({ entry, slotSets, ...named }: SealedHere): Promise<Stamp> {
    const bytes = slotSets.reduce((sum, set) => sum + set.length, entry.length);
    const sent = { entry, slotSets: [...slotSets], ...named };
    const given = await withWork(
      () => this.#challenge(workFor('entry', bytes)),
      (work) => this.#api.call(appendOwnEntry, { ...this.#sign(work.challenge, 'append'), ...sent, work }),
    );
    return given as Stamp;
  }

  /** What the server has stamped, it must show. */
  #checkThere(entry: EntryBytes): void {
    const hash = entryHash(entry);
    if (!this.#links.some((link) => equal(link.hash, hash))) throw new CryptoError('rolled-back');
  }

  #sign(challenge: Challenge, purpose: Purpose) {
    const context = {
      instance: this.#known.directory.instance,
      caseId: this.#keys.caseId,
      purpose,
      challenge: challenge.signature,
    };
    const signature = signRequest(this.#keys.signingSeed, context);
    return { publicKey: this.#keys.signingPublicKey, challenge, signature };
  }

  /**
   * The directory served now must be the one of the report, or a later one by the same authority with the same people.
   * @returns the one of the report
   */
  async #checkDirectory({ directory: then }: Sealing): Promise<Directory> {
    const { directory: now } = this.#known;
    if (!equal(then.authority, now.authority)) throw new CryptoError('wrong-authority');
    checkNotOlder(then, this.#known);
    if (now.version === then.version) return now;
    this.#reported ??= await this.#directoryOf(then);
    verifyPeople(this.#reported.people, now.people);
    return this.#reported;
  }

  async #directoryOf({ version, hash, authority }: Sealing['directory']): Promise<Directory> {
    const signed = await this.#api.call(readDirectoryVersion, { version: String(version) });
    const found = checkDirectory(signed, authority);
    if (!equal(found.hash, hash))
      throw new CryptoError('tampered', 'another directory than the report names');
    return found.directory;
  }
}
