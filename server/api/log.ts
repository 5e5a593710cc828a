/** The public log. Its checkpoints and tiles are files at `LOG_PATH`, as others read them (PROTOCOL §8.2). */
import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { bytesOf, day } from './wire.ts';

/** Where the log lies, below the line's address. */
export const LOG_PATH = '/log';

/** Characters of a signed note, and of a proof: a note, a line of its place and at most 53 hashes. */
const noteText = z.string().check(z.maxLength(8192));
const proofText = z.string().check(z.maxLength(8192 + 64 + 53 * 45));

/**
 * That an entry is in the log: of the first closing that covers the day it is stamped for, with the closing before and that
 * the log only grew from there. `not-closed` before that day is closed, `not-found` where there is no such leaf.
 */
export const readLogProof = endpoint(
  'POST',
  '/api/log/proof',
  z.strictObject({ hash: bytesOf('Hash'), day }),
  z.strictObject({
    /** C2SP tlog-proof, with the checkpoint. */
    proof: proofText,
    before: z.nullable(
      z.strictObject({
        checkpoint: noteText,
        path: z.array(bytesOf('TreeHash')).check(z.maxLength(53)),
      }),
    ),
  }),
);
