import { isStandard } from '../../../../server/api/usual-questions.ts';
import { askedAs } from '../../../case/fold/asked.ts';
import { t } from '../../../messages/messages.ts';
import type { OpenCase } from '../../worker/case/casework.ts';

/** Only what the office asked stands in its words. */
function labelOf(view: OpenCase, id: string): string {
  const put = askedAs(view, id);
  if (put === undefined) return t('case.answer.unasked');
  return put ?? (isStandard(id) ? t(`case.question.${id}`) : '');
}

export function CaseReport({ view }: { view: OpenCase }) {
  const answered = Object.entries(view.answers);
  return (
    <section class="report" aria-labelledby="report">
      <h2 id="report">{t('case.report')}</h2>
      <p class="typed" dir="auto">
        {view.text}
      </p>
      <h3>{t('case.answers')}</h3>
      {answered.length === 0 ? (
        <p>{t('case.answers.none')}</p>
      ) : (
        <dl class="rows">
          {answered.map(([id, answer]) => (
            <div key={id}>
              <dt dir="auto">{labelOf(view, id)}</dt>
              <dd class="typed" dir="auto">
                {answer}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
