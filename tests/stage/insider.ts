/** Somebody of the office with a page of their own: every entry that their keys can sign, whatever the rule says. */
import type {
  BlobId,
  BoxBytes,
  CaseId,
  CaseKey,
  Hash,
  KemPublicKey,
  PersonId,
  SealKey,
} from '../../crypto/bytes.ts';
import { typed } from '../../crypto/bytes.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { identityKey, newCaseKey } from '../../crypto/case-key.ts';
import { openEntry, sealEntry, type Entry } from '../../crypto/entry.ts';
import { entryHash, NO_HASH } from '../../crypto/header.ts';
import { sealLetter } from '../../crypto/letter.ts';
import { directoryHash } from '../../crypto/directory.ts';
import { openSlotSet, sealSlotSet } from '../../crypto/slots.ts';
import { encodeContent, type Content, type ContentKind, contentIf } from '../../client/case/kinds/table.ts';
import { openIdentity } from '../../client/case/kinds/identity-box.ts';
import { nameSet } from '../../client/case/kinds/named-set.ts';
import { formatDirectory } from '../../server/api/directory.ts';
import { findPerson } from '../../client/directory/directory.ts';
import { appendEntry, readCase, readSlotSets } from '../../server/api/officer.ts';
import type { Instance } from './running.ts';
import { accessOf, type OfficerAtWork } from './people.ts';

export class Insider {
  readonly #instance: Pick<Instance, 'context'>;
  readonly #me: OfficerAtWork;
  readonly #caseId: CaseId;
  #keys: { audience: string; key: CaseKey }[] = [];
  #entries: (Entry & { hash: Hash })[] = [];

  constructor(instance: Pick<Instance, 'context'>, me: OfficerAtWork, caseId: CaseId) {
    this.#instance = instance;
    this.#me = me;
    this.#caseId = caseId;
  }

  /** Takes every key there is for this person, and reads the shared chain of epoch 0. */
  async read(): Promise<void> {
    const { api, keys, directory } = this.#me;
    const { slotSets } = await api.call(readSlotSets, {
      cases: [{ caseId: this.#caseId, shared: 0, officers: 0 }],
    });
    this.#keys = slotSets.flatMap((set) => {
      const opened = openSlotSet(set, keys.kemSeed);
      return opened === null ? [] : [{ audience: opened.header.audience, key: opened.key }];
    });
    const signed = accessOf(this.#me, this.#caseId, this.#key('shared'), 'read');
    const { entries } = await api.call(readCase, { ...signed, chain: 'shared', from: 0, sets: 0 });
    this.#entries = entries.map(({ bytes }) => ({
      ...openEntry(bytes, this.#key('shared'), (id) => findPerson(directory, id)?.signing),
      hash: entryHash(bytes),
    }));
  }

  /** Opens the identity with a key, as the custodians' would. */
  openBox(key: SealKey) {
    const { identity } = contentIf('report', this.#entries[0])!;
    return openIdentity(identity.box satisfies BoxBytes, key, this.#place);
  }

  /** Hands the key of the identity out, whatever was decided. */
  async disclose(request: string, reader?: KemPublicKey): Promise<void> {
    const hash = typed('Hash', fromBase64url(request)!);
    const asked = this.#entries.find((entry) => toBase64url(entry.hash) === request)!;
    if (asked.author.role !== 'person') throw new Error('the reporter asks nobody');
    const to = reader ?? findPerson(this.#me.directory, asked.author.id)!.kem;
    const { instance, caseId } = this.#place;
    const letter = sealLetter(to, identityKey(this.#key('custodians')), 'identity', instance, caseId, hash);
    await this.#append('identity-disclosure', { request: hash, letter });
  }

  /** Writes an entry about a request. */
  async about(
    kind: 'identity-decision' | 'identity-disclosure' | 'identity-access',
    request: Uint8Array,
  ): Promise<void> {
    const hash = typed('Hash', request);
    const letter = sealLetter(this.#me.keys.kemPublicKey, new Uint8Array(32), 'identity');
    if (kind === 'identity-decision')
      await this.#append(kind, { request: hash, approved: true, reason: 'Because.' });
    else if (kind === 'identity-disclosure') await this.#append(kind, { request: hash, letter });
    else await this.#append(kind, { request: hash });
  }

  /** Asks people who are no custodians of the report. */
  async ask(custodians: PersonId[]): Promise<void> {
    const readers = custodians.map((id) => findPerson(this.#me.directory, id)!.kem);
    const set = this.#seal(this.#key('shared'), 0, readers);
    await this.#append('identity-request', { reason: 'Who?', custodians, slotSets: [nameSet(set)] }, [set]);
  }

  /** Deletes the first file of that name, as a page did that knew nothing of originals. */
  async deleteAlone(file: string): Promise<void> {
    const { hash, blob } = this.#entries.flatMap((entry) => {
      const sent = contentIf('?file', entry);
      return sent?.name === file ? [{ hash: entry.hash, blob: sent.blob }] : [];
    })[0]!;
    await this.#append('?file-gone', { file: hash }, [], { deletes: [blob] });
  }

  /** Gives somebody the key of the shared chain. */
  async grant(to: PersonId): Promise<void> {
    const set = this.#seal(this.#key('shared'), 0, [findPerson(this.#me.directory, to)!.kem]);
    await this.#append('grant', { to, slotSets: [nameSet(set)] }, [set]);
  }

  /** Writes what only officers write. */
  async write(kind: 'message' | 'status' | 'identity-request' | 'rotation'): Promise<void> {
    const { person } = this.#me;
    if (kind === 'message') return this.#append(kind, { text: 'As an officer.' });
    if (kind === 'status') return this.#append(kind, { status: 'closed', reason: 'As an officer.' });
    if (kind === 'identity-request') return this.ask([person]);
    return this.rotate([person]);
  }

  /** Writes under a key of their own, which no entry names. */
  async writeUnderOwnKey(sealedTo: PersonId[]): Promise<void> {
    const key = newCaseKey();
    const { reporter } = contentIf('report', this.#entries[0])!.sealing;
    const kems = sealedTo.map((id) => findPerson(this.#me.directory, id)!.kem);
    const set = this.#seal(key, 1, [reporter, ...kems]);
    await this.#append('message', { text: 'Under a key of mine.' }, [set], { under: { key, epoch: 1 } });
  }

  /** Changes the key of the shared chain for whomever. */
  async rotate(sealedTo: PersonId[], isForReporter = true): Promise<void> {
    const key = newCaseKey();
    const { reporter } = contentIf('report', this.#entries[0])!.sealing;
    const kems = sealedTo.map((id) => findPerson(this.#me.directory, id)!.kem);
    const set = this.#seal(key, 1, isForReporter ? [reporter, ...kems] : kems);
    const former = this.#key('shared');
    const content = { sealedTo, slotSet: nameSet(set), former };
    await this.#append('rotation', content, [set], { under: { key, epoch: 1 } });
  }

  async #append<K extends ContentKind>(
    kind: K,
    content: Content<K>,
    slotSets: ReturnType<typeof sealSlotSet>[] = [],
    {
      under = { key: this.#key('shared'), epoch: 0 },
      deletes = [],
    }: { under?: { key: CaseKey; epoch: number }; deletes?: BlobId[] } = {},
  ): Promise<void> {
    const { api, person, keys } = this.#me;
    const last = this.#entries.at(-1);
    const entry = sealEntry(
      {
        caseId: this.#caseId,
        chain: 'shared',
        seq: this.#entries.length,
        previous: last?.hash ?? NO_HASH,
        audience: 'shared',
        epoch: under.epoch,
        author: { role: 'person', id: person },
        kind,
        content: encodeContent(kind, content),
      },
      under.key,
      keys.signingSeed,
    );
    const signed = accessOf(this.#me, this.#caseId, this.#key('shared'), 'append');
    await api.call(appendEntry, { ...signed, entry, slotSets, deletes });
  }

  #seal(key: CaseKey, epoch: number, readers: KemPublicKey[]) {
    const { instance } = this.#place;
    const directory = directoryHash(formatDirectory(this.#me.directory));
    return sealSlotSet({
      instance,
      caseId: this.#caseId,
      audience: 'shared',
      epoch,
      directory,
      key,
      readers,
    });
  }

  #key(audience: string): CaseKey {
    return this.#keys.find((held) => held.audience === audience)!.key;
  }

  get #place() {
    return { instance: this.#instance.context.instance.id, caseId: this.#caseId };
  }
}
