/** The screens of a report, from its door to the list of answers. */
import type { Door } from '../../server/api/directory.ts';
import { useLanguage } from '../messages/messages.ts';
import { custodiansAt } from '../directory/directory.ts';
import { BeforePage } from './page/report/before.tsx';
import { BehalfPage } from './page/report/behalf.tsx';
import { CheckPage } from './page/report/check.tsx';
import { DoorsPage } from './page/report/doors.tsx';
import type { Draft } from './page/report/draft.ts';
import { IdentityPage } from './page/report/identity.tsx';
import { QuestionsPage } from './page/report/questions.tsx';
import { ReadersPage } from './page/report/readers.tsx';
import type { Sending } from './page/report/sending.ts';
import { withUnasked } from './page/report/unasked.ts';
import { WritePage } from './page/report/write.tsx';
import { backOf, type ScreenProps, type Step } from './screens.ts';

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

type Props = ScreenProps & {
  door: Door | undefined;
  change: (part: Partial<Draft>) => void;
  sending: Sending;
};

export function ReportScreens(props: Props) {
  const { directory, draft, steps, door, change } = props;
  const next = () => goOn(props);
  const ways = { onBack: backOf(steps), onNext: next };
  if (steps.now === 'doors' || door === undefined) {
    const choose = (id: string) => change({ door: id });
    return <DoorsPage doors={directory.doors} chosen={draft.door} onChoose={choose} {...ways} />;
  }
  switch (steps.now) {
    case 'before':
      return <BeforePage door={door} policy={directory.policy} {...ways} />;
    case 'readers':
      return <Readers {...props} door={door} {...ways} />;
    case 'write':
      return <Write {...props} {...ways} />;
    case 'questions':
      return (
        <QuestionsPage
          door={door}
          answers={draft.answers}
          onAnswers={(answers) => change({ answers })}
          {...ways}
        />
      );
    case 'identity':
      return <IdentityPage directory={directory} door={door} draft={draft} onChange={change} {...ways} />;
    case 'behalf':
      return <BehalfPage draft={draft} onChange={change} {...ways} />;
    default:
      return <Check {...props} door={door} />;
  }
}

interface Ways {
  readonly onBack: (() => void) | undefined;
  readonly onNext: () => void;
}

function Readers(props: Props & Ways & { door: Door }) {
  const { directory, guard, pinned, draft, door, change, onBack, onNext } = props;
  return (
    <ReadersPage
      directory={directory}
      door={door}
      leftOut={draft.leftOut}
      onLeaveOut={(leftOut) => change({ leftOut })}
      fingerprint={guard.state.at === 'ready' ? guard.state.fingerprint : null}
      pinned={pinned}
      onBack={onBack}
      onNext={onNext}
    />
  );
}

function Write({ guard, draft, change, onBack, onNext }: Props & Ways) {
  /** The first letter loads the cryptography, while the rest is being written. */
  const write = (text: string) => {
    if (guard.state.at === 'idle') void guard.start();
    change({ text });
  };
  return <WritePage text={draft.text} onText={write} onBack={onBack} onNext={onNext} />;
}

function Check(props: Props & { door: Door }) {
  const { directory, guard, pinned, draft, onDraft, steps, door, sending } = props;
  const language = useLanguage();
  return (
    <CheckPage
      directory={directory}
      door={door}
      draft={draft}
      guard={guard}
      pinned={pinned}
      failure={sending.failure}
      onChange={(step) => steps.go(step)}
      onUnasked={() => onDraft(withUnasked(draft, door))}
      onBack={backOf(steps)}
      onSend={() => void sending.send(draft, language)}
    />
  );
}

/** A screen that was changed from the list of answers leads back to it; another door has other readers. */
export function goOn({ directory, steps, door }: Pick<Props, 'directory' | 'steps' | 'door'>): void {
  const checked = steps.way.includes('check');
  const isAsked = (step: Step) =>
    door === undefined ||
    ((step !== 'questions' || door.questions.length > 0) &&
      (step !== 'identity' || custodiansAt(directory, door).length > 0));
  const order = ORDER.filter(isAsked);
  if (checked && steps.now === 'doors') steps.go('readers');
  else if (steps.before === 'check') steps.back();
  else steps.go(checked ? 'check' : (order[order.indexOf(steps.now) + 1] ?? 'start'));
}
