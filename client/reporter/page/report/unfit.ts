/** What must be put right before a report can be sealed, wherever on the way it was left. */
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { textLength } from '../../../case/kinds/text-length.ts';
import { readersLeft } from '../../../directory/choice.ts';
import { t } from '../../../messages/messages.ts';
import { MOST_ANSWER, MOST_TEXT, type Draft } from './draft.ts';
import { identityProblems } from './identity-fields.tsx';
import { questionText, type Question } from './question-text.ts';
import { whyNobody } from './readers.tsx';

export interface Unfit {
  /** The screen it is put right on. */
  readonly step: 'readers' | 'write' | 'questions' | 'identity';
  readonly text: string;
}

export function unfitOf(draft: Draft, directory: Directory, door: Door): Unfit[] {
  const nobody = readersLeft(directory, door, draft.leftOut).people.length === 0;
  const written = textProblem(draft.text);
  const answers = door.questions.flatMap((question) => answerProblem(draft.answers, question, door) ?? []);
  const identity = draft.named ? identityProblems(draft) : [];
  return [
    ...(nobody ? [{ step: 'readers' as const, text: t(whyNobody(directory, door)) }] : []),
    ...(written === undefined ? [] : [{ step: 'write' as const, text: written }]),
    ...answers.map((text) => ({ step: 'questions' as const, text })),
    ...identity.map(({ text }) => ({ step: 'identity' as const, text })),
  ];
}

export function textProblem(text: string): string | undefined {
  if (text.trim() === '') return t('write.missing');
  return textLength(text) > MOST_TEXT ? t('write.long', { most: MOST_TEXT }) : undefined;
}

export function answerProblem(answers: Draft['answers'], question: Question, door: Door): string | undefined {
  return textLength(answers[question.id] ?? '') > MOST_ANSWER
    ? t('questions.long', { most: MOST_ANSWER, question: questionText(question, door) })
    : undefined;
}
