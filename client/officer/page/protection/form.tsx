import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { TaskFailure } from '../frame/task-failure.tsx';
import { useTask } from '../frame/task.ts';

/** What is wrong with a form's fields, by field; undefined where nothing is. */
export type Problems = Readonly<Record<string, string | undefined>>;

/** A form that puts something on record. What is wrong is said once somebody tried; what failed stays in the fields. */
export function ProtectionForm(props: {
  button: string;
  problems: Problems;
  send: () => Promise<OpenCase>;
  /** Takes what was typed away, and shows the case as it is then. */
  onSent: (view: OpenCase) => void;
  failures?: Readonly<Partial<Record<FailureCode, string>>>;
  /** @param problems what is to be shown at each field */
  children: (problems: Problems) => ComponentChildren;
}) {
  const { button, problems, send, onSent, failures, children } = props;
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);
  const task = useTask();
  const submit = async (event: Event) => {
    event.preventDefault();
    setSent(false);
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== undefined)) return;
    const view = await task.run(send);
    if (view === undefined) return;
    setTried(false);
    setSent(true);
    onSent(view);
  };
  return (
    <form class="writing" noValidate onSubmit={(event) => void submit(event)}>
      {children(tried ? problems : {})}
      <TaskFailure task={task} {...(failures !== undefined && { said: failures })} />
      <div class="actions">
        <Button type="submit" busy={task.busy}>
          {task.busy ? t('protection.saving') : button}
        </Button>
        <output>{sent ? t('protection.saved') : ''}</output>
      </div>
    </form>
  );
}
