/** Ids as the page gives them back: base64url text. */
import * as z from 'zod/mini';
import { bytesOf } from '../../server/api/wire.ts';
import { Failure } from './failure.ts';

/** @throws Failure `not-found` for what is no such id */
export function idFromPage<K extends 'PersonId' | 'Hash' | 'SigningPublicKey'>(kind: K, id: string) {
  const parsed = z.safeDecode(bytesOf(kind), id);
  if (!parsed.success) throw new Failure('not-found');
  return parsed.data;
}
