import { useState } from 'preact/hooks';
import type { DoorKind } from '../../server/api/directory.ts';
import { questionIds, type QuestionId } from '../case/content.ts';
import { t } from '../messages/messages.ts';
import { Notice } from '../parts/notice.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { MOST_ANSWER, type Draft } from './draft.ts';
import { NextButton, Screen } from './screen.tsx';

export function QuestionsPage(props: {
  kind: DoorKind;
  answers: Draft['answers'];
  onAnswers: (answers: Draft['answers']) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { kind, answers, onAnswers, onBack, onNext } = props;
  const [asked, setAsked] = useState(false);
  const tooLong = (id: QuestionId) => (answers[id] ?? '').length > MOST_ANSWER;
  const problem = (id: QuestionId) =>
    tooLong(id)
      ? t('questions.long', { most: MOST_ANSWER, question: t(`question.${id}.${kind}`) })
      : undefined;
  const problems = questionIds
    .map((id) => ({ id: `question-${id}`, text: problem(id) }))
    .filter((found): found is { id: string; text: string } => found.text !== undefined);
  return (
    <Screen
      title={t('questions.title')}
      onBack={onBack}
      problems={asked ? problems : []}
      onSubmit={() => {
        setAsked(true);
        if (problems.length === 0) onNext();
      }}
    >
      <p>{t('questions.hint')}</p>
      {questionIds.map((id) => (
        <TextArea
          key={id}
          id={`question-${id}`}
          label={t(`question.${id}.${kind}`)}
          hint={t(`question.${id}.${kind}.hint`)}
          value={answers[id] ?? ''}
          onInput={(text) => onAnswers({ ...answers, [id]: text })}
          rows={2}
          most={MOST_ANSWER}
          error={asked ? problem(id) : undefined}
        />
      ))}
      <Notice kind="warning">{t('questions.emergency')}</Notice>
      <NextButton />
    </Screen>
  );
}
