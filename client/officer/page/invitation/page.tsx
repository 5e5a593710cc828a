/** Taking up an invitation, one thing per screen: the account, its words, and six words to compare. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { useUnsavedWarning } from '../../../parts/unsaved-warning.ts';
import { AccountFields, type AccountDraft } from '../secret/account-fields.tsx';
import { OfficerFrame } from '../frame/frame.tsx';
import type { InvitationResult } from '../../worker/account/invitation.ts';
import type { Link } from '../frame/link.ts';
import { LinkCheck } from '../frame/link-check.tsx';
import { passphraseProblem } from '../secret/passphrase.ts';
import { startSession } from '../frame/session-start.ts';
import { passphraseProblemText } from '../secret/passphrase-problem.ts';
import { Step } from '../frame/step.tsx';
import { SetupWords } from '../secret/words.tsx';
import { useTask, type Task } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

const STEPS = ['account', 'words', 'compare'] as const;

type Progress =
  { readonly at: 'link' | 'account' } | { readonly at: 'words' | 'compare'; readonly made: InvitationResult };

const placeOf = (at: (typeof STEPS)[number]) => ({ step: STEPS.indexOf(at) + 1, steps: STEPS.length });

export function InvitationPage(props: { link: Link & { kind: 'invitation' }; onDone: () => void }) {
  const { link, onDone } = props;
  const [session] = useState(startSession);
  const [progress, setProgress] = useState<Progress>({ at: 'link' });
  const [draft, setDraft] = useState<AccountDraft>({ accountName: '', passphrase: '', again: '' });
  const creating = useTask();
  useEffect(() => () => session.end(), [session]);
  // Until the words are kept, leaving loses the only way back in.
  useUnsavedWarning(progress.at !== 'link');
  const check = useCallback(async () => {
    await session.invitation.check(link.token, link.authority);
    return true;
  }, [session, link]);

  const create = async () => {
    const { token, authority } = link;
    const { accountName, passphrase } = draft;
    const made = await creating.run(() =>
      session.invitation.takeUp({ token, authority, accountName, passphrase }),
    );
    if (made !== undefined) setProgress({ at: 'words', made });
  };
  const screen = () => {
    switch (progress.at) {
      case 'link':
        return <LinkCheck kind="invitation" check={check} onGood={() => setProgress({ at: 'account' })} />;
      case 'account':
        return (
          <NewAccount
            draft={draft}
            change={(part) => setDraft({ ...draft, ...part })}
            task={creating}
            onCreate={() => void create()}
          />
        );
      case 'words': {
        const { made } = progress;
        const next = () => setProgress({ at: 'compare', made });
        return <SetupWords words={made.recoveryWords} place={placeOf('words')} onNext={next} />;
      }
      case 'compare':
        return <Compare words={progress.made.words} onDone={onDone} />;
    }
  };
  return <OfficerFrame office="">{screen()}</OfficerFrame>;
}

function NewAccount(props: {
  draft: AccountDraft;
  change: (part: Partial<AccountDraft>) => void;
  task: Task;
  onCreate: () => void;
}) {
  const { draft, change, task, onCreate } = props;
  const [tried, setTried] = useState(false);
  const problems = problemsOf(draft);
  const shown = tried ? problems : [];
  const errorOf = (field: string) => shown.find((one) => one.field === field)?.text;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problems.length === 0) onCreate();
  };
  const { busy } = task;
  return (
    <Step title={t('link.invitation.title')} place={placeOf('account')}>
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={shown} />
        <TaskFailure task={task} said={{ conflict: t('invitation.taken') }} />
        <p class="hint">{t('invitation.hint')}</p>
        <AccountFields draft={draft} errorOf={errorOf} change={change} />
        <p class="hint">{t('setup.officer.private')}</p>
        {busy && <Progress label={t('setup.creating')} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {t('setup.check.create')}
          </Button>
        </div>
      </form>
    </Step>
  );
}

function problemsOf({ accountName, passphrase, again }: AccountDraft): { field: string; text: string }[] {
  const problems: { field: string; text: string }[] = [];
  if (accountName.trim() === '')
    problems.push({ field: 'account', text: t('setup.officer.account.missing') });
  const what = passphraseProblem(passphrase, again, accountName);
  if (what !== null) {
    const field = what === 'differ' ? 'again' : 'passphrase';
    problems.push({ field, text: passphraseProblemText(what) });
  }
  return problems;
}

function Compare({ words, onDone }: { words: readonly string[]; onDone: () => void }) {
  return (
    <Step title={t('invitation.compare.title')} place={placeOf('compare')}>
      <p>{t('invitation.compare.why')}</p>
      <p class="even fingerprint" dir="ltr" lang="en">
        {words.join(' ')}
      </p>
      <Notice kind="warning">{t('invitation.compare.keep')}</Notice>
      <p>{t('invitation.compare.then')}</p>
      <div class="actions">
        <Button onClick={onDone}>{t('invitation.done')}</Button>
      </div>
    </Step>
  );
}
