/** All of the page while somebody is signed in. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { inLanguage } from '../messages/languages.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { AccountPage } from './account-page.tsx';
import { CasePage } from './case-page.tsx';
import { useDeskPlace } from './desk-place.ts';
import { OfficerFrame } from './frame.tsx';
import { useIdle } from './idle.ts';
import { InboxPage, newInboxView } from './inbox-page.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { OfficePage } from './office-page.tsx';
import { RecoveryNotices } from './recovery-notices.tsx';
import { useRotation } from './rotation.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { ShortcutsContext } from './shortcuts.ts';
import { StillThere } from './still-there.tsx';
import { SessionEnded } from './task.ts';
import { Unsent, UnsentContext } from './unsent.ts';

export interface Lock {
  readonly reason: 'button' | 'idle' | 'ended';
  /** Something written had not been sent. */
  readonly unsent: boolean;
}

/** Milliseconds the server gets to hear that the session ended, before the worker ends with all its keys. */
const FAREWELL = 5000;

export function Desk(props: { session: LinkedSession; signedIn: SignedIn; onLock: (lock: Lock) => void }) {
  const { session, onLock } = props;
  const [signedIn, setSignedIn] = useState(props.signedIn);
  const language = useLanguage();
  const [shortcutsOn, turnShortcuts] = useState(true);
  const [view] = useState(newInboxView);
  const [unsent] = useState(() => new Unsent());
  const place = useDeskPlace(unsent);
  const [hidden] = useState(() => new Set<string>());
  const [rotation, rotate] = useRotation(session);

  const lock = useCallback(
    (reason: Lock['reason']) => {
      onLock({ reason, unsent: unsent.any });
      endSession(session);
    },
    [session, onLock, unsent],
  );
  const idle = useIdle(
    () => lock('idle'),
    () => lock('button'),
  );
  const lockAll = () => {
    idle.lockOthers();
    lock('button');
  };
  const ended = useCallback(() => lock('ended'), [lock]);
  const shortcuts = useMemo(() => ({ on: shortcutsOn, turn: turnShortcuts }), [shortcutsOn]);

  // A page that is left keeps nothing, also where the browser would bring it back as it was. Other pages of
  // this browser go on with the session.
  useEffect(() => {
    const leave = () => {
      onLock({ reason: 'button', unsent: unsent.any });
      session.end();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (unsent.any) event.preventDefault();
    };
    addEventListener('pagehide', leave);
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('beforeunload', ask);
    };
  }, [onLock, session, unsent]);

  const tools = (
    <>
      <span class="signed-in">{t('inbox.signedIn', { name: signedIn.name })}</span>
      {signedIn.isAuthority && place.open !== 'office' && (
        <Button kind="quiet" onClick={() => place.go('office')}>
          {t('desk.office')}
        </Button>
      )}
      {place.open !== 'account' && (
        <Button kind="quiet" onClick={() => place.go('account')}>
          {t('desk.account')}
        </Button>
      )}
      <Button kind="secondary" onClick={lockAll}>
        {t('lock.button')}
      </Button>
    </>
  );
  const { open } = place;
  return (
    <SessionEnded.Provider value={ended}>
      <UnsentContext.Provider value={unsent}>
        <ShortcutsContext.Provider value={shortcuts}>
          <OfficerFrame office={inLanguage(signedIn.instanceName, language)} tools={tools}>
            {open === null ? (
              <InboxPage
                session={session}
                signedIn={signedIn}
                view={view}
                rotation={rotation}
                notices={
                  <RecoveryNotices session={session} hidden={hidden} onOpen={() => place.go('account')} />
                }
                onSynced={rotate}
                onOpen={place.go}
              />
            ) : open === 'office' ? (
              <OfficePage session={session} signedIn={signedIn} onBack={place.back} />
            ) : open === 'account' ? (
              <AccountPage
                session={session}
                signedIn={signedIn}
                onProfile={setSignedIn}
                onBack={place.back}
              />
            ) : (
              <CasePage
                key={open.id}
                id={open.id}
                reference={open.reference}
                session={session}
                signedIn={signedIn}
                onBack={place.back}
              />
            )}
          </OfficerFrame>
          {place.asking && <LeaveDialog onStay={place.stay} onLeave={place.leave} />}
          {idle.seconds !== null && (
            <StillThere seconds={idle.seconds} unsent={unsent.any} onStay={idle.stay} onLock={lockAll} />
          )}
        </ShortcutsContext.Provider>
      </UnsentContext.Provider>
    </SessionEnded.Provider>
  );
}

/** Wipes the keys and tells the server; the worker ends with all it holds, answer or not. */
function endSession(session: LinkedSession): void {
  const late = setTimeout(() => session.end(), FAREWELL);
  const end = () => {
    clearTimeout(late);
    session.end();
  };
  session.lock().then(end, end);
}
