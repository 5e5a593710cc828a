/** An officer's own account: what unlocks it, and where it is signed in. */
import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { BackLink } from '../parts/back-link.tsx';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { AccountPassphrase } from './account-passphrase.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { AccountWords } from './account-words.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';

type Change = 'passphrase' | 'words';

export function AccountPage(props: { session: LinkedSession; signedIn: SignedIn; onBack: () => void }) {
  const { session, signedIn, onBack } = props;
  const [changing, setChanging] = useState<Change | null>(null);
  const [changed, setChanged] = useState<Change | null>(null);
  const begin = (what: Change) => {
    setChanged(null);
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
  return (
    <div class="office">
      <BackLink onClick={onBack}>{t('desk.back')}</BackLink>
      <Heading>{t('account.title')}</Heading>
      {changed !== null && <Notice kind="success">{t(`account.${changed}.done`)}</Notice>}
      <section aria-labelledby="unlocks">
        <h2 id="unlocks">{t('account.unlocks')}</h2>
        <p>{t('account.unlocks.text')}</p>
        <div class="actions">
          <Button kind="secondary" onClick={() => begin('passphrase')}>
            {t('account.passphrase')}
          </Button>
          <Button kind="secondary" onClick={() => begin('words')}>
            {t('account.words')}
          </Button>
        </div>
      </section>
      <AccountSessions session={session} />
    </div>
  );
}
