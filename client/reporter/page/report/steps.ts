/** Screens of one page, one after the other, with the browser's Back button. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';

export interface Steps<S extends string> {
  readonly now: S;
  /** The screen that Back leads to, if there is one. */
  readonly before: S | undefined;
  /** Every screen on the way here, this one last. */
  readonly way: readonly S[];
  readonly go: (step: S) => void;
  readonly back: () => void;
  /** Puts a screen in place of this one and of all before it: nothing leads back behind it. */
  readonly settle: (step: S) => void;
}

/** The browser's history learns how many screens were passed, and nothing else: no address, no title, no text. */
export function useSteps<S extends string>(first: S): Steps<S> {
  const [way, setWay] = useState<readonly S[]>([first]);
  const knownRef = useRef<S[]>([first]);
  const depthRef = useRef(0);
  const show = useCallback(() => setWay(knownRef.current.slice(0, depthRef.current + 1)), []);

  /** The number of the entry that the page began at: after a reload, entries of its former life are ahead or behind. */
  const baseRef = useRef(typeof history.state === 'number' ? history.state : 0);

  useEffect(() => {
    history.replaceState(baseRef.current, '');
    const move = (event: PopStateEvent) => {
      const wanted = typeof event.state === 'number' ? event.state - baseRef.current : 0;
      depthRef.current = Math.max(0, Math.min(wanted, knownRef.current.length - 1));
      show();
    };
    addEventListener('popstate', move);
    return () => removeEventListener('popstate', move);
  }, [show]);

  const go = useCallback(
    (step: S) => {
      depthRef.current += 1;
      knownRef.current = [...knownRef.current.slice(0, depthRef.current), step];
      history.pushState(baseRef.current + depthRef.current, '');
      show();
    },
    [show],
  );
  const settle = useCallback(
    (step: S) => {
      knownRef.current = knownRef.current.slice(0, depthRef.current + 1).map(() => step);
      show();
    },
    [show],
  );
  const back = useCallback(() => history.back(), []);

  return useMemo(
    () => ({ now: way.at(-1) ?? first, before: way.at(-2), way, go, back, settle }),
    [way, first, go, back, settle],
  );
}
