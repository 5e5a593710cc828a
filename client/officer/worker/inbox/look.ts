/** One look at the inbox: what it works with, and how far it is. */
import type { Api } from '../../../calls/api.ts';
import type { Casework } from '../case/casework.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { SlotTrying } from '../slots/opening.ts';
import type { Backlog } from './backlog.ts';

/** What the inbox is doing, for a progress line: pages of the keyring read, cases tried, or read, out of how many. */
export interface SyncProgress {
  readonly step: 'loading' | 'trying' | 'reading';
  readonly done: number;
  readonly total: number;
  /** Cases read so far: while others are still tried, these can be shown. */
  readonly read: number;
}

export interface Sync {
  readonly api: Api;
  readonly keyring: Keyring;
  readonly casework: Casework;
  readonly backlog: Backlog;
  /** Of the directory that is followed. */
  readonly version: number;
  /** Starts trying the slot sets of so many cases. */
  readonly startTrying: (cases: number) => SlotTrying;
  readonly onProgress: (progress: SyncProgress) => void;
  /** The server’s list is of another history than what was read of it before. */
  readonly onPutBack: () => void;
}
