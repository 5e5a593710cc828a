import { toBase64url } from '../../crypto/base64url.ts';

/** The key of every server that tests start, so that a copied database finds the key it was begun with. */
export const SERVER_KEY = new Uint8Array(32).fill(0x5a);

export const SERVER_KEY_TEXT = toBase64url(SERVER_KEY);
