import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { webAssemblyRuns } from '../../../sodium/runs.ts';
import { AccountForm, type AccountChange } from './form.tsx';
import { NewPassphrase } from '../secret/new-passphrase.tsx';
import { passphraseProblem } from '../secret/passphrase.ts';
import { passphraseProblemText } from '../secret/passphrase-problem.ts';
import { useTask } from '../frame/task.ts';
import { useUnsent } from '../frame/unsent.ts';

/** Another passphrase, for which the present secret is asked. */
export function AccountPassphrase(props: AccountChange) {
  const { session, method, onCancel, onDone } = props;
  const [draft, setDraft] = useState({ passphrase: '', again: '' });
  const [hasWebAssembly, setHasWebAssembly] = useState(true);
  const task = useTask();
  useUnsent(draft.passphrase !== '');
  useEffect(() => void webAssemblyRuns().then(setHasWebAssembly), []);
  const what = passphraseProblem(draft.passphrase, draft.again, '');
  const field = what === 'differ' ? 'again' : 'passphrase';
  return (
    <AccountForm
      session={session}
      title={t('account.passphrase.title')}
      hint={t('account.passphrase.hint')}
      method={method}
      task={task}
      action={t('account.passphrase.change')}
      working={t('account.passphrase.working')}
      problems={what === null ? [] : [{ field, text: passphraseProblemText(what) }]}
      fields={(errorOf) => (
        <>
          {!hasWebAssembly && <Notice kind="warning">{t('account.passphrase.wasm')}</Notice>}
          <NewPassphrase
            label={t('account.passphrase.new')}
            {...draft}
            errorOf={errorOf}
            onInput={(part) => setDraft({ ...draft, ...part })}
          />
        </>
      )}
      onSubmit={(give) =>
        void task
          .run(async () => {
            await give((secret) => session.account.changePassphrase(secret, draft.passphrase));
            return true;
          })
          .then((done) => done && onDone())
      }
      onCancel={onCancel}
    />
  );
}
