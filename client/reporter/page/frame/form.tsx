/** Forms of the own case. What was typed stays until the server has confirmed it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { textLength } from '../../../case/kinds/text-length.ts';
import { LookSection } from '../look/section.tsx';
import type { OwnView } from '../../worker/own-case.ts';
import { FailureNotice } from './failure-notice.tsx';
import type { Guard } from './guard.ts';
import type { LinkedSession } from './session-start.ts';

type Write = (session: LinkedSession) => Promise<OwnView>;

interface Written {
  readonly guard: Guard;
  /** Gets the case as it is now, once it is in there. */
  readonly onWritten: (view: OwnView) => void;
  /** Gets the case as it is now, where people who were chosen have gone meanwhile: what was typed stays. */
  readonly onStale?: ((view: OwnView) => void) | undefined;
}

export function OwnForm(
  props: Written & {
    /** Looks at what was typed, and shows what is wrong with it. @returns whether it can be sent */
    check: () => boolean;
    write: Write;
    button: string;
    kind?: 'primary' | 'secondary';
    /** Said once it was sent, where the form stays. */
    done?: string;
    class?: string;
    children: ComponentChildren;
  },
) {
  const { check, write, button, kind = 'primary', done = '', children } = props;
  const { busy, sent, failure, send } = useWriting(props);
  return (
    <form
      class={props.class}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send(write, check);
      }}
    >
      {children}
      <Outcome failure={failure} failed={t('own.write.failed')} busy={busy} said={sent ? done : ''} />
      <div class="actions">
        <Button type="submit" kind={kind} busy={busy}>
          {button}
        </Button>
      </div>
    </form>
  );
}

/** An answer in one press: a button for each, and room for words beside it. */
export function OneTap<V extends string>(
  props: Written & {
    answers: readonly { readonly value: V; readonly label: string }[];
    /** Looks at the words. @returns whether an answer can be sent with them */
    check?: () => boolean;
    write: (answer: V) => Write;
    /** Another button beside them. */
    more?: ComponentChildren;
    children?: ComponentChildren;
  },
) {
  const { answers, check = () => true, write, more, children } = props;
  const { busy, failure, send } = useWriting(props);
  return (
    <>
      {children}
      <Outcome failure={failure} failed={t('keep.failed')} busy={busy} said="" />
      <div class="actions">
        {more}
        {answers.map(({ value, label }) => (
          <Button key={value} kind="secondary" busy={busy} onClick={() => void send(write(value), check)}>
            {label}
          </Button>
        ))}
      </div>
    </>
  );
}

function Outcome(props: { failure: FailureCode | null; failed: string; busy: boolean; said: string }) {
  const { failure, failed, busy, said } = props;
  return (
    <>
      {failure !== null && (
        <FailureNotice failure={failure}>
          <p>{failed}</p>
        </FailureNotice>
      )}
      <output>{busy ? t('own.write.sending') : said}</output>
    </>
  );
}

function useWriting({ guard, onWritten, onStale }: Written) {
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const send = async (write: Write, check: () => boolean) => {
    setSent(false);
    if (!check() || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const session = await guard.start();
      if (session === null) return;
      onWritten(await write(session));
      setSent(true);
    } catch (error) {
      const code = failureOf(error);
      setFailure(code);
      if (code === 'directory-changed' && onStale !== undefined) await lookAgain(guard, onStale);
    } finally {
      setBusy(false);
    }
  };
  return { busy, sent, failure, send };
}

/** A look through a text in one of these forms, by the id of its field, once there is something in it. */
export function OwnLook(props: {
  id: string;
  label: string;
  heading: 'h2' | 'h3' | 'h4';
  text: string;
  name: string;
}) {
  const { id, label, heading, text, name } = props;
  if (text.trim() === '') return null;
  const onChange = () => document.getElementById(id)?.focus();
  return <LookSection heading={heading} texts={[{ id, label, text, onChange }]} name={name} />;
}

/** Reads the case again, for the page to offer whoever is there now. */
async function lookAgain(guard: Guard, onView: (view: OwnView) => void): Promise<void> {
  try {
    const session = await guard.start();
    if (session !== null) onView(await session.refresh());
  } catch {
    // What the page says of the failure stands; looking for news says more.
  }
}

/** What is wrong with a text. @param missing what is said where there is none */
export function textProblem(text: string, missing: string): string | undefined {
  return text.trim() === '' ? missing : lengthProblem(text);
}

/** The same where it may be empty. @param most characters */
export function lengthProblem(text: string, most: number = LIMITS.textCharacters): string | undefined {
  return textLength(text) > most ? t('field.long', { most }) : undefined;
}
