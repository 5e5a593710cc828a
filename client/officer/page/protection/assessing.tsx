import { LIMITS } from '../../../../server/api/limits.ts';
import {
  likelihoods,
  riskStages,
  seriousnesses,
  sizes,
  type Likelihood,
  type Seriousness,
} from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { ProtectionForm, type Problems } from './form.tsx';
import { RiskResult } from './matrix.tsx';
import { lineProblem, longProblem, Select, type PartProps } from './part.tsx';
import { riskStage, type RiskStage } from './risk-stage.ts';
import { fieldsOf, type Fields } from './typed.ts';

export const FACTORS = ['people', 'knowing', 'accused'] as const;

/** An assessment that is being made. */
export function Assessing(props: PartProps) {
  const { view, session, today, typed, onType, write, onChanged } = props;
  const fields = fieldsOf(typed, onType, 'risk');
  const likelihood = fields.of('likelihood') as Likelihood | '';
  const seriousness = fields.of('seriousness') as Seriousness | '';
  const stage = (fields.of('stage') || riskStage(view, today).stage) as RiskStage;
  const size = (factor: (typeof FACTORS)[number]) =>
    (fields.of(factor) || 'unknown') as (typeof sizes)[number];
  const [subject, text] = [fields.of('subject'), fields.of('text')];
  const scales = { likelihood: likelihood as Likelihood, seriousness: seriousness as Seriousness };
  const factors = { people: size('people'), knowing: size('knowing'), accused: size('accused') };
  const send = () => session.protection.assess(view.id, { stage, ...scales, ...factors, subject, text });
  return (
    <ProtectionForm
      button={t('protection.risk.save')}
      problems={{
        likelihood: likelihood === '' ? t('protection.risk.missing') : undefined,
        seriousness: seriousness === '' ? t('protection.risk.missing') : undefined,
        subject: subject === '' ? undefined : lineProblem(subject, ''),
        text: longProblem(text),
      }}
      send={() => write(send)}
      onSent={(after) => {
        fields.clear();
        onChanged(after);
      }}
    >
      {(problems) => (
        <>
          <h3>{t('protection.risk.new')}</h3>
          <p class="hint">{t('protection.private')}</p>
          <Select
            id="risk-stage"
            label={t('protection.risk.stage')}
            options={riskStages.map((one) => ({ value: one, label: t(`protection.stage.${one}`) }))}
            value={stage}
            onChange={(value) => fields.set('stage', value)}
          />
          <Factors fields={fields} problems={problems} size={size} />
          <Scales fields={fields} problems={problems} likelihood={likelihood} seriousness={seriousness} />
          <TextArea
            id="risk-text"
            label={t('protection.risk.text')}
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

/** What makes a reporter easier to find out. */
function Factors(props: {
  fields: Fields;
  problems: Problems;
  size: (factor: (typeof FACTORS)[number]) => (typeof sizes)[number];
}) {
  const { fields, problems, size } = props;
  return (
    <>
      {FACTORS.map((factor) => (
        <Select
          key={factor}
          id={`risk-${factor}`}
          label={t(`protection.risk.${factor}`)}
          options={sizes.map((one) => ({ value: one, label: t(`protection.size.${one}`) }))}
          value={size(factor)}
          onChange={(value) => fields.set(factor, value)}
        />
      ))}
      <TextField
        id="risk-subject"
        label={t('protection.risk.subject')}
        hint={t('protection.risk.subject.hint')}
        optional
        value={fields.of('subject')}
        error={problems['subject']}
        onInput={(value) => fields.set('subject', value)}
      />
    </>
  );
}

function Scales(props: {
  fields: Fields;
  problems: Problems;
  likelihood: Likelihood | '';
  seriousness: Seriousness | '';
}) {
  const { fields, problems, likelihood, seriousness } = props;
  return (
    <>
      <Radios
        id="risk-likelihood"
        legend={t('protection.risk.likelihood')}
        options={likelihoods.map((one) => ({ value: one, label: t(`protection.likelihood.${one}`) }))}
        value={likelihood}
        error={problems['likelihood']}
        onChange={(value) => fields.set('likelihood', value)}
      />
      <Radios
        id="risk-seriousness"
        legend={t('protection.risk.seriousness')}
        options={seriousnesses.map((one) => ({
          value: one,
          label: t(`protection.seriousness.${one}`),
          hint: t(`protection.seriousness.${one}.hint`),
        }))}
        value={seriousness}
        error={problems['seriousness']}
        onChange={(value) => fields.set('seriousness', value)}
      />
      <div aria-live="polite">
        {likelihood !== '' && seriousness !== '' && (
          <RiskResult likelihood={likelihood} seriousness={seriousness} />
        )}
      </div>
    </>
  );
}
