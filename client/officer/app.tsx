import { useCallback, useState } from 'preact/hooks';
import type { Locked } from './page/frame/locked.ts';
import { Workspace } from './workspace.tsx';
import { InvitationPage } from './page/invitation/page.tsx';
import type { Link } from './page/frame/link.ts';
import { RecoveryPage } from './page/recovery/page.tsx';
import type { SignedIn } from './worker/session/session.ts';
import type { LinkedSession } from './page/frame/session-start.ts';
import { SetupPage } from './page/setup/page.tsx';
import { SignInPage } from './page/sign-in/page.tsx';

type Place =
  | { readonly at: 'link'; readonly link: Link }
  | { readonly at: 'sign-in'; readonly lock: Locked | null }
  | { readonly at: 'recovery' }
  | { readonly at: 'workspace'; readonly session: LinkedSession; readonly signedIn: SignedIn };

/** @param link that opened the page, or null */
export function App({ link }: { link: Link | null }) {
  const [place, setPlace] = useState<Place>(
    link === null ? { at: 'sign-in', lock: null } : { at: 'link', link },
  );
  const lock = useCallback((why: Locked | null) => setPlace({ at: 'sign-in', lock: why }), []);

  if (place.at === 'link') {
    const done = () => lock(null);
    return place.link.kind === 'setup' ? (
      <SetupPage token={place.link.token} onDone={done} />
    ) : (
      <InvitationPage link={place.link} onDone={done} />
    );
  }
  if (place.at === 'workspace')
    return <Workspace session={place.session} signedIn={place.signedIn} onLock={lock} />;
  if (place.at === 'recovery') return <RecoveryPage onBack={() => lock(null)} />;
  return (
    <SignInPage
      lock={place.lock}
      onLost={() => setPlace({ at: 'recovery' })}
      onSignedIn={(session, signedIn) => setPlace({ at: 'workspace', session, signedIn })}
    />
  );
}
