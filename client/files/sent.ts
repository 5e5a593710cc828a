/** What an entry says of the file that it sent. */
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, type BlobId, type Hash } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { idFromPage } from '../calls/page-id.ts';
import type { KeptOriginal } from '../case/kinds/identity-requests.ts';
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

/**
 * What deletes a file, and the untouched original beside it: they come and go together.
 * @param file base64url of the entry's hash
 * @returns null where nothing is left to delete
 * @throws Failure `not-found`
 */
export function deletionOf(
  entries: readonly VerifiedEntry[],
  originals: ReadonlyMap<string, KeptOriginal>,
  file: string,
): { content: Content<'?file-gone'>; deletes: BlobId[] } | null {
  const { blob } = sentFile(entries, file);
  const original = originals.get(file);
  const named = { file: idFromPage('Hash', file) };
  const isDone = entries.some((entry) => isDeletion(contentIf('?file-gone', entry), named.file));
  if (original === undefined) return isDone ? null : { content: named, deletes: [blob] };
  if (original.isGone) return null;
  return { content: { ...named, '?original': true }, deletes: [blob, original.blob] };
}

function isDeletion(content: Content<'?file-gone'> | null, file: Hash): boolean {
  return content !== null && equal(content.file, file);
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
