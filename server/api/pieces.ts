/** Pieces of sealed files: raw octets, at an address that only who was given a ticket can use. */
import { PIECE_CHUNKS, SEALED_CHUNK_LENGTH } from '../../crypto/blob.ts';

/** Header that carries a ticket. */
export const TICKET_HEADER = 'sotto-ticket';

/** Bytes of the longest piece. */
export const PIECE_BYTES = PIECE_CHUNKS * SEALED_CHUNK_LENGTH;

/** Where a piece is put (`PUT`, raw octets) and read (`GET`). @param blob base64url of its id */
export function pieceAddress(blob: string, piece: number): `/api/blob/${string}` {
  return `/api/blob/${blob}/${piece}`;
}
