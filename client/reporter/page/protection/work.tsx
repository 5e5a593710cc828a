/** How things stand at work, written down so that a change can be shown later; and corrected. */
import { useState } from 'preact/hooks';
import { circumstanceNames } from '../../../case/kinds/circumstances.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { OwnForm } from '../frame/form.tsx';
import { Screen } from '../frame/screen.tsx';
import { circumstancesOf, draftOf } from './kept.ts';
import type { RoomProps } from './room.ts';
import { WorkFields, workProblems } from './work-fields.tsx';

export function WorkPage({ view, guard, kept, onKept, onBack, onArrived }: RoomProps) {
  const { baseline, latest } = view.protection;
  const [tried, setTried] = useState(false);
  const draft = kept.work ?? draftOf(latest);
  const circumstances = circumstancesOf(draft);
  const empty = circumstances === null ? [{ id: circumstanceNames[0]!, text: t('keep.work.missing') }] : [];
  const problems = [...empty, ...workProblems(draft)];
  return (
    <Screen title={t('keep.work.title')} onBack={onBack} problems={tried ? problems : []}>
      <p>{t('keep.work.why')}</p>
      <p>{t('keep.work.readers', { names: formatList(view.readers) })}</p>
      {!view.identity.isGiven && <Notice kind="warning">{t('keep.work.unnamed')}</Notice>}
      {view.behalf?.role === 'sender' && <p>{t('keep.work.sender')}</p>}
      {baseline !== null && <p>{t('keep.work.correct', { day: formatDay(baseline.day) })}</p>}
      <OwnForm
        guard={guard}
        check={() => {
          setTried(true);
          return problems.length === 0;
        }}
        write={(session) => session.say({ what: 'baseline', circumstances: circumstances! })}
        onWritten={(now) => {
          onKept({ ...kept, work: null });
          onArrived('work', now);
        }}
        button={t('keep.work.send')}
      >
        <WorkFields
          draft={draft}
          problems={tried ? problems : []}
          onChange={(work) => onKept({ ...kept, work })}
        />
      </OwnForm>
    </Screen>
  );
}
