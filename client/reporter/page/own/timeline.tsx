import type { Item } from '../../../case/fold/item.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';

/** All that followed the report, in order, by whom and on which day. */
export function OwnTimeline({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return <p>{t('own.timeline.none')}</p>;
  return (
    <ol class="timeline">
      {items.map((item) => (
        <li key={item.seq}>
          <p>
            <strong>{headingOf(item)}</strong>
            <br />
            <time dateTime={item.day}>{formatDay(item.day)}</time>
          </p>
          {said(item) !== '' && (
            <p class="typed" dir="auto">
              {said(item)}
            </p>
          )}
          {item.hasMore && <p class="hint">{t('timeline.more')}</p>}
        </li>
      ))}
    </ol>
  );
}

function said(item: Item): string {
  if ('reason' in item) return item.reason;
  return 'text' in item ? item.text : '';
}

/** Of one kind: what happened, in a sentence. */
type Heads = { [K in Item['kind']]: (item: Extract<Item, { kind: K }>, name: string) => string };

/** Officers' own, and in no chain that reporters are shown. */
const inside = (_: Item, name: string) => t('own.item.unknown.officer', { name });

/** A request for the name and one for an original are never called the same. */
const about = ({ isOriginal }: { isOriginal: boolean }) => (isOriginal ? 'original' : 'identity');

const HEADS: Heads = {
  access: (_, name) => t('own.item.access', { name }),
  grant: ({ to }, name) => t('own.item.grant', { name, to }),
  rotation: ({ readers }, name) => t('own.item.rotation', { name, readers: formatList(readers) }),
  status: ({ status }, name) => t(`own.item.status.${status}`, { name }),
  identity: () => t('own.item.identity'),
  entrust: ({ to }) => t('own.item.entrust', { names: formatList(to) }),
  custodians: ({ to }) => t('own.item.custodians', { names: formatList(to) }),
  'identity-request': (item, name) => t(`own.item.${about(item)}.request`, { name }),
  'identity-decision': (item, name) =>
    t(`own.item.${about(item)}.${item.approved ? 'approved' : 'refused'}`, { name, to: item.to }),
  'identity-objection': () => t('own.item.identity.objection'),
  'identity-disclosure': (item, name) =>
    t(`own.item.${about(item)}.${item.broken === null ? 'disclosure' : 'broken'}`, { name, to: item.to }),
  'identity-access': (item, name) => t(`own.item.${about(item)}.access`, { name }),
  facts: () => t('own.item.facts.reporter'),
  message: ({ author }, name) =>
    author.role === 'reporter' ? t('own.item.message.reporter') : t('own.item.message.officer', { name }),
  incident: () => t('own.item.incident'),
  '?baseline': () => t('own.item.baseline'),
  '?check-in': ({ changed }) => t(changed ? 'own.item.checkIn.changed' : 'own.item.checkIn.same'),
  '?knowledge': ({ learned }) =>
    t('own.item.knowledge', {
      who: learned.who,
      day: formatDay(learned.when),
      how: t(`learned.${learned.how}`),
    }),
  '?measure-question': (_, name) => t('own.item.measure.question', { name }),
  '?measure-answer': ({ helped }) => t(`own.item.measure.${helped}`),
  '?referral-question': ({ referredTo: to, isName }, name) =>
    t(isName ? 'own.item.referral.name' : 'own.item.referral.question', { name, to }),
  '?referral-answer': ({ agrees }) => t(agrees ? 'own.item.referral.agreed' : 'own.item.referral.against'),
  note: inside,
  '?priority': inside,
  '?incident-done': inside,
  '?knowledge-held': inside,
  '?measure': inside,
  '?measure-done': inside,
  '?referral': inside,
  '?risk': inside,
  '?outcome': inside,
  '?file': ({ author, sent }, by) =>
    author.role === 'reporter'
      ? t('own.item.file.reporter', { name: sent.name })
      : t('own.item.file.officer', { by, name: sent.name }),
  '?file-gone': ({ author }, by) =>
    author.role === 'reporter' ? t('own.item.file.gone.reporter') : t('own.item.file.gone.officer', { by }),
  unknown: ({ author }, name) =>
    author.role === 'reporter' ? t('own.item.unknown.reporter') : t('own.item.unknown.officer', { name }),
};

export function headingOf(item: Item): string {
  const name = item.author.role === 'reporter' ? '' : item.author.name;
  return (HEADS[item.kind] as (item: Item, name: string) => string)(item, name);
}
