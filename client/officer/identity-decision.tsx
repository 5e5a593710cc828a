/** What a custodian does about a request: a decision with its reason, and later the disclosure. */
import { useState } from 'preact/hooks';
import { LIMITS } from '../../server/api/limits.ts';
import type { IdentityRequest } from '../case/identity.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Radios } from '../parts/radios.tsx';
import { TextArea } from '../parts/text-area.tsx';
import type { OpenCase } from './case-desk.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useTask } from './task.ts';

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
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (choice === null || reason.trim() === '' || reason.length > LIMITS.textCharacters) return;
    const view = await run(() => decide(choice === 'approve', reason));
    if (view === undefined) return;
    onReason('');
    onDecided(view);
  };
  return (
    <form class="writing" noValidate onSubmit={(event) => void submit(event)}>
      <Radios
        id={`decide-${request.id}`}
        legend={t('desk.identity.decide', { name })}
        options={[
          {
            value: 'approve',
            label: t('desk.identity.approve', { name }),
            hint: t('desk.identity.approve.hint', { days }),
          },
          { value: 'refuse', label: t('desk.identity.refuse') },
        ]}
        value={choice}
        error={tried && choice === null ? t('desk.identity.decide.missing') : undefined}
        onChange={setChoice}
      />
      <TextArea
        id={`decide-reason-${request.id}`}
        label={t('desk.identity.decide.reason')}
        rows={4}
        most={LIMITS.textCharacters}
        value={reason}
        error={tried && reason.trim() === '' ? t('desk.identity.decide.reason.missing') : undefined}
        disabled={busy}
        onInput={onReason}
      />
      {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
      <div class="actions">
        <Button type="submit" disabled={busy}>
          {busy ? t('desk.reply.sending') : t('desk.identity.decide.save')}
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
      <p>{t('desk.identity.disclose.due')}</p>
      <div class="actions">
        <Button onClick={() => setAsking(true)}>{t('desk.identity.disclose', { name })}</Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={t('desk.identity.disclose.title', { name })}
          action={t('desk.identity.disclose', { name })}
          working={t('desk.reply.sending')}
          task={task}
          onConfirm={() => void confirm()}
          onCancel={close}
        >
          <p>{t('desk.identity.disclose.text', { name })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
