/** Trying slot sets: in the session's own thread where they are few, in several others where they are many. */
import type { SlotSetBytes } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import type { PersonKeys } from '../../../../crypto/person.ts';
import { openSlotSet } from '../../../../crypto/slots.ts';

/** With whose key sets are tried. */
export type SlotReader = Pick<PersonKeys, 'kemSeed' | 'kemPublicKey'>;

/** Null for a set that is somebody else's, `unsound` for one that holds another key than it says. */
export type OpenedSet = ReturnType<typeof openSlotSet> | 'unsound';

/** Tries sets that came together. Several calls may be under way. */
export interface SlotTrying {
  open(sets: readonly SlotSetBytes[]): Promise<readonly OpenedSet[]>;
  /** Wipes the keys wherever they were given. Calls under way fail with `locked`. */
  end(): void;
}

/** Starts trying with one person's key, of so many cases. Whoever starts it ends it. */
export type StartTrying = (reader: SlotReader, cases: number) => SlotTrying;

/** A set may be anybody's work: one that is unsound is trouble of its own case only. */
export function tryToOpen(set: SlotSetBytes, reader: SlotReader): OpenedSet {
  try {
    return openSlotSet(set, reader.kemSeed, reader.kemPublicKey);
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'bad-commitment') return 'unsound';
    throw error;
  }
}

/** In this thread, which does nothing else meanwhile. */
export const tryHere: StartTrying = (reader) => ({
  open: async (sets) => sets.map((set) => tryToOpen(set, reader)),
  end: () => undefined,
});
