/** Whose page it is, and what can be done there with files that are in the case. */
import type { OnProgress } from '../sending.ts';
import type { DiskPlace } from '../sink.ts';

export type Side = 'reporter' | 'officer';

/** Who could open an original that is kept, and how many whole days there are to object first. */
export interface KeepingOriginals {
  readonly custodians: readonly string[];
  readonly days: number;
}

export interface Keeping {
  readonly open: (id: string, onProgress: OnProgress) => Promise<Blob>;
  /** Opens it as it is written to this device. */
  readonly save: (id: string, place: DiskPlace, onProgress: OnProgress) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}
