import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import { statuses, type StatusChange } from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { Dialog } from '../frame/dialog.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { textProblem } from '../entries/problem.ts';
import { OutcomeMissing } from '../protection/outcome.tsx';
import { useTask } from '../frame/task.ts';

interface Props {
  view: OpenCase;
  reason: string;
  onReason: (reason: string) => void;
  move: (status: StatusChange, reason: string) => Promise<OpenCase>;
  onMoved: (view: OpenCase) => void;
}

/** Moving a case on. The reporter sees the new status with the reason; closing asks once more. */
export function CaseMove(props: Props) {
  const { view, reason, onReason } = props;
  const { status, setStatus, tried, asking, setAsking, moved, busy, failure, save, submit } = useMove(props);
  return (
    <section class="move" aria-labelledby="move">
      <h2 id="move">{t('case.move')}</h2>
      <form noValidate onSubmit={submit}>
        <Radios
          id="move-to"
          legend={t('case.move.to')}
          options={statuses
            .filter((one) => one !== view.status)
            .map((one) => ({ value: one, label: t(`case.status.${one}`) }))}
          value={status}
          error={tried && status === null ? t('case.move.missing') : undefined}
          onChange={setStatus}
        />
        <TextArea
          id="move-reason"
          label={t('case.move.reason')}
          rows={3}
          most={LIMITS.textCharacters}
          value={reason}
          error={tried ? textProblem(reason, t('case.move.reason.missing')) : undefined}
          disabled={busy}
          onInput={onReason}
        />
        {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
        <div class="actions">
          <Button type="submit" disabled={busy}>
            {busy ? t('case.reply.sending') : t('case.move.save')}
          </Button>
          <output>{moved ? t('case.move.saved') : ''}</output>
        </div>
      </form>
      <OutcomeMissing view={view} />
      {asking && <Closing onClose={() => void save('closed')} onCancel={() => setAsking(false)} />}
    </section>
  );
}

function useMove({ reason, onReason, move, onMoved }: Props) {
  const [status, setStatus] = useState<StatusChange | null>(null);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [moved, setMoved] = useState(false);
  const { busy, failure, run } = useTask();

  const save = async (to: StatusChange) => {
    setAsking(false);
    const after = await run(() => move(to, reason));
    if (after === undefined) return;
    setStatus(null);
    onReason('');
    setTried(false);
    setMoved(true);
    onMoved(after);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setMoved(false);
    setTried(true);
    if (status === null || textProblem(reason, '') !== undefined) return;
    if (status === 'closed') setAsking(true);
    else void save(status);
  };
  return { status, setStatus, tried, asking, setAsking, moved, busy, failure, save, submit };
}

function Closing({ onClose, onCancel }: { onClose: () => void; onCancel: () => void }) {
  return (
    <Dialog title={t('case.move.confirm.title')} onClose={onCancel}>
      <p>{t('case.move.confirm.text')}</p>
      <div class="actions">
        <Button onClick={onClose}>{t('case.move.confirm.yes')}</Button>
        <Button kind="secondary" onClick={onCancel}>
          {t('case.move.confirm.no')}
        </Button>
      </div>
    </Dialog>
  );
}
