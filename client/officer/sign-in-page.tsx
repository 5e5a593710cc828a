import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, t } from '../messages/messages.ts';
import { webAssemblyRuns } from '../sodium/load.ts';
import { Button } from '../parts/button.tsx';
import { ErrorSummary } from '../parts/error-summary.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { TextField } from '../parts/text-field.tsx';
import { wordsProblem } from '../parts/words-entry.tsx';
import type { Secret } from './account.ts';
import type { Lock } from './desk.tsx';
import { OfficerFrame } from './frame.tsx';
import { IDLE_MINUTES } from './idle.ts';
import { passkeysWork } from './passkey-ceremony.ts';
import { giveSecret } from './secret.ts';
import { missingSecret, SecretField } from './secret-field.tsx';
import type { SignedIn } from './session.ts';
import { startSession, type LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';
import { TaskFailure } from './task-failure.tsx';

/** What has a field to type into. A passkey alone is used at the press of a button. */
type TypedMethod = Exclude<Secret['method'], 'passkey'>;

type Problems = Partial<Record<'account' | 'secret', string>>;

export function SignInPage(props: {
  lock: Lock | null;
  /** Neither passphrase nor words are there any more. */
  onLost: () => void;
  onSignedIn: (session: LinkedSession, signedIn: SignedIn) => void;
}) {
  const { lock, onLost, onSignedIn } = props;
  const [session] = useState(startSession);
  const [method, setMethod] = useState<TypedMethod>('passphrase');
  /** The way that was tried last: what went wrong is said of it. */
  const [tried, setTried] = useState<Secret['method']>('passphrase');
  const [hasPasskeys, setHasPasskeys] = useState(false);
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

  useEffect(() => void passkeysWork().then(setHasPasskeys), []);

  const turnTo = (other: TypedMethod) => {
    setMethod(other);
    setSecret('');
    setProblems({});
    task.clear();
  };

  const type = (text: string) => {
    setSecret(text);
    setProblems(({ account: named }) => (named === undefined ? {} : { account: named }));
  };

  const submit = async () => {
    const found: Problems = {};
    // A passkey says whose it is.
    if (method !== 'both' && account.trim() === '') found.account = t('signIn.account.missing');
    const missing = missingSecret(method, secret);
    if (missing !== null) found.secret = missing;
    else if (method === 'words') {
      const state = await task.run(() => session.checkWords(secret));
      if (state === undefined) return;
      const slip = wordsProblem(state, secret);
      if (slip !== undefined) found.secret = slip;
    }
    setProblems(found);
    if (Object.keys(found).length === 0) await signIn(method);
  };

  const signIn = async (by: Secret['method']) => {
    setTried(by);
    const give = giveSecret(session, by, secret);
    const signedIn = await task.run(() => give((given) => session.signIn(account, given)));
    if (signedIn === undefined) return;
    handedOnRef.current = true;
    onSignedIn(session, signedIn);
  };

  const { busy } = task;
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
        <TaskFailure task={task} said={{ 'signed-out': refusedText(tried, hasPasskeys) }} />
        {!hasWebAssembly && <Notice kind="info">{t('signIn.wasm')}</Notice>}
        {method !== 'both' && (
          <TextField
            id="account"
            label={t('signIn.account')}
            autocomplete="username"
            value={account}
            error={problems.account}
            onInput={setAccount}
          />
        )}
        <SecretField
          session={session}
          method={method}
          value={secret}
          error={problems.secret}
          onInput={type}
        />
        <p class="hint">{t('signIn.private')}</p>
        {busy && <Progress label={workingText(tried)} />}
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
        {hasPasskeys && (
          <section class="other-ways" aria-labelledby="passkey">
            <h2 id="passkey">{t('signIn.passkey')}</h2>
            <p class="hint">{t('signIn.passkey.hint')}</p>
            <div class="actions">
              <Button
                kind="secondary"
                busy={busy}
                onClick={() => {
                  setProblems({});
                  void signIn('passkey');
                }}
              >
                {t('signIn.usePasskey')}
              </Button>
              {hasWebAssembly && (
                <Button
                  kind="quiet"
                  busy={busy}
                  onClick={() => turnTo(method === 'both' ? 'passphrase' : 'both')}
                >
                  {t(method === 'both' ? 'signIn.usePassphraseAlone' : 'signIn.useBoth')}
                </Button>
              )}
            </div>
          </section>
        )}
      </form>
      <div class="actions">
        <Button kind="quiet" busy={busy} onClick={onLost}>
          {t('signIn.lost')}
        </Button>
      </div>
    </OfficerFrame>
  );
}

/** Unknown and wrong are one answer. With a passkey there is no name that could be wrong. */
function refusedText(tried: Secret['method'], hasPasskeys: boolean): string {
  if (tried === 'passphrase' && hasPasskeys) return `${t('signIn.refused')} ${t('signIn.refused.alone')}`;
  if (tried === 'passphrase' || tried === 'words') return t('signIn.refused');
  return t(tried === 'passkey' ? 'signIn.refused.passkey' : 'signIn.refused.both');
}

function workingText(tried: Secret['method']): string {
  if (tried === 'passkey') return t('signIn.working.passkey');
  return t(tried === 'words' ? 'signIn.working.words' : 'signIn.working.passphrase');
}

/** Why the page is locked. */
function lockText({ reason }: Lock): string {
  if (reason === 'idle') return t('lock.idle', { minutes: formatNumber(IDLE_MINUTES) });
  return reason === 'button' ? t('lock.button.done') : t('lock.ended');
}
