import { isStandard } from '../../server/api/directory.ts';
import { askedAs } from '../case/view.ts';
import { t } from '../messages/messages.ts';
import type { OpenCase } from './case-desk.ts';

export function CaseReport({ view }: { view: OpenCase }) {
  const answered = Object.entries(view.answers);
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
          {answered.map(([id, answer]) => (
            <div key={id}>
              <dt dir="auto">{isStandard(id) ? t(`desk.question.${id}`) : askedAs(view, id)}</dt>
              <dd dir="auto">{answer}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
