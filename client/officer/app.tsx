import { useCallback, useState } from 'preact/hooks';
import { Desk, type Lock } from './desk.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { SetupPage } from './setup-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

type Place =
  | { readonly at: 'setup'; readonly token: string }
  | { readonly at: 'sign-in'; readonly lock: Lock | null }
  | { readonly at: 'desk'; readonly session: LinkedSession; readonly signedIn: SignedIn };

/** @param setupToken from the link, or null */
export function App({ setupToken }: { setupToken: string | null }) {
  const [place, setPlace] = useState<Place>(
    setupToken === null ? { at: 'sign-in', lock: null } : { at: 'setup', token: setupToken },
  );
  const lock = useCallback((why: Lock | null) => setPlace({ at: 'sign-in', lock: why }), []);

  if (place.at === 'setup') return <SetupPage token={place.token} onDone={() => lock(null)} />;
  if (place.at === 'desk') return <Desk session={place.session} signedIn={place.signedIn} onLock={lock} />;
  return (
    <SignInPage
      lock={place.lock}
      onSignedIn={(session, signedIn) => setPlace({ at: 'desk', session, signedIn })}
    />
  );
}
