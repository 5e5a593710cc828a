/** One thing at a time that a button starts. */
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { createContext } from 'preact';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';

/** Called when the server, or the session itself, says that nobody is signed in any more. */
export const SessionEnded = createContext<() => void>(() => undefined);

export interface Task {
  readonly busy: boolean;
  /** What the last run failed with; null while it runs and after it succeeded. */
  readonly failure: FailureCode | null;
  /** @returns what the work gave, or undefined when it failed or another run has not ended */
  readonly run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  readonly clear: () => void;
}

export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const runningRef = useRef(false);
  const mountedRef = useRef(true);
  const ended = useContext(SessionEnded);
  useEffect(() => {
    mountedRef.current = true;
    return () => {
      mountedRef.current = false;
    };
  }, []);
  const run = useCallback(
    async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      if (runningRef.current) return undefined;
      runningRef.current = true;
      setBusy(true);
      setFailure(null);
      try {
        const value = await work();
        return mountedRef.current ? value : undefined;
      } catch (error) {
        const code = failureOf(error);
        if (mountedRef.current) {
          setFailure(code);
          if (code === 'signed-out' || code === 'locked') ended();
        }
        return undefined;
      } finally {
        runningRef.current = false;
        if (mountedRef.current) setBusy(false);
      }
    },
    [ended],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
