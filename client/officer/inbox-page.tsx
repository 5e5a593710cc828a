import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t, useLanguage } from '../messages/messages.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { Heading } from '../parts/heading.tsx';
import { Button } from '../parts/button.tsx';
import type { CaseName } from './desk-place.ts';
import { dutyOf } from './identity-duty.ts';
import { doorTitle, InboxLine } from './inbox-line.tsx';
import { HandOver } from './hand-over.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { filtersFor, fits, inOrder, matches, type Filter } from './inbox-order.ts';
import { InboxState } from './inbox-state.tsx';
import { useSyncedInbox } from './inbox-sync.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { RotationLine, type RotationState } from './rotation.tsx';
import type { InboxCase } from './inbox-case.ts';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { useShortcuts } from './shortcuts.ts';

/** What stays of the inbox while a case is open, so that one comes back to the same place. */
export interface InboxView {
  cases: readonly InboxCase[] | null;
  filter: Filter;
  typed: string;
  /** Pixels from the top. */
  scroll: number;
  /** The case that was opened. */
  opened: string | null;
}

export function newInboxView(): InboxView {
  return { cases: null, filter: 'all', typed: '', scroll: 0, opened: null };
}

export function InboxPage(props: {
  session: LinkedSession;
  signedIn: SignedIn;
  view: InboxView;
  rotation: RotationState;
  /** What is to be said besides cases. */
  notices: ComponentChildren;
  /** Called each time the inbox is up to date. */
  onSynced: () => void;
  onOpen: (to: CaseName) => void;
}) {
  const { session, signedIn, view, rotation, notices, onSynced, onOpen } = props;
  const language = useLanguage();
  const [filter, setFilter] = useState(view.filter);
  const [typed, setTyped] = useState(view.typed);
  const [helping, setHelping] = useState(false);
  const pageRef = useRef<HTMLDivElement>(null);
  const inbox = useSyncedInbox(session, view.cases, onSynced);
  const { cases, today } = inbox;
  const isCustodian = signedIn.role === 'custodian';
  Object.assign(view, { cases, filter, typed });
  useReturn(view, pageRef);
  useShortcuts({
    j: () => step(pageRef.current, 1),
    k: () => step(pageRef.current, -1),
    '/': () => pageRef.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
    '?': () => setHelping(true),
  });

  const door = (item: InboxCase) => doorTitle(signedIn, item.door, language);
  const found = (cases ?? []).filter((item) => matches(item, door(item), typed));
  const shown = inOrder(
    found.filter((item) => fits(filter, item, today)),
    today,
  );
  // What a custodian has to do comes before what only waits.
  if (isCustodian) shown.sort((a, b) => rankOf(a, today) - rankOf(b, today));
  const reset = () => {
    setFilter('all');
    setTyped('');
  };
  const open = (item: InboxCase) => {
    Object.assign(view, { scroll: scrollY, opened: item.id });
    onOpen(item);
  };

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
      <RotationLine state={rotation} />
      {notices}
      {cases !== null && cases.length > 0 && (
        <>
          {!isCustodian && (
            <InboxFilters
              filters={filtersFor(cases, today)}
              counts={(one) => found.filter((item) => fits(one, item, today)).length}
              filter={filter}
              typed={typed}
              onFilter={setFilter}
              onType={setTyped}
            />
          )}
          <p class="hint">{t('inbox.recorded')}</p>
          <output class="visually-hidden">{t('inbox.found', { count: shown.length })}</output>
          {shown.length === 0 ? (
            <EmptyState title={t('inbox.none.found')}>
              <Button kind="secondary" onClick={reset}>
                {t('inbox.none.reset')}
              </Button>
            </EmptyState>
          ) : (
            <ul class="lines" aria-label={t('inbox.list')}>
              {shown.map((item) => (
                <InboxLine
                  key={item.id}
                  item={item}
                  door={door(item)}
                  role={signedIn.role}
                  today={today}
                  onOpen={() => open(item)}
                />
              ))}
            </ul>
          )}
        </>
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

function rankOf({ identity }: InboxCase, today: string): number {
  return identity !== null && dutyOf(identity, 'custodian', today) !== null ? 0 : 1;
}

/** Puts the page where it was, with the case that was opened in focus instead of the heading. */
function useReturn(view: InboxView, pageRef: { readonly current: HTMLElement | null }): void {
  // Before the page is painted, as the heading takes the focus: nothing is read aloud that is left at once.
  useLayoutEffect(() => {
    if (view.opened === null) return;
    scrollTo(0, view.scroll);
    const line = lines(pageRef.current).find((button) => button.dataset['case'] === view.opened);
    line?.focus({ preventScroll: true });
  }, [view, pageRef]);
}

/** Moves the focus one case on or back. */
function step(page: HTMLElement | null, by: 1 | -1): void {
  const all = lines(page);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? all[0] : all[at + by];
  next?.focus();
}

function lines(page: HTMLElement | null): HTMLElement[] {
  return [...(page?.querySelectorAll<HTMLElement>('[data-case]') ?? [])];
}
