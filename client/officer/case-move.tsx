import { useState } from 'preact/hooks';
import { LIMITS } from '../../server/api/limits.ts';
import { statuses, type StatusChange } from '../case/content.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { Radios } from '../parts/radios.tsx';
import { Dialog } from './dialog.tsx';
import type { OpenCase } from './case-desk.ts';
import { useTask } from './task.ts';

/** Moving a case on. The reporter sees the new status with the reason; closing asks once more. */
export function CaseMove(props: {
  view: OpenCase;
  reason: string;
  onReason: (reason: string) => void;
  move: (status: StatusChange, reason: string) => Promise<OpenCase>;
  onMoved: (view: OpenCase) => void;
}) {
  const { view, reason, onReason, move, onMoved } = props;
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
    if (status === null || reason.trim() === '' || reason.length > LIMITS.textCharacters) return;
    if (status === 'closed') setAsking(true);
    else void save(status);
  };

  return (
    <section class="move" aria-labelledby="move">
      <h2 id="move">{t('desk.move')}</h2>
      <form noValidate onSubmit={submit}>
        <Radios
          id="move-to"
          legend={t('desk.move.to')}
          options={statuses
            .filter((one) => one !== view.status)
            .map((one) => ({ value: one, label: t(`desk.status.${one}`) }))}
          value={status}
          error={tried && status === null ? t('desk.move.missing') : undefined}
          onChange={setStatus}
        />
        <TextArea
          id="move-reason"
          label={t('desk.move.reason')}
          rows={3}
          most={LIMITS.textCharacters}
          value={reason}
          error={tried && reason.trim() === '' ? t('desk.move.reason.missing') : undefined}
          disabled={busy}
          onInput={onReason}
        />
        {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
        <div class="actions">
          <Button type="submit" disabled={busy}>
            {busy ? t('desk.reply.sending') : t('desk.move.save')}
          </Button>
          <output>{moved ? t('desk.move.saved') : ''}</output>
        </div>
      </form>
      {asking && (
        <Dialog title={t('desk.move.confirm.title')} onClose={() => setAsking(false)}>
          <p>{t('desk.move.confirm.text')}</p>
          <div class="actions">
            <Button onClick={() => void save('closed')}>{t('desk.move.confirm.yes')}</Button>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('desk.move.confirm.no')}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
