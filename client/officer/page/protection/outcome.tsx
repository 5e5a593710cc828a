import { LIMITS } from '../../../../server/api/limits.ts';
import { outcomes, type Outcome } from '../../../case/kinds/choices.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { ProtectionForm } from './form.tsx';
import { nameOf } from './incidents.tsx';
import { Fold, goTo, longProblem, Said, type PartProps } from './part.tsx';
import { fieldsOf } from './typed.ts';

/** How it ended for the reporter: asked when the case is closed, and again later. */
export function Outcomes(props: PartProps) {
  const { view, canWrite } = props;
  const said = view.safeguards.outcomes;
  const last = said.at(-1);
  return (
    <Fold
      part="outcome"
      state={last === undefined ? t('protection.outcome.none') : t(`protection.outcome.${last.outcome}`)}
    >
      {said.length > 0 && (
        <ol class="timeline">
          {said.toReversed().map(({ id, by, day, outcome, text }) => (
            <li key={id}>
              <p class="event-head">
                <strong>
                  {t('protection.outcome.said', {
                    name: nameOf(by),
                    outcome: t(`protection.outcome.${outcome}`),
                  })}
                </strong>{' '}
                <time dateTime={day}>{formatDay(day)}</time>
              </p>
              <Said text={text} />
            </li>
          ))}
        </ol>
      )}
      {canWrite && <Saying {...props} />}
    </Fold>
  );
}

function Saying({ view, session, typed, onType, write, onChanged }: PartProps) {
  const fields = fieldsOf(typed, onType, 'outcome');
  const outcome = fields.of('outcome') as Outcome | '';
  const text = fields.of('text');
  return (
    <ProtectionForm
      button={t('protection.outcome.save')}
      problems={{
        outcome: outcome === '' ? t('protection.outcome.missing') : undefined,
        text: longProblem(text),
      }}
      send={() => write(() => session.protection.setOutcome(view.id, outcome as Outcome, text))}
      onSent={(after) => {
        fields.clear();
        onChanged(after);
      }}
    >
      {(problems) => (
        <>
          <Radios
            id="outcome"
            legend={t('protection.outcome.ask')}
            hint={t('protection.private')}
            options={outcomes.map((one) => ({ value: one, label: t(`protection.outcome.${one}`) }))}
            value={outcome}
            error={problems['outcome']}
            onChange={(value) => fields.set('outcome', value)}
          />
          <TextArea
            id="outcome-text"
            label={t('protection.outcome.text')}
            optional
            rows={3}
            most={LIMITS.textCharacters}
            value={text}
            error={problems['text']}
            onInput={(value) => fields.set('text', value)}
          />
        </>
      )}
    </ProtectionForm>
  );
}

/** Stands where a case is closed, until somebody has said how it ended for the reporter. */
export function OutcomeMissing({ view }: { view: OpenCase }) {
  if (view.status !== 'closed' || view.unreadable.internal !== null) return null;
  const last = view.safeguards.outcomes.at(-1);
  if (last !== undefined && last.day >= (view.closed ?? '')) return null;
  return (
    <Notice kind="info">
      <p>{t('protection.outcome.closed')}</p>
      <Button kind="secondary" onClick={() => goTo('outcome')}>
        {t('protection.outcome.go')}
      </Button>
    </Notice>
  );
}
