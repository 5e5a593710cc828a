/** Protection of the reporter from retaliation, in a case: what they say happens to them, and what officers do about it. */
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { Incidents, sortedIncidents } from './incidents.tsx';
import { WhoKnows } from './knowledge.tsx';
import { Measures } from './measures.tsx';
import { Outcomes } from './outcome.tsx';
import type { PartProps } from './part.tsx';
import { Referrals } from './referral.tsx';
import { Risk } from './risk.tsx';
import { Standing } from './standing.tsx';

export function CaseProtection(props: Omit<PartProps, 'canWrite'>) {
  const { view } = props;
  const { shared, internal } = view.unreadable;
  const parts = { ...props, canWrite: shared === null && internal === null };
  // A form goes with what it was about.
  const { open } = sortedIncidents(view);
  const isPlanned = view.safeguards.measures.map(({ done }) => done === null);
  const headingRef = useKeptFocus<HTMLHeadingElement>(
    JSON.stringify([open.map(({ id }) => id), isPlanned, view.protection.knowledge.length]),
  );
  return (
    <section class="protection" aria-labelledby="protection">
      <h2 id="protection" ref={headingRef} tabIndex={-1}>
        {t('protection.title')}
      </h2>
      <Incidents {...parts} />
      <Standing {...parts} />
      <Risk {...parts} />
      <Measures {...parts} />
      <WhoKnows {...parts} />
      <Referrals {...parts} />
      <Outcomes {...parts} />
    </section>
  );
}

/** Above a case whose reporter is being retaliated against. */
export function UrgentIncidents({ view }: { view: OpenCase }) {
  const { open } = sortedIncidents(view);
  if (open.length === 0) return null;
  const go = () => document.getElementById('protection')?.focus();
  return (
    <Notice kind="warning" title={t('protection.urgent', { count: open.length })}>
      <p>{t('protection.urgent.text')}</p>
      <Button kind="secondary" onClick={go}>
        {t('protection.urgent.go')}
      </Button>
    </Notice>
  );
}
