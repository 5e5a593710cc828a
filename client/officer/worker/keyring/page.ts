/** One page of a keyring: what is on it, always padded to one length and sealed under its number and revision. */
import * as z from 'zod/mini';
import { BOX_OVERHEAD, openBox, sealBox } from '../../../../crypto/box.ts';
import { LENGTH, text, u32, utf8, type BoxBytes, type SealKey } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { turnMarked } from '../../../../server/api/officer.ts';
import { bytesOf, bytesUpTo, count } from '../../../../server/api/wire.ts';
import type { KeyringCase } from './case.ts';
import { decodeRecord, encodeRecord } from './record.ts';
import { decodeTried, encodeTried, type Tried } from './tried.ts';

/** Bytes of a page before it is sealed. */
const PADDED = LIMITS.keyringPageBytes - BOX_OVERHEAD;

/** Bytes that what is on a page may come to: padding takes at least one, and the braces around it some. */
export const PAGE_ROOM = PADDED - 64;

/** Bytes of a box with a seed in it. */
const VAULT_BYTES = LENGTH.PersonSeed + BOX_OVERHEAD;

/** What is unknown in it was written by a later page, and is passed over. */
const index = z.object({
  /** The turn from which the feed is to be asked for; null before the first look, and after something was lost. */
  feed: z.nullable(turnMarked),
  directory: z.object({
    authority: bytesOf('SigningPublicKey'),
    version: count,
    hash: bytesOf('Hash'),
  }),
  /** The vault under which passphrase and passkey count only together: the server's word for less is not believed. */
  bothFor: z.optional(z.nullable(bytesUpTo('BoxBytes', VAULT_BYTES, VAULT_BYTES))),
  /** Of each page the revision that was stored when this was: an older one is not believed. */
  revisions: z.array(count).check(z.maxLength(LIMITS.keyringPages)),
});

export type KeyringIndex = z.output<typeof index>;

/** Cases that opened, or those that did not. */
export type PageContent =
  { readonly kind: 'cases'; cases: KeyringCase[] } | { readonly kind: 'tried'; readonly tried: Tried };

export interface StoredPage {
  readonly page: number;
  readonly revision: number;
  readonly box: BoxBytes;
}

export function encodeIndex(content: KeyringIndex): string {
  return JSON.stringify(z.encode(index, content));
}

export function encodeContent(content: PageContent): string {
  if (content.kind === 'tried') return JSON.stringify({ tried: encodeTried(content.tried) });
  return `{"cases":[${content.cases.map(encodeRecord).join()}]}`;
}

export function sealPage(key: SealKey, json: string, page: number, revision: number): BoxBytes {
  const padded = sodium.pad(utf8(json), PADDED);
  if (padded.length !== PADDED) throw new CryptoError('malformed', 'a page that is too long');
  const box = sealBox(key, padded, 'sotto/keyring/v1', u32(page), u32(revision));
  sodium.memzero(padded);
  return box;
}

/** @returns null for a page that this officer did not store as that, or that is of no shape known here */
export function openIndex(key: SealKey, stored: StoredPage): KeyringIndex | null {
  const json = openJson(key, stored);
  const parsed = z.safeDecode(index, json as z.input<typeof index>);
  return parsed.success ? parsed.data : null;
}

/**
 * @returns null for a page that this officer did not store as that, or that is of no shape known here; and whether all
 *   that is on it could be read
 */
export function openContent(
  key: SealKey,
  stored: StoredPage,
): { readonly content: PageContent; readonly isWhole: boolean } | null {
  const json = openJson(key, stored);
  if (typeof json !== 'object' || json === null) return null;
  if ('cases' in json && Array.isArray(json.cases)) {
    const found = json.cases.map(decodeRecord);
    const cases = found.filter((entry) => entry !== null);
    return { content: { kind: 'cases', cases }, isWhole: cases.length === found.length };
  }
  const tried = 'tried' in json && typeof json.tried === 'string' ? decodeTried(json.tried) : null;
  return tried && { content: { kind: 'tried', tried }, isWhole: true };
}

function openJson(key: SealKey, { page, revision, box }: StoredPage): unknown {
  try {
    const padded = openBox(key, box, 'sotto/keyring/v1', u32(page), u32(revision));
    const json: unknown = JSON.parse(text(sodium.unpad(padded, PADDED)));
    sodium.memzero(padded);
    return json;
  } catch {
    return null;
  }
}
