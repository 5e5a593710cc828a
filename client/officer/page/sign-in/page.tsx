import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, t } from '../../../messages/messages.ts';
import { webAssemblyRuns } from '../../../sodium/runs.ts';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { wordsProblem } from '../../../words/entry.tsx';
import type { Secret } from '../../worker/account/account.ts';
import type { Locked } from '../frame/locked.ts';
import { OfficerFrame } from '../frame/frame.tsx';
import { IDLE_MINUTES } from '../frame/idle.ts';
import { passkeysWork } from '../secret/passkey-ceremony.ts';
import { giveSecret } from '../secret/secret.ts';
import { missingSecret, SecretField } from '../secret/field.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import { startSession, type LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

/** What has a field to type into. A passkey alone is used at the press of a button. */
type TypedMethod = Exclude<Secret['method'], 'passkey'>;

type Problems = Partial<Record<'account' | 'secret', string>>;

/** What is typed to sign in, by which way, and what comes of it. */
type SignInForm = ReturnType<typeof useSignIn>;

export function SignInPage(props: {
  lock: Locked | null;
  /** Neither passphrase nor words are there any more. */
  onLost: () => void;
  onSignedIn: (session: LinkedSession, signedIn: SignedIn) => void;
}) {
  const { lock, onLost } = props;
  const form = useSignIn(props.onSignedIn);
  const { task, tried, problems, hasPasskeys, hasWebAssembly, submit } = form;
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
        <Fields form={form} />
        {busy && <Progress label={workingText(tried)} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {t('signIn.submit')}
          </Button>
          <OtherWay form={form} other="words" back="signIn.usePassphrase" to="signIn.useWords" />
        </div>
        {hasPasskeys && <PasskeyWay form={form} />}
      </form>
      <div class="actions">
        <Button kind="quiet" busy={busy} onClick={onLost}>
          {t('signIn.lost')}
        </Button>
      </div>
    </OfficerFrame>
  );
}

function Fields({ form }: { form: SignInForm }) {
  const { session, method, account, setAccount, secret, type, problems } = form;
  return (
    <>
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
      <SecretField session={session} method={method} value={secret} error={problems.secret} onInput={type} />
      <p class="hint">{t('signIn.private')}</p>
    </>
  );
}

function PasskeyWay({ form }: { form: SignInForm }) {
  return (
    <section class="other-ways" aria-labelledby="passkey">
      <h2 id="passkey">{t('signIn.passkey')}</h2>
      <p class="hint">{t('signIn.passkey.hint')}</p>
      <div class="actions">
        <Button kind="secondary" busy={form.task.busy} onClick={form.byPasskey}>
          {t('signIn.usePasskey')}
        </Button>
        <OtherWay form={form} other="both" back="signIn.usePassphraseAlone" to="signIn.useBoth" />
      </div>
    </section>
  );
}

/** Turns to another way and back; without WebAssembly only words are typed. */
function OtherWay(props: {
  form: SignInForm;
  other: 'words' | 'both';
  back: 'signIn.usePassphrase' | 'signIn.usePassphraseAlone';
  to: 'signIn.useWords' | 'signIn.useBoth';
}) {
  const { form, other, back, to } = props;
  const isOther = form.method === other;
  if (!form.hasWebAssembly) return null;
  return (
    <Button kind="quiet" busy={form.task.busy} onClick={() => form.turnTo(isOther ? 'passphrase' : other)}>
      {t(isOther ? back : to)}
    </Button>
  );
}

function useSignIn(onSignedIn: (session: LinkedSession, signedIn: SignedIn) => void) {
  const [session, handOn] = useSessionToHandOn();
  const { hasPasskeys, hasWebAssembly } = useAbilities();
  const [chosen, setChosen] = useState<TypedMethod>('passphrase');
  const method: TypedMethod = hasWebAssembly ? chosen : 'words';
  /** The way that was tried last: what went wrong is said of it. */
  const [tried, setTried] = useState<Secret['method']>('passphrase');
  const [account, setAccount] = useState('');
  const [secret, setSecret] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const task = useTask();

  const turnTo = (other: TypedMethod) => {
    setChosen(other);
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
    handOn();
    onSignedIn(session, signedIn);
  };
  const byPasskey = () => {
    setProblems({});
    void signIn('passkey');
  };
  const typed = { method, account, setAccount, secret, type, problems };
  return { session, task, tried, hasPasskeys, hasWebAssembly, ...typed, turnTo, submit, byPasskey };
}

/** A session, and how to say that it is somebody else's now: that of a page left before goes with the page. */
function useSessionToHandOn(): [LinkedSession, () => void] {
  const [session] = useState(startSession);
  const handedOnRef = useRef(false);
  useEffect(
    () => () => {
      if (!handedOnRef.current) session.end();
    },
    [session],
  );
  return [session, () => void (handedOnRef.current = true)];
}

/** What this browser can do, as far as it is known yet. */
function useAbilities() {
  const [hasPasskeys, setHasPasskeys] = useState(false);
  const [hasWebAssembly, setHasWebAssembly] = useState(true);
  useEffect(() => void webAssemblyRuns().then(setHasWebAssembly), []);
  useEffect(() => void passkeysWork().then(setHasPasskeys), []);
  return { hasPasskeys, hasWebAssembly };
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
function lockText({ reason }: Locked): string {
  if (reason === 'idle') return t('lock.idle', { minutes: formatNumber(IDLE_MINUTES) });
  return reason === 'button' ? t('lock.button.done') : t('lock.ended');
}
