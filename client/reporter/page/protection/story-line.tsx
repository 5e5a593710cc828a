/** Events on one line, with the days between: a picture of what the table beside it says. */
import type { StoryEvent } from '../../../case/fold/story.ts';
import { formatDay, formatNumber, t } from '../../../messages/messages.ts';

/** How many fit side by side, where the page is wide; more stand one below the other everywhere. */
const MOST_ABREAST = 7;

/** How much longer a stretch is drawn than the shortest, at most. */
const LONGEST = 8;

export function StoryLine({ events }: { events: readonly StoryEvent[] }) {
  return (
    <div class={events.length <= MOST_ABREAST ? 'story abreast' : 'story'} aria-hidden="true">
      {events.map((event, i) => (
        <div key={event.id} class={`event ${event.what}`} style={{ '--stretch': stretch(event) }}>
          {i > 0 && <span class="gap">{event.gap === null ? '' : t('story.gap', { days: event.gap })}</span>}
          <span class="mark">{formatNumber(i + 1)}</span>
          <span class="label">
            <strong>{t(`story.short.${event.what}`)}</strong>
            <br />
            {event.day === null
              ? t('story.short.unknown')
              : formatDay(event.day, { day: 'numeric', month: 'short', year: 'numeric' })}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Months are longer than days, but no year leaves the page. */
function stretch({ gap }: StoryEvent): number {
  return gap === null ? 1 : Math.min(LONGEST, 1 + Math.sqrt(gap) / 2);
}
