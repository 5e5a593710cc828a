/** Whose page it is, and what can be done there with files that are in the case. */
import type { OnProgress } from '../sending.ts';

export type Side = 'reporter' | 'officer';

export interface Keeping {
  readonly open: (id: string, onProgress: OnProgress) => Promise<Blob>;
  readonly remove: (id: string) => Promise<void>;
}
