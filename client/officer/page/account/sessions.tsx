/** Where the account is signed in: the day each session began, which is all that the server keeps of it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import type { OwnSession } from '../../worker/session/account.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';

export function AccountSessions({ session }: { session: LinkedSession }) {
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const { busy, failure, run } = useTask();
  const show = useCallback(
    async (work: () => Promise<readonly OwnSession[]>) => {
      const found = await run(work);
      if (found !== undefined) setSessions(found);
    },
    [run],
  );
  useEffect(() => void show(() => session.account.sessions()), [show, session]);
  const others = sessions?.filter(({ isThis }) => !isThis) ?? [];
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      <p class="hint">{t('account.sessions.kept')}</p>
      {failure !== null && (
        <Notice kind="danger" title={t('failure.title')}>
          <p>{t(`failure.${failure}`)}</p>
          <Button kind="secondary" onClick={() => void show(() => session.account.sessions())}>
            {t('account.sessions.again')}
          </Button>
        </Notice>
      )}
      {sessions === null && busy && <Progress label={t('account.sessions.reading')} />}
      {sessions !== null && (
        <ul class="cards">
          {sessions.map(({ id, day, isThis }) => (
            <li key={id}>
              <p>{t('account.session', { day: formatDay(day) })}</p>
              {isThis ? (
                <p class="hint">{t('account.session.this')}</p>
              ) : (
                <Button
                  kind="secondary"
                  busy={busy}
                  onClick={() => void show(() => session.account.endSessions(id))}
                >
                  {t('account.session.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {sessions !== null && others.length === 0 && <p>{t('account.sessions.none')}</p>}
      {others.length > 1 && (
        <div class="actions">
          <Button busy={busy} onClick={() => void show(() => session.account.endSessions(null))}>
            {t('account.sessions.end')}
          </Button>
        </div>
      )}
    </section>
  );
}
