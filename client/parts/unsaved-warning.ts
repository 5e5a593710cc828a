/** `useUnsavedWarning(dirty)`: has the browser ask before the page is left or loaded again, while something would be lost. */
import { useEffect } from 'preact/hooks';

export function useUnsavedWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [dirty]);
}
