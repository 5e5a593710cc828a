/** For whoever lost every way in: asking colleagues, and coming back once enough have helped. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { useUnsavedWarning } from '../../../parts/unsaved-warning.ts';
import { WordsEntry } from '../../../words/entry.tsx';
import { OfficerFrame } from '../frame/frame.tsx';
import type { RecoveryStatus } from '../../worker/recovery/gathered.ts';
import { RecoveryFinish } from './finish.tsx';
import { RecoveryState } from './state.tsx';
import { startSession, type LinkedSession } from '../frame/session-start.ts';
import { Step } from '../frame/step.tsx';
import { SetupWords } from '../secret/words.tsx';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

const STEPS = 4;
const placeOf = (step: number) => ({ step, steps: STEPS });

type Screen =
  | { readonly at: 'start' | 'find' | 'send' | 'done' }
  | { readonly at: 'words'; readonly words: readonly string[] }
  | { readonly at: 'state' | 'finish'; readonly status: RecoveryStatus };

/** @param onBack to signing in */
export function RecoveryPage({ onBack }: { onBack: () => void }) {
  const [session] = useState(startSession);
  const [screen, setScreen] = useState<Screen>({ at: 'start' });
  useEffect(() => () => session.end(), [session]);
  useUnsavedWarning(screen.at === 'words' || screen.at === 'send');
  const show = (status: RecoveryStatus) => setScreen({ at: 'state', status });
  const content = () => {
    switch (screen.at) {
      case 'start':
        return (
          <Start
            session={session}
            onWords={(words) => setScreen({ at: 'words', words })}
            onFind={() => setScreen({ at: 'find' })}
            onBack={onBack}
          />
        );
      case 'find':
        return <Find session={session} onFound={show} onBack={() => setScreen({ at: 'start' })} />;
      case 'words':
        return (
          <SetupWords words={screen.words} place={placeOf(2)} onNext={() => setScreen({ at: 'send' })} />
        );
      case 'send':
        return <Send session={session} onSent={show} />;
      case 'state':
        return (
          <Step title={t('recovery.state.title')} place={placeOf(3)}>
            <RecoveryState
              session={session}
              status={screen.status}
              onChange={show}
              onNext={() => setScreen({ at: 'finish', status: screen.status })}
            />
          </Step>
        );
      case 'finish':
        return (
          <Step title={t('recovery.finish.title')} place={placeOf(4)} onBack={() => show(screen.status)}>
            <RecoveryFinish session={session} onDone={() => setScreen({ at: 'done' })} />
          </Step>
        );
      case 'done':
        return (
          <>
            <Heading>{t('recovery.done.title')}</Heading>
            <p>{t('recovery.done.text')}</p>
            <div class="actions">
              <Button onClick={onBack}>{t('signIn.title')}</Button>
            </div>
          </>
        );
    }
  };
  return <OfficerFrame office="">{content()}</OfficerFrame>;
}

function Start(props: {
  session: LinkedSession;
  onWords: (words: readonly string[]) => void;
  onFind: () => void;
  onBack: () => void;
}) {
  const { session, onWords, onFind, onBack } = props;
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const task = useTask();
  const missing = tried && name.trim() === '' ? t('signIn.account.missing') : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '') return;
    void task.run(() => session.recovery.make(name)).then((words) => words && onWords(words));
  };
  return (
    <>
      <BackLink onClick={onBack}>{t('recovery.back')}</BackLink>
      <Heading>{t('recovery.title')}</Heading>
      <p>{t('recovery.text')}</p>
      <ol>
        <li>{t('recovery.how.words')}</li>
        <li>{t('recovery.how.call')}</li>
        <li>{t('recovery.how.finish')}</li>
      </ol>
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={missing === undefined ? [] : [{ field: 'account', text: missing }]} />
        <TaskFailure task={task} />
        <TextField
          id="account"
          label={t('signIn.account')}
          autocomplete="username"
          value={name}
          error={missing}
          onInput={setName}
        />
        {task.busy && <Progress label={t('recovery.making')} />}
        <div class="actions">
          <Button type="submit" busy={task.busy}>
            {t('recovery.start')}
          </Button>
          <Button kind="quiet" onClick={onFind}>
            {t('recovery.asked')}
          </Button>
        </div>
      </form>
    </>
  );
}

function Find(props: {
  session: LinkedSession;
  onFound: (status: RecoveryStatus) => void;
  onBack: () => void;
}) {
  const { session, onFound, onBack } = props;
  const [name, setName] = useState('');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const check = useCallback((text: string) => session.checkWords(text), [session]);
  const task = useTask();
  const problems = [
    ...(name.trim() === '' ? [{ field: 'account', text: t('signIn.account.missing') }] : []),
    ...(words.trim() === '' ? [{ field: 'secret', text: t('signIn.words.missing') }] : []),
  ];
  const shown = tried ? problems : [];
  const errorOf = (field: string) => shown.find((one) => one.field === field)?.text;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problems.length > 0) return;
    void task.run(() => session.recovery.find(name, words)).then((status) => status && onFound(status));
  };
  return (
    <>
      <BackLink onClick={onBack}>{t('setup.back')}</BackLink>
      <Heading>{t('recovery.find.title')}</Heading>
      <p>{t('recovery.find.text')}</p>
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={shown} />
        <TaskFailure task={task} said={{ 'not-found': t('recovery.find.none') }} />
        <TextField
          id="account"
          label={t('signIn.account')}
          autocomplete="username"
          value={name}
          error={errorOf('account')}
          onInput={setName}
        />
        <WordsEntry
          id="secret"
          check={check}
          label={t('recovery.find.words')}
          value={words}
          error={errorOf('secret')}
          onInput={setWords}
        />
        {task.busy && <Progress label={t('recovery.reading')} />}
        <div class="actions">
          <Button type="submit" busy={task.busy}>
            {t('recovery.find.do')}
          </Button>
        </div>
      </form>
    </>
  );
}

/** Sends the request as soon as the words are kept, and again where that failed. */
function Send(props: { session: LinkedSession; onSent: (status: RecoveryStatus) => void }) {
  const { session, onSent } = props;
  const { failure, busy, run } = useTask();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    void run(() => session.recovery.ask()).then((status) => status && onSent(status));
    // oxlint-disable-next-line react/exhaustive-deps -- sent once a try; who hears of it may be another by then
  }, [run, session, tries]);
  return (
    <Step title={t('recovery.send.title')} place={placeOf(3)}>
      {failure !== null && (
        <>
          <TaskFailure task={{ failure }} said={{ conflict: t('recovery.many') }} />
          <div class="actions">
            <Button onClick={() => setTries(tries + 1)}>{t('account.sessions.again')}</Button>
          </div>
        </>
      )}
      {busy && <Progress label={t('recovery.sending')} />}
    </Step>
  );
}
