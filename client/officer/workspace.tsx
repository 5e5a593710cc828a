/** All of the page while somebody is signed in. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { inLanguage } from '../messages/languages.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { AccountPage } from './page/account/page.tsx';
import { CasePage } from './page/case/page.tsx';
import { useOpened, type OpenedState } from './page/frame/opened.ts';
import { OfficerFrame } from './page/frame/frame.tsx';
import type { Locked } from './page/frame/locked.ts';
import { useIdle } from './page/frame/idle.ts';
import { InboxPage } from './page/inbox/page.tsx';
import { newInboxView } from './page/inbox/view.ts';
import { LeaveDialog } from './page/frame/leave-dialog.tsx';
import { OfficePage } from './page/office/page.tsx';
import { RecoveryNotices } from './page/recovery/notices.tsx';
import { useRotation } from './page/access/rotation.tsx';
import type { SignedIn } from './worker/session/session.ts';
import type { LinkedSession } from './page/frame/session-start.ts';
import { ShortcutsContext } from './page/frame/shortcuts.ts';
import { StillThere } from './page/frame/still-there.tsx';
import { SessionEnded } from './page/frame/task.ts';
import { Unsent, UnsentContext } from './page/frame/unsent.ts';

/** Milliseconds the server gets to hear that the session ended, before the worker ends with all its keys. */
const FAREWELL = 5000;

interface Props {
  session: LinkedSession;
  signedIn: SignedIn;
  onLock: (lock: Locked) => void;
}

export function Workspace(props: Props) {
  const { session } = props;
  const [signedIn, setSignedIn] = useState(props.signedIn);
  const language = useLanguage();
  const [shortcutsOn, turnShortcuts] = useState(true);
  const [unsent] = useState(() => new Unsent());
  const place = useOpened(unsent);
  const lock = useLocking(props, unsent);
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
  return (
    <SessionEnded.Provider value={ended}>
      <UnsentContext.Provider value={unsent}>
        <ShortcutsContext.Provider value={shortcuts}>
          <OfficerFrame
            office={inLanguage(signedIn.instanceName, language)}
            tools={<Tools signedIn={signedIn} place={place} onLock={lockAll} />}
          >
            <OpenedPage session={session} signedIn={signedIn} place={place} onProfile={setSignedIn} />
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

/** @returns what ends the session and says why; it ends with the page too */
function useLocking({ session, onLock }: Props, unsent: Unsent): (reason: Locked['reason']) => void {
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
    // Before the page is emptied.
    addEventListener('pagehide', leave, { capture: true });
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('pagehide', leave, { capture: true });
      removeEventListener('beforeunload', ask);
    };
  }, [onLock, session, unsent]);
  return useCallback(
    (reason) => {
      onLock({ reason, unsent: unsent.any });
      endSession(session);
    },
    [session, onLock, unsent],
  );
}

function Tools(props: { signedIn: SignedIn; place: OpenedState; onLock: () => void }) {
  const { signedIn, place, onLock } = props;
  return (
    <>
      <span class="signed-in">{t('inbox.signedIn', { name: signedIn.name })}</span>
      {signedIn.isAuthority && place.open !== 'office' && (
        <Button kind="quiet" onClick={() => place.go('office')}>
          {t('frame.office')}
        </Button>
      )}
      {place.open !== 'account' && (
        <Button kind="quiet" onClick={() => place.go('account')}>
          {t('frame.account')}
        </Button>
      )}
      <Button kind="secondary" onClick={onLock}>
        {t('lock.button')}
      </Button>
    </>
  );
}

/** The inbox, or what is open beside it. What goes on or was put aside stays, whatever is open. */
function OpenedPage(props: {
  session: LinkedSession;
  signedIn: SignedIn;
  place: OpenedState;
  onProfile: (signedIn: SignedIn) => void;
}) {
  const { session, signedIn, place, onProfile } = props;
  const [view] = useState(newInboxView);
  const [hidden] = useState(() => new Set<string>());
  const [rotation, rotate] = useRotation(session);
  const { open, back } = place;
  const whose = { session, signedIn };
  if (open === 'office') return <OfficePage {...whose} onBack={back} />;
  if (open === 'account') return <AccountPage {...whose} onProfile={onProfile} onBack={back} />;
  if (open !== null) {
    return <CasePage key={open.id} id={open.id} reference={open.reference} {...whose} onBack={back} />;
  }
  return (
    <InboxPage
      {...whose}
      view={view}
      rotation={rotation}
      notices={<RecoveryNotices session={session} hidden={hidden} onOpen={() => place.go('account')} />}
      onSynced={rotate}
      onOpen={place.go}
    />
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
