/** How an untouched original, and the key of those before it, stand in entries (PROTOCOL §5). */
import * as z from 'zod/mini';
import { LENGTH } from '../../../crypto/bytes.ts';
import { bytesOf, bytesUpTo } from '../../../server/api/wire.ts';
import { IDENTITY_BOX } from './identity-limits.ts';

/** As it stands in the entry of the cleaned file. */
export const sealedOriginal = z.strictObject({
  blob: bytesOf('BlobId'),
  box: bytesUpTo('BoxBytes', IDENTITY_BOX, IDENTITY_BOX),
});

export type SealedOriginal = z.output<typeof sealedOriginal>;

/** Bytes of an originals' key of before, sealed: nonce, key, tag. */
const FORMER_BOX = LENGTH.Nonce + LENGTH.SealKey + 16;

export const former = bytesUpTo('BoxBytes', FORMER_BOX, FORMER_BOX);
