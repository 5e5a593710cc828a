/** Sealing and opening one entry (PROTOCOL §6). */
import {
  concat,
  equal,
  LENGTH,
  Reader,
  text,
  typed,
  utf8,
  type CaseKey,
  type EntryBytes,
  type PersonId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { entryKey } from './case-key.ts';
import { CryptoError } from './errors.ts';
import { field, frame } from './frame.ts';
import { BODY_SIZES, formatHeader, parseEntry, type Header } from './header.ts';
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

export interface EntryDraft extends Omit<Header, 'nonce'> {
  readonly author: Author;
  readonly kind: string;
  readonly content: Uint8Array;
}

/** Bytes of content that fit an entry of the largest size, with room for its frame. */
export const MAX_CONTENT = BODY_SIZES[2] - 1024;

/**
 * Signs and seals an entry.
 * @throws CryptoError `malformed` for content over `MAX_CONTENT`.
 */
export function sealEntry(draft: EntryDraft, key: CaseKey, author: SigningSeed): EntryBytes {
  if (draft.content.length > MAX_CONTENT) throw new CryptoError('malformed', 'too long an entry');
  const nonce = typed('Nonce', sodium.randombytes_buf(LENGTH.Nonce));
  const headerBytes = formatHeader({ ...draft, nonce });
  const signed = signedFields(headerBytes, draft);
  const body = concat(sign(author, 'sotto/entry/v1', ...signed), ...signed.slice(1).map(field));
  const padded = pad(body);
  const sealing = entryKey(key);
  const context = frame('sotto/entry-aead/v1', headerBytes);
  const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, context, null, nonce, sealing);
  sodium.memzero(sealing);
  sodium.memzero(padded);
  return concat(headerBytes, ciphertext) as EntryBytes;
}

/**
 * Opens an entry and checks its author's signature.
 *
 * @param personKey the signing key of a person, from the directory; undefined for nobody known
 * @throws CryptoError `malformed`, `tampered`, `unknown-author` or `bad-signature`
 */
export function openEntry(
  entry: Uint8Array,
  key: CaseKey,
  personKey: (id: PersonId) => SigningPublicKey | undefined,
): Entry {
  const { header, headerBytes, ciphertext } = parseEntry(entry);
  const body = new Reader(unpad(decrypt(headerBytes, header, ciphertext, key)));
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

function decrypt(headerBytes: Uint8Array, header: Header, ciphertext: Uint8Array, key: CaseKey): Uint8Array {
  const sealing = entryKey(key);
  try {
    const context = frame('sotto/entry-aead/v1', headerBytes);
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      ciphertext,
      context,
      header.nonce,
      sealing,
    );
  } catch {
    throw new CryptoError('tampered');
  } finally {
    sodium.memzero(sealing);
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
