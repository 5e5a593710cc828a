/** Files, sealed: room for them, and tickets for their pieces (`pieces.ts`). */
import * as z from 'zod/mini';
import { chunkCount, isChunkCount } from '../../crypto/blob.ts';
import { work } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { access } from './officer.ts';
import { signed } from './reporter.ts';
import { bytesOf, count } from './wire.ts';

/** Chunks of the largest file, sealed. */
const MOST_CHUNKS = chunkCount(LIMITS.fileBytes);

const begun = {
  blob: bytesOf('BlobId'),
  chunks: count.check(z.gte(1), z.lte(MOST_CHUNKS), z.refine(isChunkCount)),
};

/** Good for a quarter of an hour, for every piece of one blob; `signed-out` once it is over. */
const ticket = z.string().check(z.maxLength(400));

/** The pieces that have come already: what is left is sent. */
const room = z.strictObject({ ticket, pieces: z.array(count) });

const opened = z.strictObject({ ticket, chunks: count });

/** Makes room for a file, or goes on with one. Work as for its bytes; `full` where there is no room. */
export const beginOwnBlob = endpoint(
  'POST',
  '/api/case/blob/begin',
  z.strictObject({ ...signed, ...begun, work: z.nullable(work) }),
  room,
);

export const openOwnBlob = endpoint(
  'POST',
  '/api/case/blob/open',
  z.strictObject({ ...signed, blob: bytesOf('BlobId') }),
  opened,
);

export const beginBlob = endpoint(
  'POST',
  '/api/officer/blob/begin',
  z.strictObject({ ...access, ...begun }),
  room,
);

export const openBlob = endpoint(
  'POST',
  '/api/officer/blob/open',
  z.strictObject({ ...access, blob: bytesOf('BlobId') }),
  opened,
);
