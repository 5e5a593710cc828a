/** What anyone may ask. */
import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { bytesOf, count, day } from './wire.ts';

export const nothing = z.strictObject({});

export const signedDirectory = z.strictObject({
  text: z.string().check(z.maxLength(LIMITS.directoryBytes)),
  signature: bytesOf('Signature'),
});

/** The newest version, or `not-ready` before the instance is set up. */
export const readDirectory = endpoint('GET', '/api/directory', nothing, signedDirectory);

/** One version, for those who check the chain. */
export const readDirectoryVersion = endpoint(
  'GET',
  '/api/directory/version',
  z.strictObject({ version: z.string().check(z.regex(/^[1-9]\d{0,8}$/)) }),
  signedDirectory,
);

/** A challenge of `altcha-lib`: work for those who write, and the fresh value that a request signs. */
export const challenge = z.strictObject({
  parameters: z.strictObject({
    algorithm: z.literal('SHA-256'),
    cost: count,
    expiresAt: z.int(),
    keyLength: count,
    keyPrefix: z.string().check(z.maxLength(64)),
    nonce: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
    salt: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  }),
  signature: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export type Challenge = z.output<typeof challenge>;

export const getChallenge = endpoint('GET', '/api/challenge', nothing, challenge);

/** A challenge and the number that solves it. */
export const work = z.strictObject({
  challenge,
  counter: z.int().check(z.gte(0), z.lte(0xffffffff)),
  derivedKey: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export type Work = z.output<typeof work>;

/** A stamp as it travels. */
export const stamp = z.strictObject({ day, signature: bytesOf('Signature') });
