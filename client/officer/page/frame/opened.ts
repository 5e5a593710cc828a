/**
 * What is open beside the inbox, so that the browser's own Back leads back to it. The history holds only that
 * something was open, never what: a browser writes its history to the disk.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { Unsent } from './unsent.ts';

export type CaseName = Pick<InboxCase, 'id' | 'reference'>;

/** A case, the office, or one's own account. */
export type Opened = CaseName | 'office' | 'account';

export interface OpenedState {
  /** Null for the inbox. */
  readonly open: Opened | null;
  /** Somebody is about to leave something unsent behind, and is asked. */
  readonly asking: boolean;
  readonly go: (to: Opened) => void;
  readonly back: () => void;
  readonly stay: () => void;
  readonly leave: () => void;
}

/** What the history says while something is open. */
const OPEN = 'open';

export function useOpened(unsent: Unsent): OpenedState {
  const [open, setOpen] = useState<Opened | null>(null);
  const [asking, setAsking] = useState(false);
  const lastRef = useRef<Opened | null>(null);
  const leavingRef = useRef(false);

  useEffect(() => {
    const moved = (event: PopStateEvent) => {
      if (event.state !== OPEN && unsent.any && !leavingRef.current) {
        history.pushState(OPEN, '');
        setAsking(true);
        return;
      }
      leavingRef.current = false;
      setOpen(event.state === OPEN ? lastRef.current : null);
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, [unsent]);

  const go = useCallback((to: Opened) => {
    lastRef.current = to;
    history.pushState(OPEN, '');
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
