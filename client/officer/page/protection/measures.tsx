import { LIMITS } from '../../../../server/api/limits.ts';
import type { Measure } from '../../../case/fold/safeguards.ts';
import { measureResults, type MeasureResult } from '../../../case/kinds/choices.ts';
import { isolate } from '../../../messages/isolate.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { textProblem } from '../entries/problem.ts';
import { ProtectionForm } from './form.tsx';
import { nameOf } from './incidents.tsx';
import { Fold, Said, type PartProps } from './part.tsx';
import { Planning } from './planning.tsx';
import { fieldsOf } from './typed.ts';

/** What is done to protect the reporter, by whom and until when; and whether it helped. */
export function Measures(props: PartProps) {
  const { view, today, canWrite } = props;
  const { measures } = view.safeguards;
  const open = measures
    .filter(({ done }) => done === null)
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  const overdue = open.filter(({ due }) => due < today).length;
  const state = [
    t('protection.measures.open', { count: open.length }),
    overdue > 0 && t('protection.measures.overdue', { count: overdue }),
  ];
  return (
    <Fold part="measures" state={state.filter(Boolean).join(' ')}>
      {measures.length > 0 && (
        <ul class="cards" aria-label={t('protection.part.measures')}>
          {[...open, ...measures.filter(({ done }) => done !== null).toReversed()].map((measure) => (
            <MeasureCard key={measure.id} measure={measure} {...props} />
          ))}
        </ul>
      )}
      {canWrite && <Planning {...props} />}
    </Fold>
  );
}

function MeasureCard({ measure, ...props }: PartProps & { measure: Measure }) {
  const { today, canWrite, view } = props;
  const { what, owner, due, text, done } = measure;
  const questions = view.protection.measureQuestions.filter((one) => one.measure === measure.id);
  return (
    <li>
      <h3>
        <bdi>{what}</bdi>{' '}
        {done !== null && (
          <Tag tone={done.result === 'done' ? 'done' : 'calm'}>{t(`protection.result.${done.result}`)}</Tag>
        )}
        {done === null && due < today && <Tag tone="late">{t('protection.measure.overdue')}</Tag>}
      </h3>
      <Facts
        facts={[
          { label: t('protection.measure.owner'), value: isolate(nameOf(owner)) },
          { label: t('protection.measure.due'), value: formatDay(due) },
        ]}
      />
      <Said text={text} />
      {done !== null && (
        <>
          <p>
            {t(`protection.measure.result.${done.result}`, { name: nameOf(done.by) })} ({formatDay(done.day)})
          </p>
          <Said text={done.text} />
        </>
      )}
      {questions.map((question) => (
        <div key={question.id} class="asked">
          <p>{t('protection.measure.asked', { name: nameOf(question.by), day: formatDay(question.day) })}</p>
          <Said text={question.text} />
          <p>
            <strong>
              {question.answer === null
                ? t('protection.measure.unanswered')
                : t(`protection.measure.${question.answer.helped}`)}
            </strong>
          </p>
          <Said text={question.answer?.text ?? ''} />
        </div>
      ))}
      {canWrite && done === null && <Ending measure={measure} {...props} />}
      {canWrite && <Asking measure={measure} {...props} />}
    </li>
  );
}

function Ending({ measure, ...props }: PartProps & { measure: Measure }) {
  const { view, session, typed, onType, write, onChanged } = props;
  const { id } = measure;
  const fields = fieldsOf(typed, onType, `end ${id}`);
  const result = fields.of('result') as MeasureResult | '';
  const text = fields.of('text');
  const send = () => session.protection.endMeasure(view.id, id, result as MeasureResult, text);
  return (
    <details>
      <summary>{t('protection.measure.end')}</summary>
      <ProtectionForm
        button={t('protection.measure.end.save')}
        problems={{
          result: result === '' ? t('protection.measure.end.missing') : undefined,
          text: textProblem(text, t('protection.measure.end.text.missing')),
        }}
        send={() => write(send)}
        onSent={(after) => {
          fields.clear();
          onChanged(after);
        }}
      >
        {(problems) => (
          <>
            <Radios
              id={`end-${id}`}
              legend={t('protection.measure.end.what')}
              options={measureResults.map((one) => ({ value: one, label: t(`protection.result.${one}`) }))}
              value={result}
              error={problems['result']}
              onChange={(value) => fields.set('result', value)}
            />
            <TextArea
              id={`end-text-${id}`}
              label={t('protection.measure.end.text')}
              hint={t('protection.private')}
              rows={3}
              most={LIMITS.textCharacters}
              value={text}
              error={problems['text']}
              onInput={(value) => fields.set('text', value)}
            />
          </>
        )}
      </ProtectionForm>
    </details>
  );
}

/** The reporter sees what is asked, and nothing else of the measure. */
function Asking({ measure, ...props }: PartProps & { measure: Measure }) {
  const { view, session, typed, onType, write, onChanged } = props;
  const { id } = measure;
  const fields = fieldsOf(typed, onType, `ask ${id}`);
  const text = fields.of('text');
  return (
    <details>
      <summary>{t('protection.measure.ask')}</summary>
      <ProtectionForm
        button={t('protection.measure.ask.send')}
        problems={{ text: textProblem(text, t('protection.ask.missing')) }}
        send={() => write(() => session.protection.askMeasure(view.id, id, text))}
        onSent={(after) => {
          fields.clear();
          onChanged(after);
        }}
      >
        {(problems) => (
          <TextArea
            id={`ask-${id}`}
            label={t('protection.measure.ask.text')}
            hint={t('protection.measure.ask.hint')}
            rows={3}
            most={LIMITS.textCharacters}
            value={text}
            error={problems['text']}
            onInput={(value) => fields.set('text', value)}
          />
        )}
      </ProtectionForm>
    </details>
  );
}
