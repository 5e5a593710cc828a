/** Files that somebody is sending: one after the other, each kept here until it has arrived or was taken away. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import type { OnProgress } from '../sending.ts';
import type { Given } from '../sent.ts';
import { useChosen, type Choosing } from './chosen.ts';

export interface Outgoing extends Given {
  readonly id: string;
  readonly state: 'waiting' | 'sending' | 'stopped' | 'failed';
  /** Bytes that have arrived. */
  readonly done: number;
  /** Milliseconds of `performance.now()` when it began to go, and bytes that had arrived then. */
  readonly since: { readonly time: number; readonly done: number } | null;
  /** When it was heard of last, in the same milliseconds. */
  readonly now: number;
  readonly failure: FailureCode | null;
}

/** How files are sent from where this is. */
export interface Sender {
  /** Resolves once the file is in the case. */
  readonly send: (id: string, given: Given, onProgress: OnProgress) => Promise<void>;
  readonly stop: (id: string, isForgotten: boolean) => void;
}

export interface Sendings extends Choosing {
  readonly outgoing: readonly Outgoing[];
  readonly pause: (id: string) => void;
  readonly goOn: (id: string) => void;
  readonly remove: (id: string) => void;
}

function newOutgoing(given: Given): Outgoing {
  return { ...given, id: crypto.randomUUID(), state: 'waiting', done: 0, since: null, now: 0, failure: null };
}

/** Whether something would be lost if the page were left now. */
export function isUnsent({ chosen, outgoing }: Sendings): boolean {
  return chosen.length > 0 || outgoing.length > 0;
}

/** Stays while the screen around it changes: what is on its way goes on. */
export function useSendings(sender: Sender): Sendings {
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const senderRef = useRef(sender);
  useEffect(() => {
    senderRef.current = sender;
  });
  const change = useCallback((id: string, part: Partial<Outgoing>) => {
    setOutgoing((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }, []);
  const forget = useCallback((id: string) => setOutgoing((all) => all.filter((one) => one.id !== id)), []);

  const add = useCallback(
    (given: readonly Given[]) => setOutgoing((all) => [...all, ...given.map(newOutgoing)]),
    [],
  );
  const choosing = useChosen(add);

  const isBusy = outgoing.some(({ state }) => state === 'sending');
  const waiting = isBusy ? undefined : outgoing.find(({ state }) => state === 'waiting');
  const [nextId, nextFile] = [waiting?.id, waiting?.file];
  const [incident, original] = [waiting?.incident ?? null, waiting?.original ?? null];
  useEffect(() => {
    if (nextId === undefined || nextFile === undefined) return;
    const [id, file] = [nextId, nextFile];
    change(id, { state: 'sending', failure: null, since: null });
    const told: OnProgress = (done) =>
      setOutgoing((all) =>
        all.map((one) => {
          if (one.id !== id) return one;
          const now = performance.now();
          return { ...one, done, now, since: one.since ?? { time: now, done } };
        }),
      );
    senderRef.current.send(id, { file, incident, original }, told).then(
      () => forget(id),
      (error: unknown) => {
        const failure = failureOf(error);
        change(id, failure === 'stopped' ? { state: 'stopped' } : { state: 'failed', failure });
      },
    );
  }, [nextId, nextFile, incident, original, change, forget]);

  return useMemo(
    () => ({
      ...choosing,
      outgoing,
      pause: (id) => {
        const one = outgoing.find((found) => found.id === id);
        if (one?.state === 'sending') senderRef.current.stop(id, false);
        else change(id, { state: 'stopped' });
      },
      goOn: (id) => change(id, { state: 'waiting', failure: null }),
      remove: (id) => {
        senderRef.current.stop(id, true);
        forget(id);
      },
    }),
    [choosing, outgoing, change, forget],
  );
}
