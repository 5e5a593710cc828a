/** Where the focus goes when the form that had it has done its work and is gone: to what became of it. */
import { useEffect, useRef } from 'preact/hooks';

/** @param state changes when a form on the page goes. @returns for an element that stays, with `tabIndex={-1}` */
export function useKeptFocus<E extends HTMLElement>(state: string) {
  const keptRef = useRef<E>(null);
  const beforeRef = useRef(state);
  useEffect(() => {
    if (beforeRef.current === state) return;
    beforeRef.current = state;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) keptRef.current?.focus();
  }, [state]);
  return keptRef;
}
