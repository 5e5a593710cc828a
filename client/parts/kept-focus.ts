/** Where the focus goes when the form that had it has done its work and is gone: to what became of it. */
import { useLayoutEffect, useRef } from 'preact/hooks';

/** @param state changes when a form on the page goes. @returns for an element that stays, with `tabIndex={-1}` */
export function useKeptFocus<E extends HTMLElement>(state: string) {
  const keptRef = useRef<E>(null);
  const beforeRef = useRef(state);
  // Before anything is drawn: a key pressed in between would go nowhere.
  useLayoutEffect(() => {
    if (beforeRef.current === state) return;
    beforeRef.current = state;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) keptRef.current?.focus();
  }, [state]);
  return keptRef;
}
