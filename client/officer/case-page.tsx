import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { failureOf } from '../failure.ts';
import { utcToday } from '../case/days.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { CaseAccess } from './case-access.tsx';
import { hasDrafts, KeptDrafts, NO_DRAFTS, type CaseDrafts } from './case-drafts.tsx';
import { CaseFacts } from './case-facts.tsx';
import { CaseIdentity } from './case-identity.tsx';
import { CaseMove } from './case-move.tsx';
import { CaseNotes } from './case-notes.tsx';
import { CaseReport } from './case-report.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import { CaseTrouble, isPassing } from './case-trouble.tsx';
import { CaseUnreadable } from './case-unreadable.tsx';
import { CaseWriting } from './case-writing.tsx';
import { doorTitle } from './inbox-line.tsx';
import type { OpenCase } from './case-desk.ts';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { useShortcuts } from './shortcuts.ts';
import { useTask } from './task.ts';
import { useUnsent } from './unsent.ts';

export function CasePage(props: {
  id: string;
  reference: string;
  session: LinkedSession;
  signedIn: SignedIn;
  onBack: () => void;
}) {
  const { id, reference, session, signedIn, onBack } = props;
  const language = useLanguage();
  const [view, setView] = useState<OpenCase | null>(null);
  const [drafts, setDrafts] = useState(NO_DRAFTS);
  const type = (part: Partial<CaseDrafts>) => setDrafts((before) => ({ ...before, ...part }));
  useUnsent(hasDrafts(drafts));
  const pageRef = useRef<HTMLDivElement>(null);
  const { busy, failure, run } = useTask();

  const read = useCallback(async () => {
    const opened = await run(async () => {
      try {
        return await session.cases.open(id);
      } catch (error) {
        // What can no longer be read, or trusted, does not stay on the page, also while it is tried again.
        if (!isPassing(failureOf(error))) setView(null);
        throw error;
      }
    });
    if (opened !== undefined) setView(opened);
  }, [run, session, id]);
  useEffect(() => void read(), [read]);

  /** Writing that fails may mean that the case can no longer be read: reading says so. */
  const write = async (work: () => Promise<OpenCase>) => {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(failureOf(error))) void read();
      throw error;
    }
  };

  useShortcuts({
    u: onBack,
    r: () => pageRef.current?.querySelector<HTMLElement>('#reply')?.focus(),
  });

  const isCustodian = signedIn.role === 'custodian';
  const unreadable = view?.unreadable.shared ?? null;
  const mayWrite = !isCustodian && unreadable === null;
  const identity = view !== null && (
    <CaseIdentity
      view={view}
      session={session}
      signedIn={signedIn}
      text={drafts.identity}
      onText={(text) => type({ identity: text })}
      write={write}
      onChanged={setView}
    />
  );
  return (
    <div ref={pageRef} class="case">
      <p class="case-nav">
        <Button kind="quiet" onClick={onBack}>
          {t('desk.back')}
        </Button>
        {view !== null && (
          <Button kind="quiet" disabled={busy} onClick={() => void read()}>
            {t('desk.refresh')}
          </Button>
        )}
      </p>
      <Heading>{t('desk.title', { reference })}</Heading>
      {busy && view === null && <Progress label={t('desk.opening')} />}
      {failure !== null && <CaseTrouble code={failure} reference={reference} onRetry={() => void read()} />}
      {(view === null || unreadable !== null) && !busy && <KeptDrafts drafts={drafts} />}
      {view !== null && (
        <>
          {unreadable === null ? (
            <p class="hint">{t('desk.recorded')}</p>
          ) : (
            <CaseUnreadable found={unreadable} reference={reference} />
          )}
          {!view.reporterFollows && <Notice kind="warning">{t('desk.keyless')}</Notice>}
          <div class="case-columns">
            <div>
              <CaseReport view={view} />
              {isCustodian && identity}
              <CaseTimeline view={view} />
              {mayWrite && (
                <section class="reply" aria-labelledby="reply-title">
                  <h2 id="reply-title">{t('desk.reply')}</h2>
                  <CaseWriting
                    id="reply"
                    label={t('desk.reply.text')}
                    hint={t('desk.reply.hint')}
                    missing={t('desk.reply.missing')}
                    button={t('desk.reply.send')}
                    working={t('desk.reply.sending')}
                    done={t('desk.reply.sent')}
                    text={drafts.reply}
                    onText={(reply) => type({ reply })}
                    write={(text) => write(() => session.cases.reply(id, text))}
                    onWritten={setView}
                  />
                </section>
              )}
            </div>
            <div>
              <CaseFacts view={view} door={doorTitle(signedIn, view.door, language)} today={utcToday()} />
              {!isCustodian && (
                <>
                  {identity}
                  <CaseAccess
                    view={view}
                    session={session}
                    signedIn={signedIn}
                    onChanged={setView}
                    onLeft={onBack}
                  />
                  {mayWrite && (
                    <CaseMove
                      view={view}
                      reason={drafts.reason}
                      onReason={(reason) => type({ reason })}
                      move={(status, reason) => write(() => session.cases.setStatus(id, status, reason))}
                      onMoved={setView}
                    />
                  )}
                  <CaseNotes
                    view={view}
                    text={drafts.note}
                    onText={(note) => type({ note })}
                    add={(text) => write(() => session.cases.addNote(id, text))}
                    onAdded={setView}
                  />
                </>
              )}
            </div>
          </div>
        </>
      )}
    </div>
  );
}
