/** Where a case stands, and what the law lets its reporter expect by when. */
import type { OwnView } from '../../worker/own-case.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { NameList } from '../frame/name-list.tsx';
import { YourRights } from '../frame/rights.tsx';

/** @param today UTC day */
export function OwnStanding({ view, today }: { view: OwnView; today: string }) {
  const late = lateness(view, today);
  return (
    <>
      <h2>{t('own.status')}</h2>
      <p>{t(`own.status.${view.status}`)}</p>
      {late !== null && <Notice kind="warning">{late}</Notice>}
      <YourRights open={late !== null} />
      <h2>{t('own.clock')}</h2>
      <Facts
        facts={[
          { label: t('own.arrived'), value: formatDay(view.day) },
          view.acknowledged === null
            ? { label: t('own.acknowledgeBy'), value: formatDay(view.acknowledgeBy) }
            : { label: t('own.acknowledged'), value: formatDay(view.acknowledged) },
          view.closed === null
            ? { label: t('own.feedbackBy'), value: formatDay(view.feedbackBy) }
            : { label: t('own.closed'), value: formatDay(view.closed) },
        ]}
      />
      <h2>{t('own.readers')}</h2>
      {view.readers.length > 0 ? <NameList names={view.readers} /> : <p>{t('own.readers.nobody')}</p>}
      {view.gone.length > 0 && !view.isOrphaned && (
        <p class="hint">{t('own.readers.gone', { names: formatList(view.gone) })}</p>
      )}
    </>
  );
}

function lateness(view: OwnView, today: string): string | null {
  // What cannot be read may have been the answer.
  if (view.closed !== null || view.unreadable !== null) return null;
  if (view.acknowledged === null && today > view.acknowledgeBy)
    return t('own.late.acknowledge', { day: formatDay(view.acknowledgeBy) });
  if (today > view.feedbackBy) return t('own.late.feedback', { day: formatDay(view.feedbackBy) });
  return null;
}
