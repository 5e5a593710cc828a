/** Recovery by colleagues (PROTOCOL §9.1): preparing, asking, helping, finishing. */
import * as z from 'zod/mini';
import { challenge, nothing, work } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { account } from './setup.ts';
import { bytesOf, count } from './wire.ts';

const signature = bytesOf('Signature');

const storedSet = z.strictObject({ set: bytesOf('ShareSet'), signature, helpers: bytesOf('HelperList') });

/**
 * Puts a share set in the place of the one before. Requests that are open end: their person is here. The set that is
 * stored, once more, changes nothing.
 */
export const storeShareSet = endpoint(
  'POST',
  '/api/officer/share-set',
  z.extend(storedSet, {
    /** By the person, over set, list and the session's challenge. Not kept. */
    storing: signature,
  }),
  nothing,
);

export const readShareSet = endpoint(
  'GET',
  '/api/officer/share-set/own',
  nothing,
  z.strictObject({ shareSet: z.nullable(storedSet) }),
);

const signedSet = z.strictObject({ set: bytesOf('ShareSet'), signature });

/** An answer as it stands on record. */
const answer = { answer: bytesOf('RecoveryAnswer'), signature };

const done = z.nullable(z.strictObject({ done: bytesOf('RecoveryDone'), signature }));
const state = z.enum(['open', 'refused', 'done', 'ended']);

/**
 * Asks colleagues for their shares. The same bytes again are no error. Where as many requests are open for the account
 * as may be, the oldest that nobody answered makes room; `conflict` when all are answered. An account that does not exist is asked for like one that does.
 */
export const askRecovery = endpoint(
  'POST',
  '/api/recovery',
  z.strictObject({ request: bytesOf('RecoveryRequest'), signature, work }),
  nothing,
);

/** One's own request. The share set comes with the first answer, so that an account without one looks the same. */
export const readOwnRecovery = endpoint(
  'POST',
  '/api/recovery/read',
  z.strictObject({ publicKey: bytesOf('SigningPublicKey'), challenge, signature }),
  z.strictObject({
    request: bytesOf('RecoveryRequest'),
    state,
    shareSet: z.nullable(signedSet),
    answers: z.array(z.strictObject({ ...answer, letter: z.nullable(bytesOf('ShareLetter')) })),
  }),
);

/**
 * What is open, with the share sets it is about, and what was answered or done: the same for every officer. With `more`
 * it goes on after so many requests.
 */
export const readRecoveries = endpoint(
  'POST',
  '/api/officer/recoveries',
  z.strictObject({ from: count.check(z.lte(LIMITS.listedRecoveries)) }),
  z.strictObject({
    more: z.boolean(),
    shareSets: z.array(signedSet),
    recoveries: z
      .array(
        z.strictObject({
          request: bytesOf('RecoveryRequest'),
          state,
          answers: z.array(z.strictObject(answer)),
          done,
        }),
      )
      .check(z.maxLength(LIMITS.listedRecoveries)),
  }),
);

/**
 * Approves, with a letter, or refuses, which ends the request. The same answer again is no error. `not-found` for
 * whoever holds no share, `conflict` for a second answer or a request that is not open.
 */
export const answerRecovery = endpoint(
  'POST',
  '/api/officer/recovery/answer',
  z.strictObject({
    ...answer,
    /** By the share's key; null for a person's own refusal. */
    holding: z.nullable(signature),
    letter: z.nullable(bytesOf('ShareLetter')),
  }),
  nothing,
);

/**
 * Replaces all that unlocks the account, over a signature by the person's key. All sessions end. The same request
 * again is no error. `conflict` when the request is not open, or too few approved it.
 */
export const finishRecovery = endpoint(
  'POST',
  '/api/recovery/finish',
  z.strictObject({ account, done: bytesOf('RecoveryDone'), signature }),
  nothing,
);
