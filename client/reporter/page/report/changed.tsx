/** What the office changed since the page was opened, before anything is sent: said, and agreed to or put right. */
import { useState } from 'preact/hooks';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { changesFor, type Changes } from '../../../directory/changes.ts';
import { doorOf, readersLeft } from '../../../directory/choice.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { LeaveOut } from '../frame/leave-out.tsx';
import { NameList } from '../frame/name-list.tsx';
import { Screen } from '../frame/screen.tsx';
import type { Draft } from './draft.ts';
import { draftBy, openable } from './unasked.ts';
import { questionText } from './question-text.ts';

export function ChangedPage(props: {
  /** The directory that was shown, and the one it is now. */
  before: Directory;
  now: Directory;
  /** By the directory that was shown. */
  draft: Draft;
  /** Gets the draft by the directory as it is now, with those left out whom the reporter does not want. */
  onAgree: (draft: Draft) => void;
}) {
  const { before, now, draft, onAgree } = props;
  const [agreed, setAgreed] = useState(() => draftBy(now, before, draft));
  const { leftOut } = agreed;
  const changes = changesFor(before, now, draft);
  const door = doorOf(now, draft.door);
  const onNext = () => onAgree(agreed);
  if (changes === null || door === undefined) return <DoorGone onNext={onNext} />;
  const readers = readersLeft(now, door, leftOut).people;
  const come = [...changes.readers.come, ...changes.custodians.come].filter(
    (person) => !changes.leftOutToo.includes(person),
  );
  const leave = (ids: readonly string[]) => setAgreed(openable(now, { ...agreed, leftOut: ids }));
  return (
    <Screen title={t('changed.title')}>
      <p>{t('changed.kept')}</p>
      <ul>
        {told(changes, door, draft, doorOf(before, draft.door) ?? door, now).map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
      {come.length > 0 && (
        <fieldset class="field">
          <legend>{t('changed.leaveOut')}</legend>
          <p class="hint">{t('readers.leaveOut.hint')}</p>
          <LeaveOut people={come} leftOut={leftOut} onLeaveOut={leave} />
        </fieldset>
      )}
      <div aria-live="polite">
        {readers.length === 0 ? (
          <Notice kind="warning">{t('changed.nobody')}</Notice>
        ) : (
          <>
            <h2>{t('changed.readers')}</h2>
            <NameList names={readers.map(({ name }) => name)} />
          </>
        )}
      </div>
      <div class="actions">
        <Button onClick={onNext}>{t(readers.length === 0 ? 'changed.choose' : 'changed.agree')}</Button>
      </div>
    </Screen>
  );
}

function DoorGone({ onNext }: { onNext: () => void }) {
  return (
    <Screen title={t('changed.title')}>
      <Notice kind="warning">{t('changed.door.gone')}</Notice>
      <p>{t('changed.kept')}</p>
      <div class="actions">
        <Button onClick={onNext}>{t('changed.door.choose')}</Button>
      </div>
    </Screen>
  );
}

type Told = `changed.${'readers' | 'custodians'}.${'gone' | 'come'}` | 'changed.leftOutToo';

/** Each change in a sentence; who reads first. */
function told(changes: Changes, door: Door, draft: Draft, from: Door, now: Directory): string[] {
  const { readers, custodians, renamed, questions, leftOutToo } = changes;
  const say = (key: Told, names: readonly string[]) =>
    names.length === 0 ? [] : [t(key, { names: formatList(names) })];
  const namesOf = (people: Changes['leftOutToo']) => people.map(({ name }) => name);
  const answered = questions.gone.filter(({ id }) => (draft.answers[id] ?? '').trim() !== '');
  return [
    ...say('changed.readers.gone', readers.gone),
    ...say('changed.readers.come', namesOf(readers.come)),
    ...(changes.isOversight ? [t('changed.oversight')] : []),
    ...say('changed.leftOutToo', namesOf(leftOutToo)),
    ...say('changed.custodians.gone', custodians.gone),
    ...say('changed.custodians.come', namesOf(custodians.come)),
    ...renamed.map((names) => t('changed.renamed', names)),
    ...(changes.isWaitingOther ? [t('changed.waiting', { days: now.policy.identityDays })] : []),
    ...(changes.isDoorOther
      ? [t('changed.door.other', { title: inLanguage(door.title, currentLanguage()) })]
      : []),
    ...answered.map((question) => t('changed.question.gone', { question: questionText(question, from) })),
    ...questions.come.map((question) =>
      t('changed.question.come', { question: questionText(question, door) }),
    ),
  ];
}
