import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { DeviceClockNotice } from '../../../clock/notices.tsx';
import { t } from '../../../messages/messages.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import type { CaseName } from '../frame/opened.ts';
import { HandOver } from '../access/hand-over.tsx';
import { Listed } from './listed.tsx';
import { rowsOn, step } from './rows.tsx';
import { InboxState } from './state.tsx';
import { useSyncedInbox } from './sync.ts';
import type { InboxView } from './view.ts';
import { KeysDialog } from '../frame/keys-dialog.tsx';
import { RotationText, type RotationState } from '../access/rotation.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useShortcuts } from '../frame/shortcuts.ts';

interface Props {
  session: LinkedSession;
  signedIn: SignedIn;
  view: InboxView;
  rotation: RotationState;
  /** What is to be said besides cases. */
  notices: ComponentChildren;
  /** Called each time the inbox is up to date. */
  onSynced: () => void;
  onOpen: (to: CaseName) => void;
}

export function InboxPage(props: Props) {
  const { session, signedIn, view, rotation, notices, onSynced } = props;
  const [helping, setHelping] = useState(false);
  const pageRef = useRef<HTMLDivElement>(null);
  const inbox = useSyncedInbox(session, view.cases, onSynced);
  const { cases } = inbox;
  const isCustodian = signedIn.role === 'custodian';
  Object.assign(view, { cases });
  useReturn(view, pageRef);
  useShortcuts({
    j: () => step(pageRef.current, 1),
    k: () => step(pageRef.current, -1),
    '/': () => pageRef.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
    '?': () => setHelping(true),
  });
  return (
    <div ref={pageRef} class="inbox">
      <div class="inbox-head">
        <Heading>{t('inbox.title')}</Heading>
        <div class="actions">
          {!isCustodian && <HandOver session={session} />}
          <Button kind="quiet" onClick={() => setHelping(true)}>
            {t('inbox.keys')}
          </Button>
        </div>
      </div>
      <InboxState inbox={inbox} />
      <DeviceClockNotice today={inbox.today} />
      {inbox.isPutBack && (
        <Notice kind="warning" title={t('inbox.putBack.title')}>
          {t('inbox.putBack')}
        </Notice>
      )}
      <RotationText state={rotation} />
      {notices}
      {cases !== null && cases.length > 0 && (
        <Listed signedIn={signedIn} view={view} cases={cases} today={inbox.today.day} onOpen={props.onOpen} />
      )}
      {cases?.length === 0 && !inbox.busy && (
        <EmptyState title={t(isCustodian ? 'inbox.custodian.none.title' : 'inbox.none.title')}>
          {t(isCustodian ? 'inbox.custodian.none.text' : 'inbox.none.text')}
        </EmptyState>
      )}
      {helping && <KeysDialog onClose={() => setHelping(false)} />}
    </div>
  );
}

/** Puts the page where it was, with the case that was opened in focus instead of the heading. */
function useReturn(view: InboxView, pageRef: { readonly current: HTMLElement | null }): void {
  // Before the page is painted, as the heading takes the focus: nothing is read aloud that is left at once.
  useLayoutEffect(() => {
    if (view.opened === null) return;
    scrollTo(0, view.scroll);
    const row = rowsOn(pageRef.current).find((button) => button.dataset['case'] === view.opened);
    row?.focus({ preventScroll: true });
  }, [view, pageRef]);
}
