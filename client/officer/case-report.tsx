import { questionIds } from '../case/content.ts';
import { t } from '../messages/messages.ts';
import type { OpenCase } from './case-desk.ts';

export function CaseReport({ view }: { view: OpenCase }) {
  const answered = questionIds.filter((question) => view.answers[question] !== undefined);
  return (
    <section class="report" aria-labelledby="report">
      <h2 id="report">{t('desk.report')}</h2>
      <p class="typed" dir="auto">
        {view.text}
      </p>
      <h3>{t('desk.answers')}</h3>
      {answered.length === 0 ? (
        <p>{t('desk.answers.none')}</p>
      ) : (
        <dl class="rows">
          {answered.map((question) => (
            <div key={question}>
              <dt>{t(`desk.question.${question}`)}</dt>
              <dd dir="auto">{view.answers[question]}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
