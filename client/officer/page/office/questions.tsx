/** What a door asks after the story: which of the usual questions, and the office's own. */
import { MOST_QUESTIONS, QUESTION_CHARACTERS } from '../../../../server/api/directory.ts';
import { isStandard, standardQuestions } from '../../../../server/api/usual-questions.ts';
import { languages } from '../../../messages/languages.ts';
import { formatNumber, languageName, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Choice } from '../../../parts/choice.tsx';
import { Choices } from '../../../parts/choices.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import type { OfficeDoor } from '../../worker/office/view.ts';
import type { ErrorOf } from '../frame/step.tsx';

type Questions = OfficeDoor['questions'];

export function OfficeQuestions(props: {
  questions: Questions;
  errorOf: ErrorOf;
  onChange: (questions: Questions) => void;
}) {
  const { questions, errorOf, onChange } = props;
  const own = questions.filter(({ id }) => !isStandard(id));
  const isAsked = (id: string) => questions.some((question) => question.id === id);
  /** The usual ones in their usual order, then the office's own. */
  const turn = (id: string, on: boolean) => {
    const usual = standardQuestions.filter((one) => (one === id ? on : isAsked(one)));
    onChange([...usual.map((one) => ({ id: one, text: null })), ...own]);
  };
  const write = (id: string, language: string, text: string) =>
    onChange(
      questions.map((question) =>
        question.id === id ? { id, text: { ...question.text, [language]: text } } : question,
      ),
    );
  const add = () =>
    onChange([...questions, { id: `own-${crypto.randomUUID().slice(0, 8)}`, text: { en: '' } }]);
  return (
    <>
      <Choices id="questions" legend={t('office.questions')} error={errorOf('questions')}>
        <p class="hint">{t('office.questions.hint')}</p>
        {standardQuestions.map((id, i) => (
          <Choice
            key={id}
            type="checkbox"
            id={i === 0 ? 'questions' : `questions-${id}`}
            label={t(`case.question.${id}`)}
            checked={isAsked(id)}
            onChange={(on) => turn(id, on)}
          />
        ))}
      </Choices>
      {own.map(({ id, text }, i) => (
        <OwnQuestion
          key={id}
          id={id}
          text={text}
          number={formatNumber(i + 1)}
          errorOf={errorOf}
          onWrite={(language, written) => write(id, language, written)}
          onRemove={() => onChange(questions.filter((question) => question.id !== id))}
        />
      ))}
      <div class="actions">
        {questions.length < MOST_QUESTIONS ? (
          <Button kind="secondary" onClick={add}>
            {t('office.question.add')}
          </Button>
        ) : (
          <p class="hint">{t('office.questions.most', { most: formatNumber(MOST_QUESTIONS) })}</p>
        )}
      </div>
    </>
  );
}

function OwnQuestion(props: {
  id: string;
  text: Questions[number]['text'];
  number: string;
  errorOf: ErrorOf;
  onWrite: (language: string, text: string) => void;
  onRemove: () => void;
}) {
  const { id, text, number, errorOf, onWrite, onRemove } = props;
  return (
    <fieldset class="door-language">
      <legend>{t('office.question.own', { number })}</legend>
      {languages.map((one) => (
        <TextField
          key={one}
          id={`${id}-${one}`}
          label={t('office.question.in', { language: languageName(one) })}
          optional={one !== 'en'}
          lang={one}
          value={text?.[one] ?? ''}
          error={errorOf(`${id}-${one}`)}
          onInput={(value) => onWrite(one, value)}
        />
      ))}
      <Button kind="quiet" onClick={onRemove}>
        {t('office.question.remove', { number })}
      </Button>
    </fieldset>
  );
}

/** What is wrong with the office's own questions: one without words, or with too many. */
export function questionProblems(questions: Questions): { field: string; text: string }[] {
  return questions.flatMap(({ id, text }) => {
    if (text === null) return [];
    const missing = (text['en'] ?? '').trim() === '';
    const long = languages.filter((one) => (text[one] ?? '').trim().length > QUESTION_CHARACTERS);
    return [
      ...(missing ? [{ field: `${id}-en`, text: t('office.question.missing') }] : []),
      ...long.map((one) => ({
        field: `${id}-${one}`,
        text: t('office.question.long', { most: formatNumber(QUESTION_CHARACTERS) }),
      })),
    ];
  });
}
