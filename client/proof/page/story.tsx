/** `<SheetStory story />`: what happened when, and who knew before something was done, as far as a proof bears it out. */
import type { Story, StoryEvent, Timing } from '../../case/fold/story.ts';
import type { Form } from '../../case/kinds/choices.ts';
import { formatDay, formatList, t } from '../../messages/messages.ts';

export function SheetStory({ story: { events, timings } }: { story: Story }) {
  return (
    <>
      <h3>{t('sheet.story')}</h3>
      <p>{t('sheet.story.limits')}</p>
      <table class="story-table">
        <caption>{t('sheet.story.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sheet.story.day')}</th>
            <th scope="col">{t('sheet.story.what')}</th>
            <th scope="col">{t('sheet.story.since')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td>{dayOf(event)}</td>
              <td class="said">{saidOf(event)}</td>
              <td>{event.gap === null ? '–' : t('sheet.story.gap', { days: event.gap })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {timings.map((timing) => (
        <Knew key={timing.incident.id} timing={timing} />
      ))}
    </>
  );
}

export function formsOf({ forms }: { readonly forms: readonly Form[] }): string {
  return formatList(forms.map((form) => t(`sheet.form.${form}`)));
}

function dayOf({ day, recorded }: StoryEvent): string {
  return day === null ? t('sheet.story.unknown', { day: formatDay(recorded) }) : formatDay(day);
}

function saidOf(event: StoryEvent): string {
  switch (event.what) {
    case 'report':
      return t('sheet.story.report');
    case 'opened':
      return t('sheet.story.opened', { who: event.who });
    case 'answer':
      return t('sheet.story.answer', { who: event.who });
    case 'learned': {
      const said = t('sheet.story.learned', { who: event.who, how: t(`learned.${event.how}`) });
      return event.held ? t('sheet.story.held', { said, day: formatDay(event.recorded) }) : said;
    }
    case 'incident':
      return t('sheet.story.incident', { what: formsOf(event.incident) });
  }
}

function Knew({ timing: { incident, knew, sinceReport } }: { timing: Timing }) {
  const since = sinceReport !== null && sinceReport < 0 ? 'sheet.story.earlier' : 'sheet.story.later';
  const when = sinceReport === null ? '' : t(since, { days: Math.abs(sinceReport) });
  return (
    <>
      <h4>{t('sheet.story.knew', { what: formsOf(incident) })}</h4>
      {incident.when !== null && <p>{`${formatDay(incident.when)} · ${when}`}</p>}
      {knew === null && <p>{t('sheet.knew.unknown')}</p>}
      {knew?.length === 0 && <p>{t('sheet.knew.nobody')}</p>}
      {knew !== null && knew.length > 0 && (
        <ul>
          {knew.map(({ by, days }) => (
            <li key={by.id}>
              {t(by.what === 'opened' ? 'sheet.knew.opened' : 'sheet.knew.learned', { who: by.who, days })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
