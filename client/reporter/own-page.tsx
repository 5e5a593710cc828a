/** The reporter's own case, opened with the words. */
import { useState } from 'preact/hooks';
import { isStandard, type Directory } from '../../server/api/directory.ts';
import { utcToday } from '../case/days.ts';
import { askedAs } from '../case/view.ts';
import { failureOf, type FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Facts } from '../parts/facts.tsx';
import { Notice } from '../parts/notice.tsx';
import { FailureNotice } from './failure-notice.tsx';
import type { Lock } from './lock.ts';
import type { OwnView } from './own-case.ts';
import { OwnIdentity, type Typed } from './own-identity.tsx';
import { OwnStanding } from './own-standing.tsx';
import { OwnTimeline } from './own-timeline.tsx';
import { OwnUnreadable, OwnUnsent } from './own-unreadable.tsx';
import { OwnWriting } from './own-writing.tsx';
import { Screen } from './screen.tsx';

export function OwnPage(props: {
  directory: Directory;
  view: OwnView;
  lock: Lock;
  text: string;
  onText: (text: string) => void;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onView: (view: OwnView) => void;
  onClose: () => void;
}) {
  const { directory, view, lock, text, onText, typed, onTyped, onView, onClose } = props;
  const { unreadable } = view;
  const [today] = useState(utcToday);
  const kind = directory.doors.find(({ id }) => id === view.door)?.kind ?? 'public';
  return (
    <Screen title={t('own.title', { reference: view.reference })}>
      {unreadable !== null && <OwnUnreadable found={unreadable} reference={view.reference} />}
      {view.behalf !== null && <Notice kind="info">{t(`own.behalf.${view.behalf.role}`)}</Notice>}
      <OwnStanding view={view} today={today} />
      <OwnIdentity view={view} lock={lock} typed={typed} onTyped={onTyped} onView={onView} />
      <h2>{t('own.timeline')}</h2>
      <OwnTimeline items={view.items} />
      <Refresh lock={lock} isWhole={unreadable === null} onView={onView} />
      {unreadable === null ? (
        <OwnWriting lock={lock} text={text} onText={onText} onView={onView} />
      ) : (
        <OwnUnsent texts={[text, ...Object.values(typed)]} />
      )}
      <h2>{t('own.report')}</h2>
      <details>
        <summary>{t('own.report.show')}</summary>
        <p class="typed" dir="auto">
          {view.text}
        </p>
        <Facts
          facts={Object.entries(view.answers).map(([id, value]) => ({
            label: isStandard(id) ? t(`question.${id}.${kind}`) : askedAs(view, id),
            value,
          }))}
        />
      </details>
      <Close unsent={[text, ...Object.values(typed)].some((one) => one.trim() !== '')} onClose={onClose} />
    </Screen>
  );
}

/** Closes at once, or asks first where something was written and not sent. */
function Close({ unsent, onClose }: { unsent: boolean; onClose: () => void }) {
  const [asked, setAsked] = useState(false);
  // What stands where the button stood keeps the text: a second press by accident loses nothing.
  return asked && unsent ? (
    <>
      <Notice kind="danger">{t('own.close.unsent')}</Notice>
      <div class="actions">
        <Button kind="secondary" onClick={() => setAsked(false)}>
          {t('own.close.stay')}
        </Button>
        <Button kind="warning" onClick={onClose}>
          {t('own.close.drop')}
        </Button>
      </div>
    </>
  ) : (
    <div class="actions">
      <Button kind="secondary" onClick={() => (unsent ? setAsked(true) : onClose())}>
        {t('own.close')}
      </Button>
    </div>
  );
}

function Refresh(props: { lock: Lock; isWhole: boolean; onView: (view: OwnView) => void }) {
  const { lock, isWhole, onView } = props;
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const refresh = async () => {
    setState('busy');
    setFailure(null);
    try {
      const session = await lock.start();
      if (session !== null) onView(await session.refresh());
      setState('done');
    } catch (error) {
      setFailure(failureOf(error));
      setState('idle');
    }
  };
  return (
    <>
      {failure !== null && <FailureNotice failure={failure} />}
      <Button kind="secondary" busy={state === 'busy'} onClick={() => void refresh()}>
        {t('own.refresh')}
      </Button>
      <output>
        {state === 'done' && isWhole ? t('own.refreshed') : state === 'busy' ? t('app.loading') : ''}
      </output>
    </>
  );
}
