/** A screen that changes the account: the present secret first, whatever it changes. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { Secret } from '../../worker/account/account.ts';
import { giveSecret, type GiveSecret } from '../secret/secret.ts';
import { missingSecret, SecretField } from '../secret/field.tsx';
import type { LinkedSession } from '../frame/session-start.ts';
import type { ErrorOf } from '../frame/step.tsx';
import type { Task } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

/** What each screen of a change gets. */
export interface AccountChange {
  readonly session: LinkedSession;
  /** What was signed in with. */
  readonly method: Secret['method'];
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

export interface FieldProblem {
  readonly field: string;
  readonly text: string;
}

export function AccountForm(props: {
  title: string;
  hint: ComponentChildren;
  session: LinkedSession;
  method: Secret['method'];
  task: Task;
  action: string;
  working: string;
  /** What is wrong with the fields besides the secret. */
  problems: readonly FieldProblem[];
  fields?: (errorOf: ErrorOf) => ComponentChildren;
  onSubmit: (give: GiveSecret) => void;
  onCancel: () => void;
}) {
  const { title, hint, session, method, task, action, working, fields, onSubmit, onCancel } = props;
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const missing = missingSecret(method, secret);
  const problems = [...(missing === null ? [] : [{ field: 'secret', text: missing }]), ...props.problems];
  const shown = tried ? problems : [];
  const errorOf: ErrorOf = (field) => shown.find((one) => one.field === field)?.text;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problems.length === 0) onSubmit(giveSecret(session, method, secret));
  };
  return (
    <>
      <BackLink onClick={onCancel}>{t('account.back')}</BackLink>
      <Heading>{title}</Heading>
      {typeof hint === 'string' ? <p>{hint}</p> : hint}
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={shown} />
        <TaskFailure task={task} />
        <SecretField
          session={session}
          method={method}
          isPresent
          value={secret}
          error={errorOf('secret')}
          onInput={setSecret}
        />
        {fields?.(errorOf)}
        {task.busy && <Progress label={working} />}
        <div class="actions">
          <Button type="submit" busy={task.busy}>
            {action}
          </Button>
        </div>
      </form>
    </>
  );
}
