import { riskOf } from '../../../case/fold/risk.ts';
import type { Item } from '../../../case/fold/item.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import type { OpenCase } from '../../worker/case/casework.ts';

/** Everything that happened, oldest first. */
export function CaseTimeline({ view }: { view: OpenCase }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('entries.title')}</h2>
      <ol class="timeline">
        <li>
          <p class="event-head">
            <span>{t('entries.received')}</span> <time dateTime={view.day}>{formatDay(view.day)}</time>
          </p>
        </li>
        {view.items.map((item) => (
          <TimelineItem key={item.seq} item={item} />
        ))}
      </ol>
    </section>
  );
}

/** One thing that happened: in the conversation, or among the notes. */
export function TimelineItem({ item }: { item: Item }) {
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
      {item.hasMore && <p class="hint">{t('timeline.more')}</p>}
    </li>
  );
}

/** Of one kind: what happened, in a sentence. */
type Heads = { [K in Item['kind']]: (item: Extract<Item, { kind: K }>, name: string) => string };

/** A request for the name and one for an original are never called the same. */
const about = ({ isOriginal }: { isOriginal: boolean }) => (isOriginal ? 'original' : 'identity');

const HEADS: Heads = {
  access: (_, name) => t('entries.access', { name }),
  grant: ({ to }, name) => t('entries.grant', { name, to }),
  rotation: ({ readers }, name) => t('entries.rotation', { name, readers: formatList(readers) }),
  status: ({ status }, name) => t('entries.status', { name, status: t(`case.status.${status}`) }),
  identity: () => t('entries.identity'),
  entrust: ({ to }) => t('entries.entrust', { names: formatList(to) }),
  custodians: ({ to }) => t('entries.custodians', { names: formatList(to) }),
  'identity-request': (item, name) => t(`entries.${about(item)}.request`, { name }),
  'identity-decision': (item, name) =>
    t(`entries.${about(item)}.${item.approved ? 'approved' : 'refused'}`, { name, to: item.to }),
  'identity-objection': (item) => t(`entries.${about(item)}.objection`, { to: item.to }),
  'identity-disclosure': (item, name) =>
    t(`entries.${about(item)}.${item.broken === null ? 'disclosure' : 'broken'}`, { name, to: item.to }),
  'identity-access': (item, name) => t(`entries.${about(item)}.access`, { name }),
  facts: () => t('entries.facts'),
  message: ({ author }, name) =>
    author.role === 'reporter' ? t('entries.message.reporter') : t('entries.message.officer', { name }),
  incident: () => t('protection.incident'),
  '?baseline': () => t('protection.baseline'),
  '?check-in': ({ changed }) => t(changed ? 'protection.checkIn.changed' : 'protection.checkIn.same'),
  '?knowledge': ({ learned }, name) =>
    t('protection.knowledge', {
      name,
      who: learned.who,
      day: formatDay(learned.when),
      how: t(`learned.${learned.how}`),
    }),
  '?measure-question': (_, name) => t('protection.measure.question', { name }),
  '?measure-answer': ({ helped }) => t(`protection.measure.${helped}`),
  '?referral-question': ({ referredTo: to, isName }, name) =>
    t(isName ? 'protection.referral.question.name' : 'protection.referral.question', { name, to }),
  '?referral-answer': ({ agrees }) =>
    t(agrees ? 'protection.referral.agreed' : 'protection.referral.against'),
  '?incident-done': (_, name) => t('protection.incident.done', { name }),
  '?knowledge-held': ({ learned }, name) =>
    t('protection.knowledge.held', { name, who: learned.who, day: formatDay(learned.when) }),
  '?measure': ({ measure }, name) =>
    t('protection.measure.planned', { name, what: measure.what, day: formatDay(measure.due) }),
  '?measure-done': ({ result }, name) => t(`protection.measure.result.${result}`, { name }),
  '?referral': ({ referredTo }, name) => t('protection.referral', { name, to: referredTo }),
  '?risk': ({ assessed }, name) =>
    t('protection.risk.assessed', { name, level: t(`protection.level.${riskOf(assessed)}`) }),
  '?outcome': ({ outcome }, name) =>
    t('protection.outcome.said', { name, outcome: t(`protection.outcome.${outcome}`) }),
  note: (_, name) => t('case.notes.by', { name }),
  '?priority': ({ priority }, name) =>
    t('case.priority.set', { name, priority: t(`case.priority.${priority}`) }),
  '?file': ({ author, sent }, by) =>
    author.role === 'reporter'
      ? t('entries.file.reporter', { name: sent.name })
      : t('entries.file.officer', { by, name: sent.name }),
  '?file-gone': ({ author }, by) =>
    author.role === 'reporter' ? t('entries.file.gone.reporter') : t('entries.file.gone.officer', { by }),
  unknown: ({ author }, name) =>
    author.role === 'reporter' ? t('entries.unknown.reporter') : t('entries.unknown.officer', { name }),
};

function headOf(item: Item): string {
  return (HEADS[item.kind] as (item: Item, name: string) => string)(item, authorName(item));
}

function wordsOf(item: Item): string {
  if ('reason' in item) return item.reason;
  return 'text' in item ? item.text : '';
}

function authorName({ author }: Item): string {
  return author.role !== 'reporter' && author.name !== '' ? author.name : t('case.officer');
}
