/** What came of showing something, before it is measured. */
import type { Told } from './told.ts';

export type Seen = Extract<Told, { is: 'failed' }> | Omit<Extract<Told, { is: 'shown' }>, 'height'>;
