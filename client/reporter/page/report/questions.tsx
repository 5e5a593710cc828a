import { useState } from 'preact/hooks';
import type { Door } from '../../../../server/api/directory.ts';
import { isStandard } from '../../../../server/api/usual-questions.ts';
import { t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { MOST_ANSWER, type Draft } from './draft.ts';
import { questionText, type Question } from './question-text.ts';
import { answerProblem } from './unfit.ts';
import { NextButton, Screen } from '../frame/screen.tsx';

export function QuestionsPage(props: {
  door: Door;
  answers: Draft['answers'];
  onAnswers: (answers: Draft['answers']) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { door, answers, onAnswers, onBack, onNext } = props;
  const [asked, setAsked] = useState(false);
  const problem = (question: Question) => answerProblem(answers, question, door);
  const problems = door.questions
    .map((question) => ({ id: `question-${question.id}`, text: problem(question) }))
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
      {door.questions.map((question) => (
        <TextArea
          key={question.id}
          id={`question-${question.id}`}
          label={questionText(question, door)}
          hint={isStandard(question.id) ? t(`question.${question.id}.${door.kind}.hint`) : undefined}
          value={answers[question.id] ?? ''}
          onInput={(text) => onAnswers({ ...answers, [question.id]: text })}
          rows={2}
          most={MOST_ANSWER}
          error={asked ? problem(question) : undefined}
        />
      ))}
      <Notice kind="warning">{t('questions.emergency')}</Notice>
      <NextButton />
    </Screen>
  );
}
