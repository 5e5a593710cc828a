import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, t } from '../messages/messages.ts';
import { webAssemblyRuns } from '../sodium/load.ts';
import { Button } from '../parts/button.tsx';
import { ErrorSummary } from '../parts/error-summary.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { Secret } from './account.ts';
import type { Lock } from './desk.tsx';
import { OfficerFrame } from './frame.tsx';
import { IDLE_MINUTES } from './idle.ts';
import { SecretField, secretOf } from './secret-field.tsx';
import type { SignedIn } from './session.ts';
import { startSession, type LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';

type Problems = Partial<Record<'account' | 'secret', string>>;

export function SignInPage(props: {
  lock: Lock | null;
  /** Neither passphrase nor words are there any more. */
  onLost: () => void;
  onSignedIn: (session: LinkedSession, signedIn: SignedIn) => void;
}) {
  const { lock, onLost, onSignedIn } = props;
  const [session] = useState(startSession);
  const [method, setMethod] = useState<Secret['method']>('passphrase');
  const [hasWebAssembly, setHasWebAssembly] = useState(true);
  const [account, setAccount] = useState('');
  const [secret, setSecret] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const task = useTask();

  // The worker of a page that is left without signing in goes with it.
  const handedOnRef = useRef(false);
  useEffect(
    () => () => {
      if (!handedOnRef.current) session.end();
    },
    [session],
  );

  useEffect(() => {
    void webAssemblyRuns().then((runs) => {
      setHasWebAssembly(runs);
      if (!runs) setMethod('words');
    });
  }, []);

  const turnTo = (other: Secret['method']) => {
    setMethod(other);
    setSecret('');
    setProblems({});
    task.clear();
  };

  const submit = async () => {
    const found: Problems = {};
    if (account.trim() === '') found.account = t('signIn.account.missing');
    if (secret.trim() === '') found.secret = t(`signIn.${method}.missing`);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    const signedIn = await task.run(() => session.signIn(account, secretOf(method, secret)));
    if (signedIn === undefined) return;
    handedOnRef.current = true;
    onSignedIn(session, signedIn);
  };

  const { busy, failure } = task;
  return (
    <OfficerFrame office="">
      {lock !== null && (
        <Notice kind={lock.unsent ? 'warning' : 'info'}>
          <p>{lockText(lock)}</p>
          {lock.unsent && <p>{t('lock.draft')}</p>}
        </Notice>
      )}
      <Heading>{t('signIn.title')}</Heading>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ErrorSummary errors={Object.entries(problems).map(([field, text]) => ({ field, text }))} />
        {failure !== null && (
          <Notice kind="danger" title={t('failure.title')}>
            {failure === 'signed-out' ? t('signIn.refused') : t(`failure.${failure}`)}
          </Notice>
        )}
        {!hasWebAssembly && <Notice kind="info">{t('signIn.wasm')}</Notice>}
        <TextField
          id="account"
          label={t('signIn.account')}
          autocomplete="username"
          value={account}
          error={problems.account}
          onInput={setAccount}
        />
        <SecretField method={method} value={secret} error={problems.secret} onInput={setSecret} />
        <p class="hint">{t('signIn.private')}</p>
        {busy && <Progress label={t(`signIn.working.${method}`)} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {t('signIn.submit')}
          </Button>
          {hasWebAssembly && (
            <Button
              kind="quiet"
              busy={busy}
              onClick={() => turnTo(method === 'words' ? 'passphrase' : 'words')}
            >
              {t(method === 'words' ? 'signIn.usePassphrase' : 'signIn.useWords')}
            </Button>
          )}
        </div>
      </form>
      <div class="actions">
        <Button kind="quiet" busy={busy} onClick={onLost}>
          {t('signIn.lost')}
        </Button>
      </div>
    </OfficerFrame>
  );
}

/** Why the page is locked. */
function lockText({ reason }: Lock): string {
  if (reason === 'idle') return t('lock.idle', { minutes: formatNumber(IDLE_MINUTES) });
  return reason === 'button' ? t('lock.button.done') : t('lock.ended');
}
