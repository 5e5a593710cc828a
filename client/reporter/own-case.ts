/** The reporter's own case, once the words opened it. */
import { equal, typed, LENGTH, type CaseKey, type EntryBytes, type SealKey } from '../../crypto/bytes.ts';
import { fromBase64url } from '../../crypto/base64url.ts';
import { identityKey } from '../../crypto/case-key.ts';
import { verifyChain, type Link, type VerifiedEntry } from '../../crypto/chain.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { verifyPeople } from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { entryHash } from '../../crypto/header.ts';
import { wipeReporterKeys, type ReporterKeys } from '../../crypto/receipt.ts';
import { signRequest, type Purpose } from '../../crypto/request.ts';
import { sodium } from '../../crypto/sodium.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { getChallenge, readDirectoryVersion, type Challenge } from '../../server/api/anyone.ts';
import type { Directory } from '../../server/api/directory.ts';
import { appendOwnEntry, readOwnCase } from '../../server/api/reporter.ts';
import { ApiError, type Api } from '../api.ts';
import { readWholeChain } from '../case/chain.ts';
import { encodeContent, type Content, type ContentKind, type Sealing } from '../case/content.ts';
import { openIdentity, sealIdentity, type Identity, type IdentityPlace } from '../case/identity-box.ts';
import { checkNamed, namedSets, nameSet } from '../case/named-sets.ts';
import { readableShared, type Unreadable } from '../case/readable.ts';
import type { CaseView } from '../case/view.ts';
import { checkDirectory, checkNotOlder, findPerson, type KnownDirectory } from '../directory.ts';
import { Failure } from '../failure.ts';
import { solve } from '../work.ts';
import { openOwnSets } from './own-keys.ts';

/** How often an entry is made anew because another came first, before giving up. */
const TRIES = 5;

/** A case as its reporter sees it. */
export interface OwnView extends CaseView {
  /** The name the reporter sealed to custodians; null where there is none. */
  readonly ownIdentity: Identity | null;
  /** The first entry that cannot be read: from there on nothing is shown, and nothing written. */
  readonly unreadable: Unreadable | null;
}

export class OwnCase {
  readonly #api: Api;
  #known: KnownDirectory;
  /** The directory the report names, once it was needed. */
  #reported: Directory | null = null;
  readonly #keys: ReporterKeys;
  #caseKeys = new Map<number, CaseKey>();
  #entries: readonly VerifiedEntry[] = [];
  /** Every entry that was shown, read or not: none of them may go again. */
  #links: readonly Link[] = [];
  #isReadable = true;
  #isNamed = false;
  #pending: { wanted: string; entry: EntryBytes } | null = null;

  constructor(api: Api, known: KnownDirectory, keys: ReporterKeys) {
    this.#api = api;
    this.#known = known;
    this.#keys = keys;
  }

  /** Reads and verifies the whole case. What was seen before must still be there. */
  async read(): Promise<OwnView> {
    const challenge = await this.#api.call(getChallenge, {});
    const signed = this.#sign(challenge, 'read');
    const { slotSets, entries } = await readWholeChain((from) =>
      this.#api.call(readOwnCase, { ...signed, from }),
    );
    const { directory } = this.#known;
    const caseKeys = openOwnSets(slotSets, this.#keys, directory.instance);
    const last = this.#links.at(-1);
    const chain = verifyChain(entries, {
      instance: directory.instance,
      caseId: this.#keys.caseId,
      chain: 'shared',
      notary: directory.notary,
      caseKey: (_, epoch) => caseKeys.get(epoch),
      personKey: (id) => findPerson(directory, id)?.signing,
      seen: last && { seq: last.header.seq, hash: last.hash },
    });
    const { entries: verified, folded, unreadable } = readableShared(this.#keys.caseId, chain, directory);
    const { view, sealing, sealedIdentity } = folded;
    await this.#checkDirectory(sealing);
    // What an unreadable entry may have named is passed over, as nothing is written there; else the server has added it.
    if (unreadable === null) {
      const named = namedSets(verified);
      for (const set of slotSets) checkNamed(named, nameSet(set));
    }
    this.#caseKeys = caseKeys;
    this.#entries = verified;
    this.#links = chain.links;
    this.#isReadable = unreadable === null;
    this.#isNamed = view.identity.isGiven;
    return { ...view, ownIdentity: this.#openIdentity(sealedIdentity.box), unreadable };
  }

  /** Reads it under another directory: the same or a later one, by the same authority. */
  readUnder(known: KnownDirectory): Promise<OwnView> {
    this.#known = known;
    return this.read();
  }

  /** Writes an entry; when another came first, reads on and writes it after that one. */
  async write(kind: 'message' | 'facts', text: string): Promise<OwnView> {
    return this.#write(`${kind}:${text}`, kind, { text });
  }

  /**
   * Objects to an identity being disclosed.
   * @param request base64url of the request's hash
   */
  async object(request: string, reason: string): Promise<OwnView> {
    const hash = fromBase64url(request);
    if (hash?.length !== LENGTH.Hash) throw new Failure('not-found');
    const content = { request: typed('Hash', hash), reason };
    return this.#write(`objection:${request}:${reason}`, 'identity-objection', content);
  }

  /** Gives a name, sealed to the custodians of the report. Once. */
  async giveIdentity(identity: Identity): Promise<OwnView> {
    if (this.#isNamed) throw new Failure('given');
    const box = this.#withIdentityKey((key, place) => sealIdentity(identity, key, place));
    return this.#write(`identity:${JSON.stringify(identity)}`, 'identity', { box });
  }

  async #write<K extends ContentKind>(wanted: string, kind: K, content: Content<K>): Promise<OwnView> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (!this.#isReadable) throw new Failure('unreadable');
      if (this.#pending?.wanted !== wanted) this.#pending = { wanted, entry: this.#seal(kind, content) };
      const { entry } = this.#pending;
      try {
        await this.#append(entry);
        const view = await this.read();
        this.#checkThere(entry);
        this.#pending = null;
        return view;
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
        this.#pending = null;
        await this.read();
        // A second name would make the case one that nobody can read from there on.
        if (kind === 'identity' && this.#isNamed) throw new Failure('given');
      }
    }
    throw new Failure('conflict');
  }

  wipe(): void {
    wipeReporterKeys(this.#keys);
    for (const key of this.#caseKeys.values()) key.fill(0);
    this.#caseKeys.clear();
    this.#entries = [];
    this.#links = [];
    this.#pending = null;
  }

  #openIdentity(box: Parameters<typeof openIdentity>[0]): Identity | null {
    return this.#withIdentityKey((key, place) => openIdentity(box, key, place));
  }

  #withIdentityKey<T>(act: (key: SealKey, place: IdentityPlace) => T): T {
    const { caseId, custodiansKey } = this.#keys;
    const key = identityKey(custodiansKey);
    try {
      return act(key, { instance: this.#known.directory.instance, caseId });
    } finally {
      sodium.memzero(key);
    }
  }

  #seal<K extends ContentKind>(kind: K, content: Content<K>): EntryBytes {
    const last = this.#entries.at(-1);
    // A key that no entry is under yet may be somebody's who reads no more.
    const epoch = last?.header.epoch;
    const key = epoch === undefined ? undefined : this.#caseKeys.get(epoch);
    if (last === undefined || epoch === undefined || key === undefined) throw new Failure('locked');
    return sealEntry(
      {
        caseId: this.#keys.caseId,
        chain: 'shared',
        seq: last.header.seq + 1,
        previous: last.hash,
        audience: 'shared',
        epoch,
        author: { role: 'reporter', key: this.#keys.signingPublicKey },
        kind,
        content: encodeContent(kind, content),
      },
      key,
      this.#keys.signingSeed,
    );
  }

  async #append(entry: EntryBytes): Promise<void> {
    const challenge = await this.#api.call(getChallenge, {});
    const work = await solve(challenge);
    const given = await this.#api.call(appendOwnEntry, { ...this.#sign(challenge, 'append'), entry, work });
    const { instance, notary } = this.#known.directory;
    if (!verifyStamp(notary, instance, entryHash(entry), given as Stamp)) throw new CryptoError('bad-stamp');
  }

  /** What the server has stamped, it must show. */
  #checkThere(entry: EntryBytes): void {
    const hash = entryHash(entry);
    if (!this.#links.some((known) => equal(known.hash, hash))) throw new CryptoError('rolled-back');
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

  /** The directory served now must be the one of the report, or a later one by the same authority with the same people. */
  async #checkDirectory({ directory: then }: Sealing): Promise<void> {
    const { directory: now } = this.#known;
    if (!equal(then.authority, now.authority)) throw new CryptoError('wrong-authority');
    checkNotOlder(then, this.#known);
    if (now.version === then.version) return;
    this.#reported ??= await this.#directoryOf(then);
    verifyPeople(this.#reported.people, now.people);
  }

  async #directoryOf({ version, hash, authority }: Sealing['directory']): Promise<Directory> {
    const signed = await this.#api.call(readDirectoryVersion, { version: String(version) });
    const found = checkDirectory(signed, authority);
    if (!equal(found.hash, hash))
      throw new CryptoError('tampered', 'another directory than the report names');
    return found.directory;
  }
}
