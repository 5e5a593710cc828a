/**
 * The guard of the page: the cryptography, loaded when it is first needed and not before, and the directory it
 * has checked. Nothing is sealed or opened while it is not `ready`.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SignedDirectory } from '../../../../crypto/directory.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { startSession, type LinkedSession } from './session-start.ts';

export type GuardState =
  | { readonly at: 'idle' | 'starting' }
  | { readonly at: 'failed'; readonly failure: FailureCode }
  /** `fingerprint`: the six words of the authority that signed the directory. */
  | { readonly at: 'ready'; readonly fingerprint: readonly string[] }
  /** The directory is not one of the authority it should be of. Nothing may be written here. */
  | { readonly at: 'refused' };

export interface Guard {
  readonly state: GuardState;
  /** Loads and checks, once; after `failed`, anew. @returns null when it failed or refused */
  readonly start: () => Promise<LinkedSession | null>;
  /** Ends the worker, with every key in it. */
  readonly end: () => void;
}

/** Failures of the device or the network, after which trying again makes sense. All others accuse. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'offline',
  'server-failed',
  'unavailable',
  'outdated',
  'unexpected',
]);

/** @param authority base64url of the authority's key from a printed link, or null */
export function useGuard(signed: SignedDirectory | null, authority: string | null): Guard {
  const [state, setState] = useState<GuardState>({ at: 'idle' });
  const startedRef = useRef<LinkedSession | null>(null);
  const comingRef = useRef<Promise<LinkedSession | null> | null>(null);

  const end = useCallback(() => {
    startedRef.current?.end();
    startedRef.current = null;
    comingRef.current = null;
    setState({ at: 'idle' });
  }, []);
  useEffect(() => () => startedRef.current?.end(), []);

  const start = useCallback(() => {
    if (signed === null) return Promise.resolve(null);
    comingRef.current ??= (async () => {
      setState({ at: 'starting' });
      const session = (startedRef.current = startSession());
      try {
        const fingerprint = await session.checkDirectory(signed, authority);
        setState({ at: 'ready', fingerprint });
        return session;
      } catch (error) {
        end();
        const failure = failureOf(error);
        setState(PASSING.has(failure) ? { at: 'failed', failure } : { at: 'refused' });
        return null;
      }
    })();
    return comingRef.current;
  }, [signed, authority, end]);

  return useMemo(() => ({ state, start, end }), [state, start, end]);
}
