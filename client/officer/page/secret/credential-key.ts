/** The public key in what an authenticator says when it makes a credential (WebAuthn §6.1). */
import type { CredentialKey } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';

/** Bytes before the credential's id: hash of the host, flags, counter, model, and the id's length. */
const HEAD = 32 + 1 + 4 + 16 + 2;

/** Set where there is a credential in it. */
const ATTESTED = 0x40;

/**
 * @param data `authenticatorData` of a registration
 * @returns the key exactly as it stands there, in COSE; what extensions say after it is left
 * @throws CryptoError `malformed`
 */
export function credentialKeyOf(data: Uint8Array): CredentialKey {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < HEAD || (data[32]! & ATTESTED) === 0) throw new CryptoError('malformed', 'no credential');
  const start = HEAD + view.getUint16(HEAD - 2);
  const end = data[start]! >> 5 === MAP ? endOf(data, start, 1) : null;
  if (end === null) throw new CryptoError('malformed', 'no key');
  return data.slice(start, end) as CredentialKey;
}

/** Major types of CBOR (RFC 8949 §3.1) that a key is made of. */
const [UNSIGNED, NEGATIVE, BYTES, TEXT, MAP] = [0, 1, 2, 3, 5] as const;

/**
 * @param deep how deep maps may be
 * @returns where an item of CBOR ends; null where it is cut short, or nothing of a key
 */
function endOf(data: Uint8Array, at: number, deep: number): number | null {
  const head = data[at];
  if (head === undefined) return null;
  const [type, small] = [head >> 5, head & 31];
  // A number below 24, or of one or two bytes: keys have no longer ones.
  const extra = small < 24 ? 0 : small - 23;
  if (extra > 2 || at + 1 + extra > data.length) return null;
  const value =
    extra === 0 ? small : data.slice(at + 1, at + 1 + extra).reduce((sum, byte) => sum * 256 + byte);
  const after = at + 1 + extra;
  if (type === UNSIGNED || type === NEGATIVE) return after;
  if (type === BYTES || type === TEXT) return after + value <= data.length ? after + value : null;
  if (type !== MAP || deep === 0) return null;
  let end: number | null = after;
  for (let items = 0; end !== null && items < 2 * value; items++) end = endOf(data, end, deep - 1);
  return end;
}
