/**
 * Which case is open, so that the browser's own Back leads to the inbox. Its history holds only that a case
 * was open, never which: a browser writes its history to the disk.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { InboxCase } from './session.ts';
import type { Unsent } from './unsent.ts';

export type CaseName = Pick<InboxCase, 'id' | 'reference'>;

export interface CasePlace {
  readonly open: CaseName | null;
  /** Somebody is about to leave something unsent behind, and is asked. */
  readonly asking: boolean;
  readonly go: (to: CaseName) => void;
  readonly back: () => void;
  readonly stay: () => void;
  readonly leave: () => void;
}

/** What the history says while a case is open. */
const CASE = 'case';

export function useCasePlace(unsent: Unsent): CasePlace {
  const [open, setOpen] = useState<CaseName | null>(null);
  const [asking, setAsking] = useState(false);
  const lastRef = useRef<CaseName | null>(null);
  const leavingRef = useRef(false);

  useEffect(() => {
    const moved = (event: PopStateEvent) => {
      if (event.state !== CASE && unsent.any && !leavingRef.current) {
        history.pushState(CASE, '');
        setAsking(true);
        return;
      }
      leavingRef.current = false;
      setOpen(event.state === CASE ? lastRef.current : null);
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, [unsent]);

  const go = useCallback((to: CaseName) => {
    lastRef.current = to;
    history.pushState(CASE, '');
    setOpen(to);
  }, []);
  const back = useCallback(() => history.back(), []);
  const stay = useCallback(() => setAsking(false), []);
  const leave = useCallback(() => {
    leavingRef.current = true;
    setAsking(false);
    history.back();
  }, []);
  return { open, asking, go, back, stay, leave };
}
