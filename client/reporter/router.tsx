/** Which screen of the reporter's page is shown: of a report, of its receipt, or of coming back. */
import { useCallback, useState } from 'preact/hooks';
import type { Directory } from '../../server/api/directory.ts';
import { doorOf, readersLeft } from '../directory/choice.ts';
import { useUnsavedWarning } from '../parts/unsaved-warning.ts';
import type { Typed } from './page/own/request.tsx';
import type { OwnPage } from './page/own/page.tsx';
import type { Kept } from './page/protection/kept.ts';
import type { Room } from './page/protection/room.ts';
import { ChangedPage } from './page/report/changed.tsx';
import { emptyDraft, hasText, type Draft } from './page/report/draft.ts';
import { SendPage } from './page/report/send.tsx';
import { useSending, type Loaded, type Sending } from './page/report/sending.ts';
import { useSteps } from './page/report/steps.ts';
import { atDoor, openable } from './page/report/unasked.ts';
import type { Opened } from './page/start/opening.ts';
import { GonePage } from './page/start/early.tsx';
import { ReturnPage } from './page/start/return.tsx';
import { StartPage } from './page/start/start.tsx';
import { ReceiptScreens } from './receipt-screens.tsx';
import { goOn, ReportScreens } from './report-screens.tsx';
import { backOf, endSession, type Props, type ScreenProps, type Step } from './screens.ts';
import type { OwnView } from './worker/own-case.ts';
import type { Receipt } from './worker/session.ts';

export function Router(props: Props) {
  const { directory, guard, draft, onDraft } = props;
  const steps = useSteps<Step>('start');
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const own = useOwn();
  const sent = useCallback(
    (given: Receipt) => {
      setReceipt(given);
      onDraft(emptyDraft);
      steps.settle('receipt');
    },
    [onDraft, steps],
  );
  const sending = useSending(guard, directory, sent);
  const wordsAtRisk = receipt !== null && (receipt.words.length > 0 || receipt.second !== null);
  useUnsavedWarning(hasText(draft) || wordsAtRisk || own.isTyped);

  const screen = { ...props, steps };
  const door = doorOf(directory, draft.door);
  const change = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part };
    const at = doorOf(directory, changed.door);
    onDraft(openable(directory, changed.door === draft.door ? changed : atDoor(changed, door, at)));
  };
  const startReport = () => {
    const [only] = directory.doors;
    if (directory.doors.length === 1 && only !== undefined) {
      change({ door: only.id });
      steps.go('before');
    } else goOn({ directory, steps, door });
  };

  if (sending.step !== null) return <SendPage step={sending.step} />;
  if (sending.newer !== null) return <Changed {...screen} sending={sending} newer={sending.newer} />;
  if (steps.now === 'start') return <StartPage onReport={startReport} onReturn={() => steps.go('return')} />;
  if (steps.now === 'return' || (OWN.includes(steps.now) && own.view !== null)) {
    return <OwnScreens {...screen} own={own} />;
  }
  if (receipt !== null && RECEIPT.includes(steps.now)) {
    const opened = (found: Opened) => {
      setReceipt(null);
      own.open(found, true);
      steps.settle('own');
    };
    return <ReceiptScreens {...screen} receipt={receipt} onReceipt={setReceipt} onOpened={opened} />;
  }
  if (steps.now === 'gone') return <GonePage onAgain={() => steps.settle('start')} />;
  return <ReportScreens {...screen} door={door} change={change} sending={sending} />;
}

/** Screens of a case that the words opened. */
const OWN: readonly Step[] = ['own', 'danger', 'incident', 'work', 'check-in', 'story'];

/** Screens of what was sent. */
const RECEIPT: readonly Step[] = ['receipt', 'confirm', 'second', 'second-confirm', 'done'];

/** The office changed something since: agreed to, the draft goes on by what is true now. */
function Changed(props: ScreenProps & { sending: Sending; newer: Loaded }) {
  const { directory, draft, onDraft, onNewer, steps, sending, newer } = props;
  const agree = (agreed: Draft) => {
    onDraft(agreed);
    onNewer(newer);
    sending.agreed();
    const isRead = readersAt(newer.directory, agreed) > 0;
    steps.go(agreed.door === '' ? 'doors' : isRead ? 'check' : 'readers');
  };
  return <ChangedPage before={directory} now={newer.directory} draft={draft} onAgree={agree} />;
}

/** How many would read a draft. */
function readersAt(directory: Directory, { door: id, leftOut }: Draft): number {
  const door = doorOf(directory, id);
  return door === undefined ? 0 : readersLeft(directory, door, leftOut).people.length;
}

/** The case that the words opened, and what is typed into it. */
function useOwn() {
  const [view, setView] = useState<OwnView | null>(null);
  const [page, setPage] = useState<{ readonly of: typeof OwnPage } | null>(null);
  const [reply, setReply] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [kept, setKept] = useState<Kept | null>(null);
  /** Whether its files come first, for who has just reported. */
  const [toFiles, setToFiles] = useState(false);
  const open = (opened: Opened, atFiles: boolean) => {
    setPage({ of: opened.page });
    setView(opened.view);
    setToFiles(atFiles);
  };
  const isTyped = kept !== null || [reply, ...Object.values(typed)].some((text) => text.trim() !== '');
  return {
    view,
    setView,
    page,
    open,
    toFiles,
    setToFiles,
    reply,
    setReply,
    typed,
    setTyped,
    kept,
    setKept,
    isTyped,
  };
}

function OwnScreens(props: ScreenProps & { own: ReturnType<typeof useOwn> }) {
  const { directory, guard, steps, own } = props;
  const { view, setView, page, open, toFiles, setToFiles, reply, setReply, typed, setTyped, kept, setKept } =
    own;
  if (steps.now === 'return' || view === null || page === null) {
    const opened = (found: Opened) => {
      open(found, false);
      steps.settle('own');
    };
    return <ReturnPage guard={guard} onBack={backOf(steps)} onOpened={opened} />;
  }
  const close = () => {
    setView(null);
    setReply('');
    setTyped({});
    setKept(null);
    steps.settle('gone');
    void endSession(guard);
  };
  const Own = page.of;
  return (
    <Own
      directory={directory}
      view={view}
      guard={guard}
      text={reply}
      onText={setReply}
      typed={typed}
      onTyped={setTyped}
      kept={kept}
      onKept={setKept}
      room={steps.now === 'own' ? null : (steps.now as Room)}
      toFiles={toFiles}
      onGo={(room) => {
        setToFiles(false);
        steps.go(room);
      }}
      onBack={steps.back}
      onHome={() => steps.settle('own')}
      onView={setView}
      onClose={close}
    />
  );
}
