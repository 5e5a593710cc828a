/** Sending a report, and trying again; or being told first that the office has changed who reads it. */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { SignedDirectory } from '../../../../crypto/directory.ts';
import { parseDirectory, type Directory } from '../../../../server/api/directory.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { changesFor } from '../../../directory/changes.ts';
import type { Language } from '../../../messages/languages.ts';
import type { Guard } from '../frame/guard.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import type { Receipt, SendStep } from '../../worker/session.ts';
import { Outgoing, type Draft } from './draft.ts';

/** A directory as the page shows it, and as it was signed. */
export interface Loaded {
  readonly signed: SignedDirectory;
  readonly directory: Directory;
}

export interface Sending {
  /** Null while nothing is on its way. */
  readonly step: SendStep | null;
  /** What the last try failed with. */
  readonly failure: FailureCode | null;
  /** A directory that changes what was chosen: to be looked at before anything is sent. */
  readonly newer: Loaded | null;
  readonly send: (draft: Draft, language: Language) => Promise<void>;
  /** The page shows the newer directory now. */
  readonly agreed: () => void;
}

/** @param shown the directory that the page shows */
export function useSending(guard: Guard, shown: Directory, onSent: (receipt: Receipt) => void): Sending {
  const [step, setStep] = useState<SendStep | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [newer, setNewer] = useState<Loaded | null>(null);
  const outgoingRef = useRef(new Outgoing());
  const { start } = guard;
  const send = useCallback(
    async (draft: Draft, language: Language) => {
      setStep('sealing');
      setFailure(null);
      // Steps come over a channel of their own: the last may arrive after the end.
      let ongoing = true;
      const tell = (one: SendStep) => {
        if (ongoing) setStep(one);
      };
      try {
        // When the lock does not load, its own state says so.
        const session = await start();
        if (session === null) return;
        const report = outgoingRef.current.of(draft, language);
        const receipt = await sendOrLook(session, report, shown, tell);
        if ('words' in receipt) onSent(receipt);
        else setNewer(receipt);
      } catch (error) {
        setFailure(failureOf(error));
      } finally {
        ongoing = false;
        setStep(null);
      }
    },
    [start, shown, onSent],
  );
  const agreed = useCallback(() => {
    const version = newer?.directory.version;
    setNewer(null);
    if (version !== undefined) void start().then((session) => session?.show(version));
  }, [newer, start]);
  return { step, failure, newer, send, agreed };
}

/** @returns the receipt, or the newest directory where it changes what was chosen and nothing was sent */
async function sendOrLook(
  session: LinkedSession,
  report: ReturnType<Outgoing['of']>,
  shown: Directory,
  show: (step: SendStep) => void,
): Promise<Receipt | Loaded> {
  try {
    return await session.send(report, show);
  } catch (error) {
    if (failureOf(error) !== 'directory-changed') throw error;
    const signed = await session.newest();
    const directory = parseDirectory(signed.text);
    if (directory === null || changesFor(shown, directory, { leftOut: [], ...report }) === null) throw error;
    return { signed, directory };
  }
}
