/** Asking the server for a piece of a sealed file, and giving it one. */
import { toBase64url } from '../../crypto/base64url.ts';
import type { BlobId } from '../../crypto/bytes.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { PIECE_BYTES, pieceAddress, TICKET_HEADER } from '../../server/api/pieces.ts';
import type { Api } from '../calls/api.ts';

/** @throws ApiError */
export async function putPiece(
  api: Api,
  blob: BlobId,
  piece: number,
  ticket: string,
  bytes: Uint8Array,
): Promise<void> {
  const how = {
    method: 'PUT',
    headers: headers(ticket),
    // Chromium sends a Blob several times as fast as the same bytes by themselves.
    body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
  };
  await api.octets(pieceAddress(toBase64url(blob), piece), how, LIMITS.answerBytes);
}

/** @returns no more bytes than any piece has. @throws ApiError */
export async function getPiece(api: Api, blob: BlobId, piece: number, ticket: string): Promise<Uint8Array> {
  const how = { method: 'GET', headers: headers(ticket) };
  return api.octets(pieceAddress(toBase64url(blob), piece), how, PIECE_BYTES);
}

function headers(ticket: string): Record<string, string> {
  return { 'content-type': 'application/octet-stream', [TICKET_HEADER]: ticket };
}
