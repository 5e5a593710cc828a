import type { Item } from '../case/item.ts';
import { formatDay, formatList, t } from '../messages/messages.ts';
import type { OpenCase } from './case-desk.ts';

/** Everything that happened, oldest first. */
export function CaseTimeline({ view }: { view: OpenCase }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('desk.timeline')}</h2>
      <ol class="timeline">
        <li>
          <p class="event-head">
            <span>{t('desk.timeline.received')}</span> <time dateTime={view.day}>{formatDay(view.day)}</time>
          </p>
        </li>
        {view.items.map((item) => (
          <TimelineItem key={item.seq} item={item} />
        ))}
      </ol>
    </section>
  );
}

function TimelineItem({ item }: { item: Item }) {
  const words = wordsOf(item);
  return (
    <li class={item.author.role === 'reporter' ? 'from-reporter' : undefined}>
      <p class="event-head">
        {words === '' ? <span>{headOf(item)}</span> : <strong>{headOf(item)}</strong>}{' '}
        <time dateTime={item.day}>{formatDay(item.day)}</time>
      </p>
      {words !== '' && (
        <p class="typed" dir="auto">
          {words}
        </p>
      )}
    </li>
  );
}

function headOf(item: Item): string {
  const name = authorName(item);
  switch (item.kind) {
    case 'access':
      return t('desk.timeline.access', { name });
    case 'grant':
      return t('desk.timeline.grant', { name, to: item.to });
    case 'rotation':
      return t('desk.timeline.rotation', {
        name,
        readers: formatList(item.readers),
      });
    case 'status':
      return t('desk.timeline.status', { name, status: t(`desk.status.${item.status}`) });
    case 'identity':
      return t('desk.timeline.identity');
    case 'identity-request':
      return t('desk.timeline.identity.request', { name });
    case 'identity-decision':
      return t(item.approved ? 'desk.timeline.identity.approved' : 'desk.timeline.identity.refused', {
        name,
        to: item.to,
      });
    case 'identity-objection':
      return t('desk.timeline.identity.objection', { to: item.to });
    case 'identity-disclosure':
      return t(item.broken === null ? 'desk.timeline.identity.disclosure' : 'desk.timeline.identity.broken', {
        name,
        to: item.to,
      });
    case 'identity-access':
      return t('desk.timeline.identity.access', { name });
    case 'facts':
      return t('desk.timeline.facts');
    case 'note':
    case 'message':
      return item.author.role === 'reporter'
        ? t('desk.timeline.message.reporter')
        : t('desk.timeline.message.officer', { name });
  }
}

function wordsOf(item: Item): string {
  if ('reason' in item) return item.reason;
  return 'text' in item ? item.text : '';
}

export function authorName({ author }: Item): string {
  return author.role !== 'reporter' && author.name !== '' ? author.name : t('desk.officer');
}
