/** What lets its holder put or get the pieces of one blob for a while, with nothing kept of it. */
import { toBase64url } from '../../crypto/base64url.ts';
import type { BlobId } from '../../crypto/bytes.ts';
import { checkToken, newToken } from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';

type Use = 'put' | 'get';

function purposeOf(use: Use, blob: BlobId): string {
  return `blob-${use}.${toBase64url(blob)}`;
}

export function blobTicket(context: Context, use: Use, blob: BlobId): string {
  return newToken(context, purposeOf(use, blob));
}

export function isBlobTicket(context: Context, use: Use, blob: BlobId, ticket: string): boolean {
  return checkToken(context, purposeOf(use, blob), ticket);
}
