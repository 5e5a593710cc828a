/** What happened when: drawn on a line, as a table, and for each incident who knew before it. */
import { storyOf, type StoryEvent } from '../../../case/fold/story.ts';
import { changesOf } from '../../../case/fold/suggestion.ts';
import { formatDay, formatNumber, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Screen } from '../frame/screen.tsx';
import type { OwnView } from '../../worker/own-case.ts';
import type { RoomProps } from './room.ts';
import { incidentTitle, whenOf } from './section.tsx';
import { StoryLine } from './story-line.tsx';
import { Timings } from './timings.tsx';

export function StoryPage({ view, onBack }: RoomProps) {
  const { events, timings } = storyOf(view);
  return (
    <Screen title={t('story.title')} onBack={onBack}>
      <p>{t('story.why')}</p>
      <p>{t('story.limits')}</p>
      {view.unreadable !== null && <p>{t('story.cut')}</p>}
      <StoryLine events={events} />
      <table class="story-table">
        <caption>{t('story.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('story.number')}</th>
            <th scope="col">{t('story.day')}</th>
            <th scope="col">{t('story.what')}</th>
            <th scope="col">{t('story.since')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, i) => (
            <tr key={event.id}>
              <td>{formatNumber(i + 1)}</td>
              <td>{dayOf(event)}</td>
              <td class="typed said">{saidOf(event)}</td>
              <td>{event.gap === null ? '–' : t('story.gap', { days: event.gap })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Timings timings={timings} />
      <WorkThenAndNow view={view} />
      <div class="actions">
        <p class="hint">{t('story.print.careful')}</p>
        <Button kind="secondary" onClick={() => print()}>
          {t('story.print')}
        </Button>
      </div>
    </Screen>
  );
}

function dayOf(event: StoryEvent): string {
  if (event.what === 'incident') return whenOf(event.incident);
  return formatDay(event.day ?? event.recorded);
}

function saidOf(event: StoryEvent): string {
  switch (event.what) {
    case 'report':
      return t('story.report');
    case 'opened':
      return t('story.opened', { who: event.who });
    case 'answer':
      return t('story.answer', { who: event.who });
    case 'learned': {
      const said = t('story.learned', { who: event.who, how: t(`learned.${event.how}`) });
      return event.held ? t('story.held', { said, day: formatDay(event.recorded) }) : said;
    }
    case 'incident':
      return t('story.incident', { what: incidentTitle(event.incident) });
  }
}

/** How things stood at work as first written down, where they are otherwise now. */
function WorkThenAndNow({ view }: { view: OwnView }) {
  const { baseline, latest } = view.protection;
  if (baseline === null || latest === null) return null;
  const changes = changesOf(baseline.circumstances, latest);
  const shown = (field: string, value: string) => (field === 'contractEnd' ? formatDay(value) : value);
  return (
    <>
      <h2>{t('story.work')}</h2>
      {changes.length === 0 ? (
        <p>{t('story.work.same', { day: formatDay(baseline.day) })}</p>
      ) : (
        <table class="story-table">
          <caption>{t('story.work.table', { day: formatDay(baseline.day) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('story.work.what')}</th>
              <th scope="col">{t('story.work.before')}</th>
              <th scope="col">{t('story.work.now')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, now }) => (
              <tr key={field}>
                <th scope="row">{t(`keep.field.${field}`)}</th>
                <td class="typed said" dir="auto">
                  {shown(field, before)}
                </td>
                <td class="typed said" dir="auto">
                  {shown(field, now)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
