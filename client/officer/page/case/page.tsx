import { useRef, useState } from 'preact/hooks';
import { todayBy } from '../../../case/kinds/days.ts';
import { DeviceClockNotice, StampDaysNotice } from '../../../clock/notices.tsx';
import { t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { CaseAccess } from '../access/access.tsx';
import { filesOf } from '../../../case/fold/files.ts';
import { incidentsOf } from '../protection/incidents.tsx';
import { FilesSection } from '../../../files/page/section.tsx';
import { isUnsent, useSendings } from '../../../files/page/sending.ts';
import { hasDrafts, KeptDrafts, NO_DRAFTS, type CaseDrafts } from './drafts.tsx';
import { CaseFacts } from './facts.tsx';
import { CaseIdentity } from '../identity/identity.tsx';
import { FileOriginal } from '../identity/original.tsx';
import { CaseMove } from './move.tsx';
import { CaseNotes } from './notes.tsx';
import { useOpenCase } from './open-case.ts';
import { CasePriority } from './priority.tsx';
import { CaseReport } from './report.tsx';
import { CaseTimeline } from '../entries/timeline.tsx';
import { CaseTrouble } from './trouble.tsx';
import { CaseUnreadable } from './unreadable.tsx';
import { CaseWriting } from '../entries/writing.tsx';
import { CaseProtection, UrgentIncidents } from '../protection/protection.tsx';
import { doorTitle } from '../inbox/row.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useUnsent } from '../frame/unsent.ts';

interface Props {
  id: string;
  reference: string;
  session: LinkedSession;
  signedIn: SignedIn;
  onBack: () => void;
}

export function CasePage(props: Props) {
  const { id, reference, session, onBack } = props;
  const [drafts, setDrafts] = useState(NO_DRAFTS);
  const type = (part: Partial<CaseDrafts>) =>
    setDrafts((before) => ({
      ...before,
      ...part,
      protection: { ...before.protection, ...part.protection },
    }));
  useUnsent(hasDrafts(drafts));
  const pageRef = useRef<HTMLDivElement>(null);
  const reading = useOpenCase(session, id);
  const { view, busy, failure, read } = reading;
  useShortcuts({
    u: onBack,
    r: () => pageRef.current?.querySelector<HTMLElement>('#reply')?.focus(),
  });
  return (
    <div ref={pageRef} class="case">
      <p class="case-nav">
        <Button kind="quiet" onClick={onBack}>
          {t('case.back')}
        </Button>
        {view !== null && (
          <Button kind="quiet" disabled={busy} onClick={() => void read()}>
            {t('case.refresh')}
          </Button>
        )}
      </p>
      <Heading>{t('case.title', { reference })}</Heading>
      {busy && view === null && <Progress label={t('case.opening')} />}
      {failure !== null && <CaseTrouble code={failure} reference={reference} onRetry={() => void read()} />}
      {(view === null || view.unreadable.shared !== null) && !busy && <KeptDrafts drafts={drafts} />}
      {view !== null && <Opened {...props} {...reading} view={view} drafts={drafts} type={type} />}
    </div>
  );
}

type OpenedProps = Props &
  Omit<ReturnType<typeof useOpenCase>, 'view'> & {
    view: OpenCase;
    drafts: CaseDrafts;
    type: (part: Partial<CaseDrafts>) => void;
  };

/** The files of a case: what is on its way goes on while the screen changes. */
function Files({ id, reference, session, signedIn, view, drafts, type, write, setView }: OpenedProps) {
  const sendings = useSendings({
    send: async (file, given, onProgress) =>
      setView(await session.cases.sendFile(id, file, given.file, onProgress, given.incident)),
    stop: (file, isForgotten) => void session.cases.stopFile(file, isForgotten),
  });
  const isSending = isUnsent(sendings);
  useUnsent(isSending);
  return (
    <FilesSection
      side="officer"
      files={filesOf(view.items, view.identity.originals)}
      beside={(file) => (
        <FileOriginal
          file={file}
          view={view}
          session={session}
          signedIn={signedIn}
          text={drafts.original[file.id] ?? ''}
          onText={(text) => type({ original: { ...drafts.original, [file.id]: text } })}
          write={write}
          onChanged={setView}
        />
      )}
      sendings={sendings}
      keeping={{
        open: (file, onProgress) => session.cases.openFile(id, file, onProgress),
        save: (file, place, onProgress) => session.cases.saveFile(id, file, place, onProgress),
        remove: async (file) => setView(await session.cases.deleteFile(id, file)),
      }}
      incidents={incidentsOf(view)}
      allName={`${reference}.zip`}
      mayWrite={view.unreadable.shared === null}
    />
  );
}

/** All of a case that was read: what it says, and beside it what is known and done about it. */
function Opened(props: OpenedProps) {
  const { view, reference, signedIn } = props;
  const today = todayBy(view.serverDay);
  const isCustodian = signedIn.role === 'custodian';
  const unreadable = view.unreadable.shared;
  return (
    <>
      {unreadable === null ? (
        <p class="hint">{t('case.recorded')}</p>
      ) : (
        <CaseUnreadable found={unreadable} reference={reference} />
      )}
      <DeviceClockNotice today={today} />
      <StampDaysNotice days={view.days} today={today} />
      {!view.reporterFollows && <Notice kind="warning">{t('case.keyless')}</Notice>}
      {!isCustodian && <UrgentIncidents view={view} />}
      <div class="case-columns">
        <div>
          <CaseReport view={view} />
          {!isCustodian && <Files {...props} />}
          {!isCustodian && <Protection {...props} today={today.day} />}
          {isCustodian && <Identity {...props} />}
          <CaseTimeline view={view} />
          {!isCustodian && unreadable === null && <Reply {...props} />}
        </div>
        <div>
          <Beside {...props} today={today} />
        </div>
      </div>
    </>
  );
}

function Identity({ view, session, signedIn, drafts, type, write, setView }: OpenedProps) {
  return (
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
}

function Protection({ drafts, type, setView, ...props }: OpenedProps & { today: string }) {
  return (
    <CaseProtection
      {...props}
      typed={drafts.protection}
      onType={(protection) => type({ protection })}
      onChanged={setView}
    />
  );
}

function Reply({ id, session, drafts, type, write, setView }: OpenedProps) {
  return (
    <section class="reply" aria-labelledby="reply-title">
      <h2 id="reply-title">{t('case.reply')}</h2>
      <CaseWriting
        id="reply"
        label={t('case.reply.text')}
        hint={t('case.reply.hint')}
        missing={t('case.reply.missing')}
        button={t('case.reply.send')}
        working={t('case.reply.sending')}
        done={t('case.reply.sent')}
        text={drafts.reply}
        onText={(reply) => type({ reply })}
        write={(text) => write(() => session.cases.reply(id, text))}
        onWritten={setView}
      />
    </section>
  );
}

/** What is known of a case; for officers also its readers, its status and their notes. */
function Beside(props: OpenedProps & { today: ReturnType<typeof todayBy> }) {
  const { id, view, session, signedIn, drafts, type, write, setView, onBack, today } = props;
  const language = useLanguage();
  const facts = <CaseFacts view={view} door={doorTitle(signedIn, view.door, language)} today={today.day} />;
  if (signedIn.role === 'custodian') return facts;
  return (
    <>
      {facts}
      <CasePriority
        view={view}
        set={(priority) => write(() => session.cases.setPriority(id, priority))}
        onSet={setView}
      />
      <Identity {...props} />
      <CaseAccess view={view} session={session} signedIn={signedIn} onChanged={setView} onLeft={onBack} />
      {view.unreadable.shared === null && (
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
        today={today}
        text={drafts.note}
        onText={(note) => type({ note })}
        add={(text) => write(() => session.cases.addNote(id, text))}
        onAdded={setView}
      />
    </>
  );
}
