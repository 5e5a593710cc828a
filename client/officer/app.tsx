import { useCallback, useState } from 'preact/hooks';
import { Desk, type Lock } from './desk.tsx';
import { InvitationPage } from './invitation-page.tsx';
import type { Link } from './link.ts';
import { RecoveryPage } from './recovery-page.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { SetupPage } from './setup-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

type Place =
  | { readonly at: 'link'; readonly link: Link }
  | { readonly at: 'sign-in'; readonly lock: Lock | null }
  | { readonly at: 'recovery' }
  | { readonly at: 'desk'; readonly session: LinkedSession; readonly signedIn: SignedIn };

/** @param link that opened the page, or null */
export function App({ link }: { link: Link | null }) {
  const [place, setPlace] = useState<Place>(
    link === null ? { at: 'sign-in', lock: null } : { at: 'link', link },
  );
  const lock = useCallback((why: Lock | null) => setPlace({ at: 'sign-in', lock: why }), []);

  if (place.at === 'link') {
    const done = () => lock(null);
    return place.link.kind === 'setup' ? (
      <SetupPage token={place.link.token} onDone={done} />
    ) : (
      <InvitationPage link={place.link} onDone={done} />
    );
  }
  if (place.at === 'desk') return <Desk session={place.session} signedIn={place.signedIn} onLock={lock} />;
  if (place.at === 'recovery') return <RecoveryPage onBack={() => lock(null)} />;
  return (
    <SignInPage
      lock={place.lock}
      onLost={() => setPlace({ at: 'recovery' })}
      onSignedIn={(session, signedIn) => setPlace({ at: 'desk', session, signedIn })}
    />
  );
}
