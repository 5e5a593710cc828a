/** Of each incident: who knew of the report before it, and for how many days. */
import type { Timing } from '../../../case/fold/story.ts';
import { t } from '../../../messages/messages.ts';
import { incidentTitle, whenOf } from './section.tsx';

export function Timings({ timings }: { timings: readonly Timing[] }) {
  if (timings.length === 0) return null;
  return (
    <>
      <h2>{t('story.timing')}</h2>
      {timings.map((timing) => (
        <section key={timing.incident.id} class="timing" aria-labelledby={`timing-${timing.incident.id}`}>
          <h3 id={`timing-${timing.incident.id}`}>{incidentTitle(timing.incident)}</h3>
          <p>
            {whenOf(timing.incident)}
            {timing.sinceReport !== null &&
              ` · ${t(sinceKey(timing.sinceReport), { days: Math.abs(timing.sinceReport) })}`}
            {timing.incident.who !== '' && ` · ${t('story.timing.by', { who: timing.incident.who })}`}
          </p>
          <Knew timing={timing} />
        </section>
      ))}
    </>
  );
}

function sinceKey(days: number) {
  return days < 0 ? 'story.timing.earlier' : 'story.timing.later';
}

function Knew({ timing: { knew } }: { timing: Timing }) {
  if (knew === null) return <p>{t('story.timing.unknown')}</p>;
  if (knew.length === 0) return <p>{t('story.timing.nobody')}</p>;
  return (
    <ul>
      {knew.map(({ by, days }) => (
        <li key={by.id}>
          {t(by.what === 'opened' ? 'story.knew.opened' : 'story.knew.learned', { who: by.who, days })}
        </li>
      ))}
    </ul>
  );
}
