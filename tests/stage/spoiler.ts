/** A reader of a case who spoils it: with the keys of an officer, and a server that does as it should. */
import { fromBase64url } from '../../crypto/base64url.ts';
import { concat, typed, utf8, type CaseId, type CaseKey, type EntryBytes } from '../../crypto/bytes.ts';
import { decoyEntry } from '../../crypto/decoy.ts';
import { ownKey, sealEntry, type Author } from '../../crypto/entry.ts';
import { frame } from '../../crypto/frame.ts';
import {
  AUDIENCE_OF,
  BODY_SIZES,
  entryHash,
  HEADER_LENGTH,
  PLACE_LENGTH,
  NO_HASH,
  parseEntry,
  type Chain,
} from '../../crypto/header.ts';
import { newPersonId } from '../../crypto/person.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { encodeContent } from '../../client/case/kinds/table.ts';
import { appendEntry, readCase, readSlotSets } from '../../server/api/officer.ts';
import { accessOf, strangerKeys, type OfficerAtWork } from './people.ts';

/** What a spoilt entry is, and whether a name can be told of it. */
export const SPOILT = {
  'random bytes': false,
  'random bytes, sealed': false,
  'a body cut short, sealed': false,
  'by nobody': false,
  'in the name of a colleague': false,
  'of a kind that there is not': true,
  'with a content that is none': true,
  'with a content of another kind': true,
} as const;
export type Spoilt = keyof typeof SPOILT;

export class Spoiler {
  readonly #officer: OfficerAtWork;
  readonly #caseId: CaseId;

  /** @param id base64url of a case */
  constructor(officer: OfficerAtWork, id: string) {
    this.#officer = officer;
    this.#caseId = typed('CaseId', fromBase64url(id)!);
  }

  /** Puts a spoilt entry at the end. */
  async spoil(what: Spoilt, chain: Chain = 'shared'): Promise<EntryBytes> {
    return this.#append(await this.#make(what, chain));
  }

  async #make(what: Spoilt, chain: Chain): Promise<EntryBytes> {
    const place = await this.#place(chain);
    const junk = decoyEntry(place, BODY_SIZES[0]);
    if (what === 'random bytes') return junk;
    const { person, keys } = this.#officer;
    const key = await this.#key(chain);
    const body = sodium.randombytes_buf(BODY_SIZES[0]);
    if (what === 'random bytes, sealed') return sealed(junk, key, body);
    if (what === 'a body cut short, sealed')
      return sealed(junk, key, sodium.pad(body.slice(0, 90), body.length));
    const bad = {
      'by nobody': { author: { role: 'person', id: newPersonId() }, seed: strangerKeys().signingSeed },
      'in the name of a colleague': { seed: strangerKeys().signingSeed },
      'of a kind that there is not': { kind: 'nonsense' },
      'with a content that is none': { content: utf8('{') },
      'with a content of another kind': { content: utf8('{"status":"closed"}') },
    }[what] as { author?: Author; seed?: typeof keys.signingSeed; kind?: string; content?: Uint8Array };
    const { seed = keys.signingSeed, ...changes } = bad;
    const kind = chain === 'shared' ? 'message' : 'note';
    const content = encodeContent(kind, { text: 'Spoilt.' });
    const author = { role: 'person', id: person } as const;
    return sealEntry({ ...place, ...parts(chain), kind, content, author, ...changes }, key, seed);
  }

  /** An entry of any kind and content, rightly signed and sealed, as a page of another version would write it. */
  async write(kind: string, content: object, chain: Chain = 'shared'): Promise<EntryBytes> {
    const { person, keys } = this.#officer;
    const place = await this.#place(chain);
    const author = { role: 'person', id: person } as const;
    const draft = { ...place, ...parts(chain), kind, content: utf8(JSON.stringify(content)), author };
    return this.#append(sealEntry(draft, await this.#key(chain), keys.signingSeed));
  }

  /** A good entry at the end, whatever is before it. */
  async goOn(text: string): Promise<EntryBytes> {
    const { person, keys } = this.#officer;
    const place = await this.#place('shared');
    const content = encodeContent('message', { text });
    const author = { role: 'person', id: person } as const;
    const draft = { ...place, ...parts('shared'), kind: 'message', content, author };
    return this.#append(sealEntry(draft, await this.#key('shared'), keys.signingSeed));
  }

  async #append(entry: EntryBytes): Promise<EntryBytes> {
    const signed = accessOf(this.#officer, this.#caseId, await this.#key('shared'), 'append');
    await this.#officer.api.call(appendEntry, { ...signed, entry, slotSets: [] });
    return entry;
  }

  /** The key of epoch 0. */
  async #key(chain: Chain): Promise<CaseKey> {
    const { api, keys } = this.#officer;
    const { slotSets } = await api.call(readSlotSets, {
      cases: [{ caseId: this.#caseId, shared: 0, officers: 0 }],
    });
    for (const set of slotSets) {
      const opened = openSlotSet(set, keys.kemSeed);
      if (opened?.header.audience === AUDIENCE_OF[chain]) return opened.key;
    }
    throw new Error('no key');
  }

  async #place(chain: Chain) {
    const signed = accessOf(this.#officer, this.#caseId, await this.#key('shared'), 'read');
    const { entries } = await this.#officer.api.call(readCase, { ...signed, chain, from: 0, sets: 0 });
    const last = entries.at(-1);
    const previous = last === undefined ? NO_HASH : entryHash(last.bytes);
    return { caseId: this.#caseId, chain, seq: entries.length, previous };
  }
}

const parts = (chain: Chain) => ({ audience: AUDIENCE_OF[chain], epoch: 0 });

/** Seals a body of any bytes under the header of an entry. */
function sealed(like: EntryBytes, key: CaseKey, body: Uint8Array): EntryBytes {
  const header = like.slice(0, HEADER_LENGTH);
  const context = frame('sotto/entry-aead/v1', header);
  const { nonce } = parseEntry(like).header;
  const under = ownKey(key, header.subarray(0, PLACE_LENGTH));
  const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(body, context, null, nonce, under);
  return concat(header, ciphertext) as EntryBytes;
}
