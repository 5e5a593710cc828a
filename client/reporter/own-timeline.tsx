import type { Item } from '../case/item.ts';
import { formatDay, formatList, t } from '../messages/messages.ts';

/** All that followed the report, in order, by whom and on which day. */
export function OwnTimeline({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return <p>{t('own.timeline.none')}</p>;
  return (
    <ol class="timeline">
      {items.map((item) => (
        <li key={item.seq}>
          <p>
            <strong>{heading(item)}</strong>
            <br />
            <time dateTime={item.day}>{formatDay(item.day)}</time>
          </p>
          {said(item) !== '' && (
            <p class="typed" dir="auto">
              {said(item)}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function said(item: Item): string {
  if ('reason' in item) return item.reason;
  return 'text' in item ? item.text : '';
}

function heading(item: Item): string {
  const name = item.author.role === 'reporter' ? '' : item.author.name;
  switch (item.kind) {
    case 'access':
      return t('own.item.access', { name });
    case 'grant':
      return t('own.item.grant', { name, to: item.to });
    case 'rotation': {
      const readers = formatList(item.readers);
      return t('own.item.rotation', { name, readers });
    }
    case 'status':
      return t(`own.item.status.${item.status}`, { name });
    case 'identity':
      return t('own.item.identity');
    case 'identity-request':
      return t('own.item.identity.request', { name });
    case 'identity-decision':
      return t(item.approved ? 'own.item.identity.approved' : 'own.item.identity.refused', {
        name,
        to: item.to,
      });
    case 'identity-objection':
      return t('own.item.identity.objection');
    case 'identity-disclosure':
      return t(item.broken === null ? 'own.item.identity.disclosure' : 'own.item.identity.broken', {
        name,
        to: item.to,
      });
    case 'identity-access':
      return t('own.item.identity.access', { name });
    case 'facts':
      return t('own.item.facts.reporter');
    // Notes are officers' own and are in no chain that reporters are shown.
    case 'note':
    case 'message':
      return item.author.role === 'reporter'
        ? t('own.item.message.reporter')
        : t('own.item.message.officer', { name });
  }
}
