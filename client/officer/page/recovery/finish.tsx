import { useCallback, useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { webAssemblyRuns } from '../../../sodium/runs.ts';
import { NewPassphrase } from '../secret/new-passphrase.tsx';
import { passphraseProblem } from '../secret/passphrase.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { passphraseProblemText } from '../secret/passphrase-problem.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

/** The new passphrase, and the account open again. */
export function RecoveryFinish(props: { session: LinkedSession; onDone: () => void }) {
  const { session, onDone } = props;
  const [draft, setDraft] = useState({ passphrase: '', again: '' });
  const [tried, setTried] = useState(false);
  const [hasWebAssembly, setHasWebAssembly] = useState(true);
  const { busy, failure, run } = useTask();
  /** No answer came to a passphrase: that one is sent again, and no other. */
  const [unsettled, setUnsettled] = useState(false);
  const look = useCallback(() => session.recovery.isUnsettled().then(setUnsettled), [session]);
  useEffect(() => void webAssemblyRuns().then(setHasWebAssembly), []);
  useEffect(() => void look(), [look]);
  const what = passphraseProblem(draft.passphrase, draft.again, '');
  const field = what === 'differ' ? 'again' : 'passphrase';
  const problems = tried && what !== null && !unsettled ? [{ field, text: passphraseProblemText(what) }] : [];
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!unsettled && what !== null) return;
    const finish = async () => {
      try {
        await session.recovery.finish(unsettled ? null : draft.passphrase);
      } finally {
        await look();
      }
      return true;
    };
    void run(finish).then((done) => done && onDone());
  };
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary errors={problems} />
      <p>{t('recovery.finish.text')}</p>
      {!hasWebAssembly && <Notice kind="warning">{t('account.passphrase.wasm')}</Notice>}
      <TaskFailure task={{ failure }} said={unsettled ? {} : { conflict: t('recovery.state.ended') }} />
      {unsettled ? (
        <Notice kind="warning">{t('recovery.finish.sent')}</Notice>
      ) : (
        <NewPassphrase
          {...draft}
          errorOf={(name) => problems.find((one) => one.field === name)?.text}
          onInput={(part) => setDraft({ ...draft, ...part })}
        />
      )}
      {busy && <Progress label={t('recovery.finish.working')} />}
      <div class="actions">
        <Button type="submit" busy={busy}>
          {t(unsettled ? 'recovery.finish.again' : 'recovery.finish.do')}
        </Button>
      </div>
    </form>
  );
}
