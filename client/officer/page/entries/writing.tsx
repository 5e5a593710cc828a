import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { textProblem } from './problem.ts';
import { useTask } from '../frame/task.ts';

/** A text that is sealed and sent: a reply, or an internal note. What failed to be sent stays in the field. */
export function CaseWriting(props: {
  id: string;
  label: string;
  hint?: string;
  missing: string;
  button: string;
  working: string;
  done: string;
  text: string;
  onText: (text: string) => void;
  write: (text: string) => Promise<OpenCase>;
  onWritten: (view: OpenCase) => void;
  /** For failures that mean something of their own here. */
  failures?: Readonly<Partial<Record<FailureCode, string>>>;
}) {
  const { id, label, hint, missing, button, working, done, text, onText, write, onWritten } = props;
  const { failures = {} } = props;
  const [problem, setProblem] = useState<string | undefined>();
  const [written, setWritten] = useState(false);
  const { busy, failure, run } = useTask();

  const submit = async (event: Event) => {
    event.preventDefault();
    setWritten(false);
    const found = textProblem(text, missing);
    setProblem(found);
    if (found !== undefined) return;
    const view = await run(() => write(text));
    if (view === undefined) return;
    onText('');
    setWritten(true);
    onWritten(view);
  };

  return (
    <form class="writing" noValidate onSubmit={(event) => void submit(event)}>
      <TextArea
        id={id}
        label={label}
        hint={hint}
        rows={5}
        most={LIMITS.textCharacters}
        value={text}
        error={problem}
        disabled={busy}
        onInput={onText}
      />
      {failure !== null && <Notice kind="danger">{failures[failure] ?? t(`failure.${failure}`)}</Notice>}
      <div class="actions">
        <Button type="submit" disabled={busy}>
          {busy ? working : button}
        </Button>
        <output>{written ? done : ''}</output>
      </div>
    </form>
  );
}
