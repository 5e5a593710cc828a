/** Requests to colleagues as they are seen: those for this officer to answer, and the record of all. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { HelpRequest, RecoveriesView, RecordedRecovery } from '../../worker/recovery/help.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask, type Task } from '../frame/task.ts';

interface Shown {
  readonly view: RecoveriesView | null;
  readonly task: Task;
  readonly load: () => void;
}

function useRecoveries(session: LinkedSession): Shown {
  const [view, setView] = useState<RecoveriesView | null>(null);
  const task = useTask();
  const { run } = task;
  const load = useCallback(() => {
    void run(() => session.recoveries.view()).then((found) => found && setView(found));
  }, [run, session]);
  useEffect(load, [load]);
  return { view, task, load };
}

/** @param onAnswer where requests can be answered from here */
export function Recoveries(props: { session: LinkedSession; onAnswer?: (request: HelpRequest) => void }) {
  const { session, onAnswer } = props;
  const { view, task, load } = useRecoveries(session);
  return (
    <>
      {onAnswer !== undefined && view !== null && view.requests.length > 0 && (
        <section aria-labelledby="requests">
          <h2 id="requests">{t('help.requests')}</h2>
          <ul class="cards">
            {view.requests.map((request) => (
              <li key={request.id}>
                <h3>{request.isOwn ? t('help.own.title') : t('help.title', { name: request.name })}</h3>
                <p>{t('help.until', { day: formatDay(request.expires) })}</p>
                {request.approved ? (
                  <p>{t('help.approved')}</p>
                ) : (
                  <div class="actions">
                    <Button kind="secondary" onClick={() => onAnswer(request)}>
                      {t('help.look')}
                      <span class="visually-hidden">
                        : <bdi>{request.name}</bdi>
                      </span>
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="record">
        <h2 id="record">{t('record.title')}</h2>
        <p class="hint">{t('record.hint')}</p>
        {task.failure !== null && (
          <Notice kind="danger" title={t('failure.title')}>
            <p>{t(`failure.${task.failure}`)}</p>
            <Button kind="secondary" onClick={load}>
              {t('account.sessions.again')}
            </Button>
          </Notice>
        )}
        {view === null && task.busy && <Progress label={t('record.reading')} />}
        {view?.record.length === 0 && <p>{t('record.none')}</p>}
        {view !== null && view.record.length > 0 && (
          <ul class="cards">
            {view.record.map((one) => (
              <li key={one.id}>
                <p>{recordedText(one)}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

export function recordedText({ kind, isOwn, name, day, by }: RecordedRecovery): string {
  const told = { day: formatDay(day), by: by.length > 0 ? formatList(by) : t('record.unproved') };
  if (kind === 'done') return isOwn ? t('record.done.own', told) : t('record.done', { name, ...told });
  return t(`record.${kind}`, { name, ...told });
}
