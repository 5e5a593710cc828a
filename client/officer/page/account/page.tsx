/** An officer's own account: what unlocks it, and where it is signed in. */
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { AccountCircle, ChooseCircle } from './circle.tsx';
import { AccountPasskeyAdd } from './passkey-add.tsx';
import { AccountPasskeyRemove, AccountPasskeyRename, AccountSecondFactor } from './passkey-change.tsx';
import { AccountPasskeys } from './passkeys.tsx';
import { AccountPassphrase } from './passphrase.tsx';
import { AccountSessions } from './sessions.tsx';
import { AccountWords } from './words.tsx';
import { HelpAnswer } from '../recovery/help-answer.tsx';
import { useOwnPasskeys, type OwnPasskeysTask } from './own-passkeys.ts';
import type { OwnPasskeys } from '../../worker/account/own-passkeys.ts';
import type { OwnPasskey } from '../../worker/account/passkeys.ts';
import type { HelpRequest } from '../../worker/recovery/help.ts';
import { Recoveries } from '../recovery/record.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';

/** What a change is called, in the sentence that says it is done. */
type Change =
  'passphrase' | 'words' | 'passkeyAdd' | 'passkeyRename' | 'passkeyRemove' | 'both' | 'either' | 'helpers';

interface Props {
  session: LinkedSession;
  signedIn: SignedIn;
  /** Called when what was signed in with is another way by now. */
  onProfile: (signedIn: SignedIn) => void;
  onBack: () => void;
}

/** What is being changed, and the passkey it is about where it is about one. */
interface Changing {
  readonly what: Change;
  readonly passkey: OwnPasskey | null;
}

type Done = { readonly changed: Change } | { readonly answered: 'approved' | 'refused' };

export function AccountPage(props: Props) {
  const { session } = props;
  const passkeys = useOwnPasskeys(session);
  const [changing, setChanging] = useState<Changing | null>(null);
  const [answering, setAnswering] = useState<HelpRequest | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const begin = (what: Change, passkey: OwnPasskey | null = null) => {
    setDone(null);
    setChanging({ what, passkey });
  };
  const isReady = changing !== null && (passkeys.own !== null || !isOfPasskeys(changing.what));
  if (isReady) {
    const end = (changed: boolean) => {
      setDone(changed ? { changed: changing.what } : null);
      setChanging(null);
    };
    return <ChangePage {...props} changing={changing} passkeys={passkeys} onEnd={end} />;
  }
  if (answering !== null) {
    return (
      <HelpAnswer
        session={session}
        request={answering}
        onCancel={() => setAnswering(null)}
        onDone={(answered) => {
          setDone({ answered });
          setAnswering(null);
        }}
      />
    );
  }
  return <Overview {...props} passkeys={passkeys} done={done} onBegin={begin} onAnswer={setAnswering} />;
}

/** Whether a change is known only once the passkeys were read. */
function isOfPasskeys(what: Change): boolean {
  return what !== 'passphrase' && what !== 'words' && what !== 'helpers';
}

/** @param onEnd called with whether it was changed */
function ChangePage(
  props: Props & { changing: Changing; passkeys: OwnPasskeysTask; onEnd: (changed: boolean) => void },
) {
  const { session, signedIn, changing, passkeys, onProfile, onEnd } = props;
  const { what, passkey } = changing;
  const onCancel = () => onEnd(false);
  const form = { session, method: signedIn.method, onCancel, onDone: () => onEnd(true) };
  if (what === 'passphrase') return <AccountPassphrase {...form} />;
  if (what === 'words') return <AccountWords {...form} />;
  if (what === 'helpers') return <ChooseCircle {...form} />;
  if (passkeys.own === null) return null;
  const change = {
    ...form,
    own: passkeys.own,
    onDone: (now: OwnPasskeys) => {
      passkeys.show(now);
      void session.profile().then(onProfile, () => undefined);
      onEnd(true);
    },
  };
  if (what === 'passkeyAdd') return <AccountPasskeyAdd {...change} office={signedIn.instanceName} />;
  if (what === 'both' || what === 'either') return <AccountSecondFactor {...change} mode={what} />;
  if (passkey === null) return null;
  return what === 'passkeyRename' ? (
    <AccountPasskeyRename {...change} passkey={passkey} />
  ) : (
    <AccountPasskeyRemove {...change} passkey={passkey} />
  );
}

function Overview(
  props: Props & {
    passkeys: OwnPasskeysTask;
    done: Done | null;
    onBegin: (what: Change, passkey?: OwnPasskey) => void;
    onAnswer: (request: HelpRequest) => void;
  },
) {
  const { session, passkeys, done, onBack, onBegin, onAnswer } = props;
  return (
    <div class="office">
      <BackLink onClick={onBack}>{t('case.back')}</BackLink>
      <Heading>{t('account.title')}</Heading>
      {done !== null && (
        <Notice kind="success">
          {'changed' in done ? t(`account.${done.changed}.done`) : t(`help.${done.answered}`)}
        </Notice>
      )}
      <section aria-labelledby="unlocks">
        <h2 id="unlocks">{t('account.unlocks')}</h2>
        <p>{t(passkeys.own?.mode === 'both' ? 'account.unlocks.both' : 'account.unlocks.text')}</p>
        <div class="actions">
          <Button kind="secondary" onClick={() => onBegin('passphrase')}>
            {t('account.passphrase')}
          </Button>
          <Button kind="secondary" onClick={() => onBegin('words')}>
            {t('account.words')}
          </Button>
        </div>
      </section>
      <AccountPasskeys
        passkeys={passkeys}
        onAdd={() => onBegin('passkeyAdd')}
        onRename={(passkey) => onBegin('passkeyRename', passkey)}
        onRemove={(passkey) => onBegin('passkeyRemove', passkey)}
        onTurn={onBegin}
      />
      <AccountCircle session={session} onChoose={() => onBegin('helpers')} />
      <AccountSessions session={session} />
      <Recoveries session={session} onAnswer={onAnswer} />
    </div>
  );
}
