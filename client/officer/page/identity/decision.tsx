/** What a custodian does about a request: a decision with its reason, and later the disclosure. */
import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { isolate } from '../../../messages/isolate.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { textProblem } from '../entries/problem.ts';
import { useTask } from '../frame/task.ts';

function approval(name: string, file: string | null): string {
  if (file === null) return t('identity.approve', { name });
  return t('original.approve', { name, file: isolate(file) });
}

export function IdentityDecision(props: {
  request: IdentityRequest;
  /** Whose untouched original is asked for; null where it is the name of the reporter. */
  file: string | null;
  /** Whole days the reporter has to object. */
  days: number;
  reason: string;
  onReason: (reason: string) => void;
  decide: (approved: boolean, reason: string) => Promise<OpenCase>;
  onDecided: (view: OpenCase) => void;
}) {
  const { request, file, days, reason, onReason, decide, onDecided } = props;
  const [choice, setChoice] = useState<'approve' | 'refuse' | null>(null);
  const [tried, setTried] = useState(false);
  const { busy, failure, run } = useTask();
  const { name } = request.by;
  const problem = textProblem(reason, t('identity.decide.reason.missing'));
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (choice === null || problem !== undefined) return;
    const view = await run(() => decide(choice === 'approve', reason));
    if (view === undefined) return;
    onReason('');
    onDecided(view);
  };
  return (
    <form class="writing" noValidate onSubmit={(event) => void submit(event)}>
      <Radios
        id={`decide-${request.id}`}
        legend={t('identity.decide', { name })}
        options={[
          {
            value: 'approve',
            label: approval(name, file),
            hint: t('identity.approve.hint', { days }),
          },
          { value: 'refuse', label: t('identity.refuse') },
        ]}
        value={choice}
        error={tried && choice === null ? t('identity.decide.missing') : undefined}
        onChange={setChoice}
      />
      <TextArea
        id={`decide-reason-${request.id}`}
        label={t('identity.decide.reason')}
        rows={4}
        most={LIMITS.textCharacters}
        value={reason}
        error={tried ? problem : undefined}
        disabled={busy}
        onInput={onReason}
      />
      {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
      <div class="actions">
        <Button type="submit" disabled={busy}>
          {busy ? t('case.reply.sending') : t('identity.decide.save')}
        </Button>
      </div>
    </form>
  );
}

export function IdentityDisclosure(props: {
  /** Of the officer who asked. */
  name: string;
  file: string | null;
  disclose: () => Promise<OpenCase>;
  onDisclosed: (view: OpenCase) => void;
}) {
  const { name, file, disclose, onDisclosed } = props;
  const action = t(file === null ? 'identity.disclose' : 'original.disclose', { name });
  const title =
    file === null
      ? t('identity.disclose.title', { name })
      : t('original.disclose.title', { name, file: isolate(file) });
  const [asking, setAsking] = useState(false);
  const task = useTask();
  const confirm = async () => {
    const view = await task.run(disclose);
    if (view === undefined) return;
    setAsking(false);
    onDisclosed(view);
  };
  const close = () => {
    task.clear();
    setAsking(false);
  };
  return (
    <>
      <p>{t('identity.disclose.due')}</p>
      <div class="actions">
        <Button onClick={() => setAsking(true)}>{action}</Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={title}
          action={action}
          working={t('case.reply.sending')}
          task={task}
          onConfirm={() => void confirm()}
          onCancel={close}
        >
          <p>{t(file === null ? 'identity.disclose.text' : 'original.disclose.text', { name })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
