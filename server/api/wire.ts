/** How bytes, days and ids travel in JSON: canonical base64url, checked for length, typed by kind. */
import * as z from 'zod/mini';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { LENGTH, type Bytes, type Kind } from '../../crypto/bytes.ts';

/** Characters of base64url for a number of bytes. */
export function concatLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

const isBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

function encoded<T extends Uint8Array>(fits: (bytes: Uint8Array) => boolean) {
  return z.codec(z.string(), isBytes as unknown as z.ZodMiniCustom<T, T>, {
    decode: (text, context) => {
      const bytes = fromBase64url(text);
      if (bytes !== null && fits(bytes)) return bytes as T;
      context.issues.push({ code: 'custom', message: 'bytes', input: text });
      return z.NEVER;
    },
    encode: (bytes) => toBase64url(bytes),
  });
}

/** Bytes of a fixed-size kind. */
export function bytesOf<K extends Kind>(kind: K) {
  return encoded<Bytes<K>>((bytes) => bytes.length === LENGTH[kind]);
}

/** Bytes of a kind whose length varies within bounds. */
export function bytesUpTo<K extends string>(_kind: K, longest: number, shortest = 1) {
  return encoded<Bytes<K>>((bytes) => bytes.length >= shortest && bytes.length <= longest);
}

/** A UTC day, `YYYY-MM-DD`, that exists. */
export const day = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/),
  z.refine((value) => {
    const date = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
  }),
);

/** A number that counts something, from 0. */
export const count = z.int().check(z.gte(0), z.lte(0x7fffffff));
