/** Sending a report, and trying again. */
import { useCallback, useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../failure.ts';
import type { Language } from '../messages/languages.ts';
import { Outgoing, type Draft } from './draft.ts';
import type { Lock } from './lock.ts';
import type { Receipt, SendStep } from './session.ts';

export interface Sending {
  /** Null while nothing is on its way. */
  readonly step: SendStep | null;
  /** What the last try failed with. */
  readonly failure: FailureCode | null;
  readonly send: (draft: Draft, language: Language) => Promise<void>;
}

export function useSending(lock: Lock, onSent: (receipt: Receipt) => void): Sending {
  const [step, setStep] = useState<SendStep | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const outgoingRef = useRef(new Outgoing());
  const { start } = lock;
  const send = useCallback(
    async (draft: Draft, language: Language) => {
      setStep('sealing');
      setFailure(null);
      // Steps come over a channel of their own: the last may arrive after the end.
      let ongoing = true;
      const show = (one: SendStep) => {
        if (ongoing) setStep(one);
      };
      try {
        // When the lock does not load, its own state says so.
        const session = await start();
        if (session !== null) onSent(await session.send(outgoingRef.current.of(draft, language), show));
      } catch (error) {
        setFailure(failureOf(error));
      } finally {
        ongoing = false;
        setStep(null);
      }
    },
    [start, onSent],
  );
  return { step, failure, send };
}
