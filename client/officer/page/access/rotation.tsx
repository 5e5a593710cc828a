/** The keys of cases that somebody who left could read, changed in the background. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatList, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { CasesDone, CasesProgress } from '../../worker/case/go-through.ts';
import type { LinkedSession } from '../frame/session-start.ts';

/** Of all pages of a session: it goes on while a case is open, and is not begun twice. */
export interface RotationState {
  readonly progress: CasesProgress | null;
  /** What was done since signing in. */
  readonly done: CasesDone;
}

const NOTHING: RotationState = { progress: null, done: { changed: 0, failed: [] } };

/** @returns what is going on, and how to begin: again and again costs nothing when there is nothing to do */
export function useRotation(session: LinkedSession): [RotationState, () => void] {
  const [state, setState] = useState(NOTHING);
  const runningRef = useRef(false);
  const mountedRef = useRef(true);
  useEffect(() => () => void (mountedRef.current = false), []);
  const begin = useCallback(async () => {
    if (runningRef.current) return;
    runningRef.current = true;
    const show = (progress: CasesProgress | null, more: CasesDone = NOTHING.done) => {
      if (!mountedRef.current) return;
      setState(({ done }) => ({
        progress,
        done: { changed: done.changed + more.changed, failed: more.failed },
      }));
    };
    try {
      const more = await session.allCases.rotate((progress) => show(progress));
      if (more.changed > 0 || more.failed.length > 0) show(null, more);
    } catch {
      // Cut off: the inbox says why, and its next look begins again with what is left.
      show(null);
    }
    runningRef.current = false;
  }, [session]);
  const beginQuietly = useCallback(() => void begin(), [begin]);
  return [state, beginQuietly];
}

export function RotationText({ state: { progress, done } }: { state: RotationState }) {
  if (progress !== null) {
    return <Progress label={t('rotation.working')} done={progress.done} total={progress.total} />;
  }
  return (
    <>
      {done.changed > 0 && <output class="hint">{t('rotation.done', { count: done.changed })}</output>}
      {done.failed.length > 0 && (
        <Notice kind="warning">
          {t('rotation.failed', { count: done.failed.length, cases: caseNumbers(done.failed) })}
        </Notice>
      )}
    </>
  );
}

/** As many numbers of cases as a person acts on at a time. */
const MOST_NUMBERS = 10;

/** The numbers of cases in which something was not possible. */
export function caseNumbers(references: readonly string[]): string {
  const shown = formatList(references.slice(0, MOST_NUMBERS));
  return references.length > MOST_NUMBERS ? `${shown} …` : shown;
}
