import { outcomes } from '../../../case/kinds/choices.ts';
import { formatNumber, t } from '../../../messages/messages.ts';
import type { InboxCase } from '../../worker/inbox/case.ts';
import { countProtection } from './counts.ts';

/** How the reporters of this officer's cases fare, in one place. */
export function ProtectionOverview({ cases, today }: { cases: readonly InboxCase[]; today: string }) {
  const counts = countProtection(cases, today);
  return (
    <section class="overview" aria-labelledby="overview">
      <h2 id="overview">{t('protection.overview')}</h2>
      <p class="hint">{t('protection.overview.hint')}</p>
      <div class="overview-parts">
        <Part
          title={t('protection.overview.incidents')}
          rows={[
            [t('protection.overview.open'), counts.open],
            [t('protection.overview.settled'), counts.settled],
          ]}
        />
        <Part
          title={t('protection.overview.checkIns')}
          rows={[
            [t('protection.overview.answered'), counts.answered],
            [t('protection.overview.unanswered'), counts.unanswered],
            [t('protection.overview.changed'), counts.changed],
          ]}
        />
        <Part
          title={t('protection.overview.measures')}
          rows={[
            [t('protection.overview.overdue'), counts.overdue],
            [t('protection.overview.planned'), counts.planned],
            [t('protection.overview.inTime'), counts.inTime],
            [t('protection.overview.late'), counts.late],
          ]}
        />
        <Part
          title={t('protection.overview.risk')}
          rows={[
            [t('protection.overview.high'), counts.highRisk],
            [t('protection.overview.unassessed'), counts.unassessed],
          ]}
        />
        <Part
          title={t('protection.overview.ended')}
          rows={[
            ...outcomes.map((one) => [t(`protection.outcome.${one}`), counts.ended[one]] as const),
            [t('protection.overview.notSaid'), counts.notSaid],
          ]}
        />
      </div>
    </section>
  );
}

function Part({ title, rows }: { title: string; rows: readonly (readonly [string, number])[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <dl class="counts">
        {rows.map(([name, number]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatNumber(number)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
