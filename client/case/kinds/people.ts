/** People as entries name them: by their ids, each once. */
import * as z from 'zod/mini';
import { equal, type PersonId } from '../../../crypto/bytes.ts';
import { bytesOf } from '../../../server/api/wire.ts';

/** Slots of the largest set: no page seals to more people. */
export const MOST_READERS = 32;

export function people(least: number, most: number) {
  return z.array(bytesOf('PersonId')).check(
    z.minLength(least),
    z.maxLength(most),
    z.refine((ids) => new Set(ids.map(String)).size === ids.length),
  );
}

export function isAmong(people: readonly PersonId[], id: PersonId): boolean {
  return people.some((other) => equal(other, id));
}
