/**
 * Sealing and opening one entry (PROTOCOL §6).
 *
 * First signed, then sealed: the server does not see who wrote. What is signed begins with the whole header and names the
 * author, so the same words in another case, place or epoch, or as somebody else's, are not what was signed. Each entry has
 * a key of its own, so that one can be shown to a stranger without the others.
 */
import {
  concat,
  equal,
  LENGTH,
  Reader,
  text,
  typed,
  utf8,
  type CaseKey,
  type Claim,
  type Commitment,
  type EntryBytes,
  type PersonId,
  type SealKey,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { entryKey } from './case-key.ts';
import { CryptoError } from './errors.ts';
import { field, frame } from './frame.ts';
import { keyedHash } from './hash.ts';
import {
  BODY_SIZES,
  formatHeader,
  formatPlace,
  parseEntry,
  PLACE_LENGTH,
  type Header,
  type Place,
} from './header.ts';
import { caseIdOf } from './id.ts';
import { sign, verify } from './signature.ts';
import { sodium } from './sodium.ts';

/** Who wrote an entry: a person of the directory, or the reporter, named by the case's own key. */
export type Author =
  | { readonly role: 'person'; readonly id: PersonId }
  | { readonly role: 'reporter'; readonly key: SigningPublicKey };

export interface Entry {
  readonly header: Header;
  readonly author: Author;
  /** A short word such as `report` or `message`. */
  readonly kind: string;
  /** The exact bytes that were signed: JSON, for the caller's schema to parse. */
  readonly content: Uint8Array;
}

export interface EntryDraft extends Omit<Place, 'nonce'> {
  /** See `claim.ts`; random where its author will never want to show the entry unopened. */
  readonly claim?: Claim | undefined;
  readonly author: Author;
  readonly kind: string;
  readonly content: Uint8Array;
}

/** Bytes of content that fit an entry of the largest size, with room for its frame. */
export const MAX_CONTENT = BODY_SIZES[2] - 1024;

/**
 * The key of one entry, which opens nothing else: it can be given to whoever shall read this entry and no other.
 * @param place the first part of the entry's header, as bytes
 */
export function ownKey(key: CaseKey, place: Uint8Array): SealKey {
  const sealing = entryKey(key);
  const own = typed('SealKey', keyedHash(sealing, 'sotto/entry-key/v1', place));
  sodium.memzero(sealing);
  return own;
}

/**
 * An AEAD alone can be made to open under two keys to two texts: two readers would be shown two reports, and both be sure of
 * theirs. The commitment in the header lets one key in only.
 */
export function commitmentOf(own: SealKey): Commitment {
  return typed('Commitment', keyedHash(own, 'sotto/entry-commit/v1'));
}

/**
 * Signs and seals an entry.
 * @throws CryptoError `malformed` for content over `MAX_CONTENT`.
 */
export function sealEntry(draft: EntryDraft, key: CaseKey, author: SigningSeed): EntryBytes {
  if (draft.content.length > MAX_CONTENT) throw new CryptoError('malformed', 'too long an entry');
  const nonce = typed('Nonce', sodium.randombytes_buf(LENGTH.Nonce));
  const claim = draft.claim ?? typed('Claim', sodium.randombytes_buf(LENGTH.Claim));
  const sealing = ownKey(key, formatPlace({ ...draft, nonce }));
  const headerBytes = formatHeader({ ...draft, nonce, commitment: commitmentOf(sealing), claim });
  const signed = signedFields(headerBytes, draft);
  const body = concat(sign(author, 'sotto/entry/v1', ...signed), ...signed.slice(1).map(field));
  const padded = pad(body);
  const context = frame('sotto/entry-aead/v1', headerBytes);
  const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, context, null, nonce, sealing);
  sodium.memzero(sealing);
  sodium.memzero(padded);
  return concat(headerBytes, ciphertext) as EntryBytes;
}

/** The signing key of a person, from the directory; undefined for nobody known. */
type PersonKey = (id: PersonId) => SigningPublicKey | undefined;

/**
 * Opens an entry with the key of its audience and epoch, and checks its author's signature.
 *
 * @throws CryptoError `malformed`, `tampered`, `unknown-author` or `bad-signature`
 */
export function openEntry(entry: Uint8Array, key: CaseKey, personKey: PersonKey): Entry {
  const own = ownKey(key, entry.subarray(0, PLACE_LENGTH));
  try {
    return openWithOwnKey(entry, own, personKey);
  } finally {
    sodium.memzero(own);
  }
}

/**
 * Opens an entry with its own key.
 *
 * @throws CryptoError as `openEntry`
 */
export function openWithOwnKey(entry: Uint8Array, own: SealKey, personKey: PersonKey): Entry {
  const { header, headerBytes, ciphertext } = parseEntry(entry);
  if (!equal(commitmentOf(own), header.commitment)) throw new CryptoError('tampered', 'another key');
  const body = new Reader(unpad(decrypt(headerBytes, header, ciphertext, own)));
  const signature: Signature = body.typed('Signature');
  const author = parseAuthor(body.field(), header);
  const kind = text(body.field());
  const content = body.field();
  body.end();
  const authorKey = author.role === 'reporter' ? author.key : personKey(author.id);
  if (authorKey === undefined) throw new CryptoError('unknown-author');
  if (
    !verify(authorKey, signature, 'sotto/entry/v1', ...signedFields(headerBytes, { author, kind, content }))
  ) {
    throw new CryptoError('bad-signature');
  }
  return { header, author, kind, content };
}

function decrypt(headerBytes: Uint8Array, header: Header, ciphertext: Uint8Array, own: SealKey): Uint8Array {
  try {
    const context = frame('sotto/entry-aead/v1', headerBytes);
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, context, header.nonce, own);
  } catch {
    throw new CryptoError('tampered');
  }
}

function signedFields(
  headerBytes: Uint8Array,
  entry: Pick<Entry, 'author' | 'kind' | 'content'>,
): Uint8Array[] {
  const author = entry.author.role === 'reporter' ? entry.author.key : entry.author.id;
  return [headerBytes, author, utf8(entry.kind), entry.content];
}

/** 16 bytes are a person's id; 32 are the reporter's key, which the case id must follow from. */
function parseAuthor(bytes: Uint8Array, header: Header): Author {
  if (bytes.length === LENGTH.PersonId) return { role: 'person', id: typed('PersonId', bytes) };
  const key = typed('SigningPublicKey', bytes);
  if (!equal(caseIdOf(key), header.caseId)) throw new CryptoError('unknown-author');
  return { role: 'reporter', key };
}

/** ISO 7816-4 padding to the smallest of the sizes. */
function pad(body: Uint8Array): Uint8Array {
  const size = BODY_SIZES.find((allowed) => body.length < allowed);
  if (size === undefined) throw new CryptoError('malformed', 'an entry holds at most 255 KiB');
  return sodium.pad(body, size);
}

function unpad(padded: Uint8Array): Uint8Array {
  try {
    return sodium.unpad(padded, padded.length);
  } catch {
    throw new CryptoError('malformed', 'padding');
  }
}
