/** Tries slot sets, in a thread of its own, with a key it is given. It asks the server for nothing. */
import { expose } from 'comlink';
import type { SlotSetBytes } from '../../../../crypto/bytes.ts';
import { ready } from '../../../../crypto/sodium.ts';
import { loadOfficersSodium } from '../../../sodium/officers.ts';
import { tryToOpen, type OpenedSet, type SlotReader } from './opening.ts';

const coming = ready(loadOfficersSodium);
/** A slot that is somebody else's is an error that libsodium throws: where it came from is asked by nobody, and costs time. */
Error.stackTraceLimit = 0;
let reader: SlotReader | null = null;

const slotWorker = {
  take: (given: SlotReader): void => {
    reader = given;
  },
  open: async (sets: readonly SlotSetBytes[]): Promise<readonly OpenedSet[]> => {
    await coming;
    return sets.map((set) => (reader === null ? null : tryToOpen(set, reader)));
  },
  wipe: (): void => {
    reader?.kemSeed.fill(0);
    reader = null;
  },
};

export type SlotWorker = typeof slotWorker;

expose(slotWorker);
