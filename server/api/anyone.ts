/** What anyone may ask. */
import * as z from 'zod/mini';
import { parseDirectory } from './directory.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { bytesOf, count, day } from './wire.ts';

export const nothing = z.strictObject({});

/** Bytes of a text as it stands in JSON. */
function jsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}

export const signedDirectory = z.strictObject({
  text: z.string().check(
    z.maxLength(LIMITS.directoryBytes),
    z.refine((text) => jsonBytes(text) <= LIMITS.directoryBytes),
  ),
  signature: bytesOf('Signature'),
});

/** The newest version, or `not-ready` before the instance is set up. */
export const readDirectory = { ...endpoint('GET', '/api/directory', nothing, signedDirectory), isReadable };

/** One version, for those who check the chain. */
export const readDirectoryVersion = {
  ...endpoint(
    'GET',
    '/api/directory/version',
    z.strictObject({ version: z.string().check(z.regex(/^[1-9]\d{0,8}$/)) }),
    signedDirectory,
  ),
  isReadable,
};

/** A later version may have fields that this one does not know. */
function isReadable({ text }: z.output<typeof signedDirectory>): boolean {
  return parseDirectory(text) !== null;
}

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

/** What is written without an account: a new case, an entry of one, a request to colleagues, or a file. */
export const writtenKinds = ['case', 'entry', 'request', 'blob'] as const;

/**
 * A challenge: for a request to sign, and for work, which goes by what is to be written and how long it is. And the hash
 * of the newest directory, so that nobody seals to people by an older one.
 */
export const getChallenge = endpoint(
  'GET',
  '/api/challenge',
  z.strictObject({
    for: z.optional(z.enum(writtenKinds)),
    /** Of the entry and its slot sets together, or of a sealed file. */
    bytes: z.optional(z.string().check(z.regex(/^[1-9]\d{0,9}$/))),
  }),
  z.strictObject({ challenge, directory: z.nullable(bytesOf('Hash')) }),
);

/** A challenge and the number that solves it. */
export const work = z.strictObject({
  challenge,
  counter: z.int().check(z.gte(0), z.lte(0xffffffff)),
  derivedKey: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export type Work = z.output<typeof work>;

/** A stamp as it travels. */
export const stamp = z.strictObject({ day, signature: bytesOf('Signature') });
