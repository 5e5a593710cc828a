import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { LoadError } from '../../../parts/load-error.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { SyncedInbox } from './sync.ts';

/** Whether the inbox is up to date, what it is doing, or why it can't; and whether something of it was lost. */
export function InboxState({ inbox }: { inbox: SyncedInbox }) {
  return (
    <>
      <State inbox={inbox} />
      {inbox.isDamaged && (
        <Notice kind="warning" title={t('inbox.damaged.title')}>
          {t('inbox.damaged')}
        </Notice>
      )}
    </>
  );
}

function State({ inbox }: { inbox: SyncedInbox }) {
  const { busy, progress, failure, cases, refresh } = inbox;
  if (failure !== null) {
    const why = t(`failure.${failure}`);
    return <LoadError text={cases === null ? why : t('inbox.stale', { why })} onRetry={refresh} />;
  }
  if (busy || cases === null) {
    return progress === null ? (
      <Progress label={t('inbox.looking')} />
    ) : (
      <Progress label={t(`inbox.${progress.step}`)} done={progress.done} total={progress.total} />
    );
  }
  return (
    <div class="inbox-state">
      <output>{t('inbox.fresh')}</output>
      <Button kind="secondary" onClick={refresh}>
        {t('inbox.refresh')}
      </Button>
    </div>
  );
}
