import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { AccountForm, type AccountChange } from './form.tsx';
import { SetupWords } from '../secret/words.tsx';
import { useTask } from '../frame/task.ts';
import { useUnsent } from '../frame/unsent.ts';

const STEPS = 3;

/** Other recovery words: made, written down, two typed back, and only then put in the place of the old ones. */
export function AccountWords(props: AccountChange) {
  const { session, method, onCancel } = props;
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [kept, setKept] = useState(false);
  const task = useTask();
  useUnsent(words !== null);
  // Words that were made and not kept are forgotten with the page.
  useEffect(() => () => void session.account.dropNewWords().catch(() => undefined), [session]);
  if (words === null) {
    return (
      <AccountForm
        session={session}
        title={t('account.words.title')}
        hint={t('account.words.hint')}
        method={method}
        task={task}
        action={t('account.words.make')}
        working={t('office.opening')}
        problems={[]}
        onSubmit={(give) =>
          void task
            .run(() => give((secret) => session.account.makeNewWords(secret)))
            .then((made) => made && setWords(made))
        }
        onCancel={onCancel}
      />
    );
  }
  if (!kept) {
    return (
      <>
        <BackLink onClick={onCancel}>{t('account.words.keepOld')}</BackLink>
        <SetupWords words={words} place={{ step: 2, steps: STEPS }} onNext={() => setKept(true)} />
      </>
    );
  }
  return <Replacing {...props} />;
}

/** The new words are kept: now they take the place of the old ones. */
function Replacing({ session, onCancel, onDone }: AccountChange) {
  const task = useTask();
  const replace = async () => {
    const done = await task.run(async () => {
      await session.account.takeNewWords();
      return true;
    });
    if (done) onDone();
  };
  return (
    <>
      <BackLink onClick={onCancel}>{t('account.words.keepOld')}</BackLink>
      <Heading>{t('account.words.replace.title')}</Heading>
      <p>{t('account.words.replace.text')}</p>
      {task.failure !== null && (
        <Notice kind="danger" title={t('failure.title')}>
          <p>{t(`failure.${task.failure}`)}</p>
          <p>{t('account.words.unsure')}</p>
        </Notice>
      )}
      {task.busy && <Progress label={t('account.words.working')} />}
      <div class="actions">
        <Button busy={task.busy} onClick={() => void replace()}>
          {t('account.words.replace')}
        </Button>
      </div>
    </>
  );
}
