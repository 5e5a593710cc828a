/** A form of the own case's page. What was typed stays until the server has confirmed it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { MOST_TEXT } from './draft.ts';
import { FailureNotice } from './failure-notice.tsx';
import type { Lock } from './lock.ts';
import type { OwnView } from './own-case.ts';
import type { LinkedSession } from './session-start.ts';

export function OwnForm(props: {
  lock: Lock;
  /** Looks at what was typed, and shows what is wrong with it. @returns whether it can be sent */
  check: () => boolean;
  write: (session: LinkedSession) => Promise<OwnView>;
  /** Gets the case as it is now, once it is in there. */
  onWritten: (view: OwnView) => void;
  button: string;
  kind?: 'primary' | 'secondary';
  /** Said once it was sent, where the form stays. */
  done?: string;
  class?: string;
  children: ComponentChildren;
}) {
  const { lock, check, write, onWritten, button, kind = 'primary', done = '', children } = props;
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const send = async () => {
    setSent(false);
    if (!check() || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const session = await lock.start();
      if (session === null) return;
      onWritten(await write(session));
      setSent(true);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class={props.class}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {failure !== null && (
        <FailureNotice failure={failure}>
          <p>{t('own.write.failed')}</p>
        </FailureNotice>
      )}
      <output>{sent ? done : busy ? t('own.write.sending') : ''}</output>
      <div class="actions">
        <Button type="submit" kind={kind} busy={busy}>
          {button}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong with a text. @param missing what is said where there is none */
export function textProblem(text: string, missing: string): string | undefined {
  if (text.trim() === '') return missing;
  return text.length > MOST_TEXT ? t('own.write.long', { most: MOST_TEXT }) : undefined;
}
