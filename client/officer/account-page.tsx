/** An officer's own account: what unlocks it, and where it is signed in. */
import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { BackLink } from '../parts/back-link.tsx';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { AccountHelpers, ChooseHelpers } from './account-helpers.tsx';
import { AccountPasskeyAdd } from './account-passkey-add.tsx';
import {
  AccountPasskeyRemove,
  AccountPasskeyRename,
  AccountSecondFactor,
} from './account-passkey-change.tsx';
import { AccountPasskeys } from './account-passkeys.tsx';
import { AccountPassphrase } from './account-passphrase.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { AccountWords } from './account-words.tsx';
import { HelpAnswer } from './help-answer.tsx';
import { useOwnPasskeys } from './own-passkeys-task.ts';
import type { OwnPasskeys } from './own-passkeys.ts';
import type { OwnPasskey } from './passkeys.ts';
import type { HelpRequest } from './recovery-help.ts';
import { Recoveries } from './recovery-record.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';

/** What a change is called, in the sentence that says it is done. */
type Change =
  'passphrase' | 'words' | 'passkeyAdd' | 'passkeyRename' | 'passkeyRemove' | 'both' | 'either' | 'helpers';

export function AccountPage(props: {
  session: LinkedSession;
  signedIn: SignedIn;
  /** Called when what was signed in with is another way by now. */
  onProfile: (signedIn: SignedIn) => void;
  onBack: () => void;
}) {
  const { session, signedIn, onProfile, onBack } = props;
  const passkeys = useOwnPasskeys(session);
  const [changing, setChanging] = useState<Change | null>(null);
  const [chosen, setChosen] = useState<OwnPasskey | null>(null);
  const [changed, setChanged] = useState<Change | null>(null);
  const [answering, setAnswering] = useState<HelpRequest | null>(null);
  const [answered, setAnswered] = useState<'approved' | 'refused' | null>(null);
  const begin = (what: Change) => {
    setChanged(null);
    setAnswered(null);
    setChanging(what);
  };
  const form = {
    session,
    method: signedIn.method,
    onCancel: () => setChanging(null),
    onDone: () => {
      setChanged(changing);
      setChanging(null);
    },
  };
  if (changing === 'passphrase') return <AccountPassphrase {...form} />;
  if (changing === 'words') return <AccountWords {...form} />;
  const { own } = passkeys;
  if (changing !== null && own !== null) {
    const change = {
      ...form,
      own,
      onDone: (now: OwnPasskeys) => {
        passkeys.show(now);
        void session.profile().then(onProfile, () => undefined);
        form.onDone();
      },
    };
    if (changing === 'passkeyAdd') return <AccountPasskeyAdd {...change} office={signedIn.instanceName} />;
    if (changing === 'passkeyRename' && chosen !== null)
      return <AccountPasskeyRename {...change} passkey={chosen} />;
    if (changing === 'passkeyRemove' && chosen !== null)
      return <AccountPasskeyRemove {...change} passkey={chosen} />;
    if (changing === 'both' || changing === 'either')
      return <AccountSecondFactor {...change} mode={changing} />;
  }
  if (changing === 'helpers') return <ChooseHelpers {...form} />;
  if (answering !== null) {
    return (
      <HelpAnswer
        session={session}
        request={answering}
        onCancel={() => setAnswering(null)}
        onDone={(answer) => {
          setChanged(null);
          setAnswered(answer);
          setAnswering(null);
        }}
      />
    );
  }
  return (
    <div class="office">
      <BackLink onClick={onBack}>{t('desk.back')}</BackLink>
      <Heading>{t('account.title')}</Heading>
      {changed !== null && <Notice kind="success">{t(`account.${changed}.done`)}</Notice>}
      {answered !== null && <Notice kind="success">{t(`help.${answered}`)}</Notice>}
      <section aria-labelledby="unlocks">
        <h2 id="unlocks">{t('account.unlocks')}</h2>
        <p>{t(own?.mode === 'both' ? 'account.unlocks.both' : 'account.unlocks.text')}</p>
        <div class="actions">
          <Button kind="secondary" onClick={() => begin('passphrase')}>
            {t('account.passphrase')}
          </Button>
          <Button kind="secondary" onClick={() => begin('words')}>
            {t('account.words')}
          </Button>
        </div>
      </section>
      <AccountPasskeys
        passkeys={passkeys}
        onAdd={() => begin('passkeyAdd')}
        onRename={(passkey) => {
          setChosen(passkey);
          begin('passkeyRename');
        }}
        onRemove={(passkey) => {
          setChosen(passkey);
          begin('passkeyRemove');
        }}
        onTurn={begin}
      />
      <AccountHelpers session={session} onChoose={() => begin('helpers')} />
      <AccountSessions session={session} />
      <Recoveries session={session} onAnswer={setAnswering} />
    </div>
  );
}
