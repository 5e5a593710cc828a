/** Files that somebody chose and has not sent: each is examined, and goes only when they say so. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Examination, type Examined } from '../examining.ts';
import type { Given } from '../sent.ts';

export interface Chosen extends Omit<Given, 'original'> {
  readonly id: string;
  /** Under which it is to be sent. */
  readonly name: string;
  readonly state: 'waiting' | 'examining' | 'examined';
  readonly examined: Examined | null;
  /** Whether it is also kept as it is, for custodians. */
  readonly keepsOriginal: boolean;
}

export interface Choosing {
  readonly chosen: readonly Chosen[];
  readonly choose: (files: readonly File[]) => void;
  /** What a file belongs to: an incident, or, with null, the report. */
  readonly belong: (id: string, incident: string | null) => void;
  /** What files belong to that are chosen from now on. */
  readonly belongFromNow: (incident: string | null) => void;
  readonly rename: (id: string, name: string) => void;
  /** Sends none of it, and stops examining it. */
  readonly leave: (id: string) => void;
  readonly keepOriginal: (id: string, keepsOriginal: boolean) => void;
  /** Once more, where it could not be examined. */
  readonly examineAgain: (id: string) => void;
  /** Sends all that are clean. */
  readonly sendClean: () => void;
  /** Sends one as it was chosen. */
  readonly sendAsItIs: (id: string) => void;
}

function newChosen(file: File, incident: string | null): Chosen {
  const id = crypto.randomUUID();
  return { id, file, incident, name: file.name, state: 'waiting', examined: null, keepsOriginal: false };
}

export function isClean({ examined }: Chosen): boolean {
  return examined?.is === 'clean';
}

/** A file without the day on which it was changed. */
function givenOf(bytes: Blob, { file, name, incident }: Chosen, original: File | null): Given {
  return { file: new File([bytes], name, { type: file.type, lastModified: 0 }), incident, original };
}

function cleanOf(one: Chosen): Given[] {
  const { examined, file, keepsOriginal } = one;
  return examined?.is === 'clean' ? [givenOf(examined.file, one, keepsOriginal ? file : null)] : [];
}

/** @param send takes files that are to go */
export function useChosen(send: (files: readonly Given[]) => void): Choosing {
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const fromNowRef = useRef<string | null>(null);
  const examinationRef = useRef<Examination | null>(null);
  const change = useCallback((id: string, part: Partial<Chosen>) => {
    setChosen((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }, []);
  useEffect(() => () => examinationRef.current?.end(), []);

  const isBusy = chosen.some(({ state }) => state === 'examining');
  const next = isBusy ? undefined : chosen.find(({ state }) => state === 'waiting');
  const [nextId, nextFile] = [next?.id, next?.file];
  useEffect(() => {
    if (nextId === undefined || nextFile === undefined) return;
    change(nextId, { state: 'examining' });
    examinationRef.current ??= new Examination();
    void examinationRef.current
      .examine(nextFile)
      .then((examined) => change(nextId, { state: 'examined', examined }));
  }, [nextId, nextFile, change]);

  return useMemo(() => {
    const forget = (gone: readonly Chosen[]) =>
      setChosen((all) => all.filter(({ id }) => !gone.some((one) => one.id === id)));
    return {
      chosen,
      choose: (files) =>
        setChosen((all) => [...all, ...files.map((file) => newChosen(file, fromNowRef.current))]),
      belong: (id, incident) => change(id, { incident }),
      belongFromNow: (incident) => {
        fromNowRef.current = incident;
      },
      rename: (id, name) => change(id, { name }),
      keepOriginal: (id, keepsOriginal) => change(id, { keepsOriginal }),
      leave: (id) => {
        const gone = chosen.filter((one) => one.id === id);
        forget(gone);
        if (gone.some(({ state }) => state === 'examining')) examinationRef.current?.end();
      },
      examineAgain: (id) => change(id, { state: 'waiting', examined: null }),
      sendClean: () => {
        const clean = chosen.filter(isClean);
        send(clean.flatMap(cleanOf));
        forget(clean);
      },
      sendAsItIs: (id) => {
        const all = chosen.filter((one) => one.id === id);
        send(all.map((one) => givenOf(one.file, one, null)));
        forget(all);
      },
    };
  }, [chosen, change, send]);
}
