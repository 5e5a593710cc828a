/** What an entry says of the file that it sent. */
import { toBase64url } from '../../crypto/base64url.ts';
import type { BlobId } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { idFromPage } from '../calls/page-id.ts';
import { contentIf, type Content } from '../case/kinds/table.ts';
import { Failure } from '../calls/failure.ts';

/** A file as somebody gives it. */
export interface Given {
  readonly file: File;
  /** base64url of the hash of the incident's entry that it shows; null where it belongs to the report. */
  readonly incident: string | null;
  /** What it was before it was cleaned, where that is kept as well: for custodians only. */
  readonly original: File | null;
}

/** The file, and its untouched original where one is kept: they come and go together. */
export function blobsOf({ blob, '?original': original }: Content<'?file'>): BlobId[] {
  return original === undefined ? [blob] : [blob, original.blob];
}

/** @param file base64url of the entry's hash. @throws Failure `not-found` */
export function sentFile(entries: readonly VerifiedEntry[], file: string): Content<'?file'> {
  const content = contentIf(
    '?file',
    entries.find((entry) => toBase64url(entry.hash) === file),
  );
  if (content === null) throw new Failure('not-found');
  return content;
}

/** @param incident base64url of the hash of the incident's entry; null where the file belongs to the report */
export function showing(incident: string | null): Pick<Content<'?file'>, '?incident'> {
  return incident === null ? {} : { '?incident': idFromPage('Hash', incident) };
}

/** A name as long as one may be, and never none. */
export function nameOf({ name, type }: Pick<File, 'name' | 'type'>): { name: string; type: string } {
  const most = LIMITS.lineCharacters;
  // What says of which kind it is stands at the end.
  const short = name.length <= most ? name : `${name.slice(0, most - 20)}…${name.slice(-19)}`;
  return { name: short || '?', type: type.slice(0, most) };
}
