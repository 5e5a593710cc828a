/** How far a request is: what to read to colleagues, and who has helped. */
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { RecoveryStatus } from '../../worker/recovery/gathered.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

export function RecoveryState(props: {
  session: LinkedSession;
  status: RecoveryStatus;
  onChange: (status: RecoveryStatus) => void;
  onNext: () => void;
}) {
  const { session, status, onChange, onNext } = props;
  const { helped, unfit, threshold } = status;
  const { busy, failure, run } = useTask();
  const refresh = () => void run(() => session.recovery.status()).then((now) => now && onChange(now));
  const isEnough = helped.length >= threshold;
  if (status.state !== 'open') return <Ended status={status} />;
  return (
    <>
      <p>{t('recovery.state.call', { count: threshold })}</p>
      <p class="even fingerprint" lang="en" dir="ltr">
        {status.words.join(' ')}
      </p>
      <p class="hint">{t('recovery.state.until', { day: formatDay(status.expires) })}</p>
      <output>
        {t('recovery.state.helped', { count: helped.length, of: threshold })}{' '}
        {helped.length > 0 && t('recovery.state.who', { names: formatList(helped) })}
      </output>
      {unfit.length > 0 && (
        <Notice kind="warning">{t('recovery.state.unfit', { names: formatList(unfit) })}</Notice>
      )}
      {!isEnough && <Notice kind="info">{t('recovery.state.nobody')}</Notice>}
      <TaskFailure task={{ failure }} />
      {busy && <Progress label={t('recovery.reading')} />}
      <div class="actions">
        {isEnough && <Button onClick={onNext}>{t('recovery.state.next')}</Button>}
        <Button kind={isEnough ? 'quiet' : 'primary'} busy={busy} onClick={refresh}>
          {t('recovery.state.refresh')}
        </Button>
      </div>
    </>
  );
}

function Ended({ status: { state, refusedBy } }: { status: RecoveryStatus }) {
  if (state === 'done') return <p>{t('recovery.state.done')}</p>;
  return (
    <Notice kind="warning">
      {state === 'refused' && refusedBy.length > 0
        ? t('recovery.state.refused', { names: formatList(refusedBy) })
        : t('recovery.state.ended')}
    </Notice>
  );
}
