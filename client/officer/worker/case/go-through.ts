/** One thing done with many cases, that may be cut short and begun again. */
import { failureOf, type FailureCode } from '../../../calls/failure.ts';

/** How far something is that goes through many cases. */
export interface CasesProgress {
  readonly done: number;
  readonly total: number;
}

export interface CasesDone {
  readonly changed: number;
  /** Of cases in which it was not possible: ids, or their numbers once they are to be read. */
  readonly failed: readonly string[];
}

/** Cases after which it may be time to store the keyring. */
const SAVE_EVERY = 32;

/** Failures after which no other case would fare better. */
export const ENDS: ReadonlySet<FailureCode> = new Set([
  'offline',
  'signed-out',
  'locked',
  'server-failed',
  'directory-changed',
  'unavailable',
  'busy',
  'outdated',
]);

/**
 * @param ids of cases
 * @param doing `act` says whether it changed the case; a case it fails in is listed, but for what ends the session
 */
export async function goThrough(
  ids: readonly string[],
  doing: {
    readonly onProgress: (progress: CasesProgress) => void;
    readonly act: (id: string) => Promise<boolean>;
    readonly save: () => Promise<void>;
  },
): Promise<CasesDone> {
  const { onProgress, act, save } = doing;
  let changed = 0;
  const failed: string[] = [];
  for (const [done, id] of ids.entries()) {
    onProgress({ done, total: ids.length });
    try {
      if (await act(id)) changed++;
    } catch (error) {
      if (ENDS.has(failureOf(error))) throw error;
      failed.push(id);
    }
    if (done % SAVE_EVERY === SAVE_EVERY - 1) await save();
  }
  if (ids.length > 0) await save();
  return { changed, failed };
}
