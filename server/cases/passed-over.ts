/** What is damaged in the database is named to whoever runs the server, and passed over for the sake of all else. */
import { CryptoError } from '../../crypto/errors.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import type { CaseId } from '../../crypto/bytes.ts';
import type { SlotSetRecord } from '../../db/slot-sets.ts';
import { DatabaseError, nameOfCase, troubleOf } from '../../db/trouble.ts';
import { logFailure } from '../operator/console.ts';

/** Names something damaged. */
export function passOver(name: string): void {
  logFailure(new DatabaseError('damaged', name));
}

/** Reads something of cases; where that fails, of each alone, and of those that are damaged nothing. */
export async function ofEach<T>(
  cases: readonly CaseId[],
  read: (some: readonly CaseId[]) => Promise<T[]>,
): Promise<T[]> {
  try {
    return await read(cases);
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
  }
  const found: T[] = [];
  for (const caseId of cases) {
    try {
      found.push(...(await read([caseId])));
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw error;
      passOver(error instanceof DatabaseError ? error.message : nameOfCase(caseId));
    }
  }
  return found;
}

/** @throws DatabaseError `damaged` where one of them is no slot set */
export function soundSets(sets: readonly SlotSetRecord[]): readonly SlotSetRecord[] {
  for (const { bytes, caseId } of sets) {
    try {
      parseSlotSet(bytes);
    } catch (error) {
      if (error instanceof CryptoError)
        throw new DatabaseError('damaged', `a slot set of ${nameOfCase(caseId)}`);
      throw error;
    }
  }
  return sets;
}
