import type { Assessment } from '../../../case/fold/safeguards.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Assessing, FACTORS } from './assessing.tsx';
import { nameOf } from './incidents.tsx';
import { RiskResult } from './matrix.tsx';
import { Fold, Said, type PartProps } from './part.tsx';
import { isRiskDue } from './risk-stage.ts';

/** How likely and how serious detriment is: as it was assessed, and the next assessment. */
export function Risk(props: PartProps) {
  const { view, today, canWrite } = props;
  const { assessments } = view.safeguards;
  const last = assessments.at(-1);
  const isDue = isRiskDue(view, assessments, today);
  const level = last && t('protection.risk.level', { level: t(`protection.level.${last.level}`) });
  return (
    <Fold
      part="risk"
      state={[level, isDue && t(last ? 'protection.risk.due' : 'protection.risk.never')]
        .filter(Boolean)
        .join(' ')}
    >
      {isDue && last !== undefined && <Notice kind="warning">{t('protection.risk.due.why')}</Notice>}
      {last !== undefined && <RiskResult {...last} />}
      {assessments.length > 0 && (
        <>
          <h3>{t('protection.risk.history')}</h3>
          <ol class="timeline">
            {assessments.toReversed().map((one) => (
              <Assessed key={one.id} assessment={one} />
            ))}
          </ol>
        </>
      )}
      {canWrite && <Assessing {...props} />}
    </Fold>
  );
}

function Assessed({ assessment }: { assessment: Assessment }) {
  const { by, day, stage, level, likelihood, seriousness, subject, text } = assessment;
  return (
    <li>
      <p class="event-head">
        <strong>
          {t('protection.risk.assessed', { name: nameOf(by), level: t(`protection.level.${level}`) })}
        </strong>{' '}
        <time dateTime={day}>{formatDay(day)}</time>
      </p>
      <Facts
        facts={[
          { label: t('protection.risk.stage'), value: t(`protection.stage.${stage}`) },
          { label: t('protection.risk.likelihood'), value: t(`protection.likelihood.${likelihood}`) },
          { label: t('protection.risk.seriousness'), value: t(`protection.seriousness.${seriousness}`) },
          ...FACTORS.map((factor) => ({
            label: t(`protection.risk.${factor}`),
            value: t(`protection.size.${assessment[factor]}`),
          })),
          { label: t('protection.risk.subject'), value: subject, isTyped: true },
        ].filter(({ value }) => value !== '')}
      />
      <Said text={text} />
    </li>
  );
}
