/** The screens of a report and of coming back, in their order. */
import { useCallback, useState } from 'preact/hooks';
import type { Directory } from '../../server/api/directory.ts';
import { custodiansAt } from '../directory.ts';
import { useUnsavedWarning } from '../parts/unsaved-warning.ts';
import { BehalfPage } from './behalf-page.tsx';
import { BeforePage } from './before-page.tsx';
import { CheckPage } from './check-page.tsx';
import { ConfirmPage } from './confirm-page.tsx';
import { t, useLanguage } from '../messages/messages.ts';
import { DonePage } from './done-page.tsx';
import { DoorsPage } from './doors-page.tsx';
import { emptyDraft, hasText, type Draft } from './draft.ts';
import { GonePage } from './early-pages.tsx';
import { custodiansLeft, IdentityPage } from './identity-page.tsx';
import type { Lock } from './lock.ts';
import type { OwnView } from './own-case.ts';
import type { Typed } from './own-identity.tsx';
import { OwnPage } from './own-page.tsx';
import { QuestionsPage } from './questions-page.tsx';
import { ReadersPage } from './readers-page.tsx';
import { ReceiptPage } from './receipt-page.tsx';
import { ReturnPage } from './return-page.tsx';
import { SecondPage } from './second-page.tsx';
import type { Receipt } from './session.ts';
import { SendPage } from './send-page.tsx';
import { useSending } from './sending.ts';
import { StartPage } from './start-page.tsx';
import { useSteps } from './steps.ts';
import { WritePage } from './write-page.tsx';

type Step =
  | 'start'
  | 'doors'
  | 'before'
  | 'readers'
  | 'write'
  | 'questions'
  | 'identity'
  | 'behalf'
  | 'check'
  | 'receipt'
  | 'confirm'
  | 'second'
  | 'second-confirm'
  | 'done'
  | 'return'
  | 'own'
  | 'gone';

/** The order of a report. */
const ORDER: readonly Step[] = [
  'start',
  'doors',
  'before',
  'readers',
  'write',
  'questions',
  'identity',
  'check',
];

interface Props {
  directory: Directory;
  /** Whether the page was opened with a link that names the authority. */
  pinned: boolean;
  lock: Lock;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

export function Line({ directory, pinned, lock, draft, onDraft }: Props) {
  const language = useLanguage();
  const steps = useSteps<Step>('start');
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [view, setView] = useState<OwnView | null>(null);
  const [reply, setReply] = useState('');
  const [typed, setTyped] = useState<Typed>({});

  const sent = useCallback(
    (given: Receipt) => {
      setReceipt(given);
      onDraft(emptyDraft);
      steps.settle('receipt');
    },
    [onDraft, steps],
  );
  const sending = useSending(lock, sent);
  const wordsAtRisk = receipt !== null && (receipt.words.length > 0 || receipt.second !== null);
  useUnsavedWarning(
    hasText(draft) || wordsAtRisk || [reply, ...Object.values(typed)].some((text) => text.trim() !== ''),
  );

  const door = directory.doors.find(({ id }) => id === draft.door);
  const change = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part };
    const at = directory.doors.find(({ id }) => id === changed.door);
    // No name is kept for sending that nobody could open.
    const isOpenable = at !== undefined && custodiansLeft(directory, at, changed.leftOut).length > 0;
    onDraft({ ...changed, named: changed.named && isOpenable });
  };
  const back = steps.before === undefined ? undefined : steps.back;
  /** A screen that was changed from the list of answers leads back to it; another door has other readers. */
  const next = () => {
    const checked = steps.way.includes('check');
    const isAsked = (step: Step) =>
      door === undefined ||
      ((step !== 'questions' || door.questions.length > 0) &&
        (step !== 'identity' || custodiansAt(directory, door).length > 0));
    const order = ORDER.filter(isAsked);
    if (checked && steps.now === 'doors') steps.go('readers');
    else if (steps.before === 'check') steps.back();
    else steps.go(checked ? 'check' : (order[order.indexOf(steps.now) + 1] ?? 'start'));
  };
  /** The first letter loads the lock, while the rest is being written. */
  const write = (text: string) => {
    if (lock.state.at === 'idle') void lock.start();
    change({ text });
  };
  const startReport = () => {
    const [only] = directory.doors;
    if (directory.doors.length === 1 && only !== undefined) {
      change({ door: only.id });
      steps.go('before');
    } else next();
  };

  if (sending.step !== null) return <SendPage step={sending.step} />;
  if (steps.now === 'start') return <StartPage onReport={startReport} onReturn={() => steps.go('return')} />;
  if (steps.now === 'return') {
    return (
      <ReturnPage
        lock={lock}
        onBack={back}
        onOpened={(opened) => {
          setView(opened);
          steps.settle('own');
        }}
      />
    );
  }
  if (steps.now === 'own' && view !== null) {
    const close = () => {
      setView(null);
      setReply('');
      setTyped({});
      steps.settle('gone');
      void endLock(lock);
    };
    return (
      <OwnPage
        directory={directory}
        view={view}
        lock={lock}
        text={reply}
        onText={setReply}
        typed={typed}
        onTyped={setTyped}
        onView={setView}
        onClose={close}
      />
    );
  }
  if (receipt !== null) {
    if (steps.now === 'receipt') return <ReceiptPage receipt={receipt} onNext={() => steps.go('confirm')} />;
    if (steps.now === 'confirm') {
      const done = () => {
        setReceipt({ ...receipt, words: [] });
        steps.settle(receipt.second === null ? 'done' : 'second');
        void endLock(lock);
      };
      return (
        <ConfirmPage
          key="own"
          title={t('confirm.title')}
          words={receipt.words}
          onShow={steps.back}
          onDone={done}
        />
      );
    }
    if (steps.now === 'second' && receipt.second !== null) {
      return <SecondPage second={receipt.second} onNext={() => steps.go('second-confirm')} />;
    }
    if (steps.now === 'second-confirm' && receipt.second !== null) {
      const handed = () => {
        setReceipt({ ...receipt, second: null });
        steps.settle('done');
      };
      return (
        <ConfirmPage
          key="second"
          title={t('second.confirm')}
          words={receipt.second.words}
          onShow={steps.back}
          onDone={handed}
        />
      );
    }
    if (steps.now === 'done') {
      const again = () => {
        setReceipt(null);
        steps.settle('start');
      };
      return <DonePage receipt={receipt} policy={directory.policy} onAgain={again} />;
    }
  }
  if (steps.now === 'gone') return <GonePage onAgain={() => steps.settle('start')} />;
  if (steps.now === 'doors' || door === undefined) {
    return (
      <DoorsPage
        doors={directory.doors}
        chosen={draft.door}
        onChoose={(id) => change({ door: id })}
        onBack={back}
        onNext={next}
      />
    );
  }
  if (steps.now === 'before') {
    return <BeforePage door={door} policy={directory.policy} onBack={back} onNext={next} />;
  }
  if (steps.now === 'readers') {
    return (
      <ReadersPage
        directory={directory}
        door={door}
        leftOut={draft.leftOut}
        onLeaveOut={(leftOut) => change({ leftOut })}
        fingerprint={lock.state.at === 'ready' ? lock.state.fingerprint : null}
        pinned={pinned}
        onBack={back}
        onNext={next}
      />
    );
  }
  if (steps.now === 'write') {
    return <WritePage text={draft.text} onText={write} onBack={back} onNext={next} />;
  }
  if (steps.now === 'questions') {
    return (
      <QuestionsPage
        door={door}
        answers={draft.answers}
        onAnswers={(answers) => change({ answers })}
        onBack={back}
        onNext={next}
      />
    );
  }
  if (steps.now === 'identity') {
    return (
      <IdentityPage
        directory={directory}
        door={door}
        draft={draft}
        onChange={change}
        onBack={back}
        onNext={next}
      />
    );
  }
  if (steps.now === 'behalf') {
    return <BehalfPage draft={draft} onChange={change} onBack={back} onNext={next} />;
  }
  return (
    <CheckPage
      directory={directory}
      door={door}
      draft={draft}
      lock={lock}
      pinned={pinned}
      failure={sending.failure}
      onChange={(step) => steps.go(step)}
      onBack={back}
      onSend={() => void sending.send(draft, language)}
    />
  );
}

/** The session forgets its keys, then its worker ends. */
async function endLock(lock: Lock): Promise<void> {
  const session = lock.state.at === 'ready' ? await lock.start() : null;
  await session?.close();
  lock.end();
}
