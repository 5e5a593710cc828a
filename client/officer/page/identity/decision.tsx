/** What a custodian does about a request: a decision with its reason, and later the disclosure. */
import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { textProblem } from '../entries/problem.ts';
import { useTask } from '../frame/task.ts';

export function IdentityDecision(props: {
  request: IdentityRequest;
  /** Whole days the reporter has to object. */
  days: number;
  reason: string;
  onReason: (reason: string) => void;
  decide: (approved: boolean, reason: string) => Promise<OpenCase>;
  onDecided: (view: OpenCase) => void;
}) {
  const { request, days, reason, onReason, decide, onDecided } = props;
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
            label: t('identity.approve', { name }),
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
  disclose: () => Promise<OpenCase>;
  onDisclosed: (view: OpenCase) => void;
}) {
  const { name, disclose, onDisclosed } = props;
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
        <Button onClick={() => setAsking(true)}>{t('identity.disclose', { name })}</Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={t('identity.disclose.title', { name })}
          action={t('identity.disclose', { name })}
          working={t('case.reply.sending')}
          task={task}
          onConfirm={() => void confirm()}
          onCancel={close}
        >
          <p>{t('identity.disclose.text', { name })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
