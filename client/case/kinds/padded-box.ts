/** What only custodians can open, or disclose: JSON, padded so that every box is equally long (PROTOCOL §5). */
import * as z from 'zod/mini';
import { openBox, sealBox } from '../../../crypto/box.ts';
import { text, utf8, type BoxBytes, type SealKey } from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { IDENTITY_PADDED } from './identity-limits.ts';

type Domain = Parameters<typeof sealBox>[2];

export function sealPadded<T>(
  content: T,
  schema: z.ZodMiniType<T>,
  key: SealKey,
  domain: Domain,
  ...context: Uint8Array[]
): BoxBytes {
  const padded = sodium.pad(utf8(JSON.stringify(z.encode(schema, content))), IDENTITY_PADDED);
  const box = sealBox(key, padded, domain, ...context);
  sodium.memzero(padded);
  return box;
}

/** @throws CryptoError `tampered` for another key or context, `malformed` for what no page seals */
export function openPadded<T>(
  box: BoxBytes,
  schema: z.ZodMiniType<T>,
  key: SealKey,
  domain: Domain,
  ...context: Uint8Array[]
): T {
  const padded = openBox(key, box, domain, ...context);
  try {
    return z.decode(schema, JSON.parse(text(sodium.unpad(padded, IDENTITY_PADDED))));
  } catch {
    throw new CryptoError('malformed', 'a box for custodians');
  } finally {
    sodium.memzero(padded);
  }
}
