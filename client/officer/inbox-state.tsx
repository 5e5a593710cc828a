import { formatNumber, t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import type { SyncedInbox } from './inbox-sync.ts';

/** Whether the inbox is up to date, what it is doing, or why it can't. */
export function InboxState({ inbox }: { inbox: SyncedInbox }) {
  const { busy, progress, failure, cases, refresh } = inbox;
  return (
    <div class="inbox-state">
      <p role="status">{stateText(inbox)}</p>
      {progress !== null && <progress aria-hidden="true" max={progress.total} value={progress.done} />}
      {failure !== null && cases === null && <p>{t(`failure.${failure}`)}</p>}
      <Button kind="secondary" disabled={busy} onClick={refresh}>
        {t('inbox.refresh')}
      </Button>
    </div>
  );
}

function stateText({ busy, progress, failure }: SyncedInbox): string {
  if (failure !== null) return t('inbox.stale', { why: t(`failure.${failure}`) });
  if (!busy) return t('inbox.fresh');
  if (progress === null) return t('inbox.looking');
  return t(`inbox.${progress.step}`, {
    done: formatNumber(progress.done),
    total: formatNumber(progress.total),
  });
}
