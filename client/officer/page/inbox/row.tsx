import { inLanguage, type Language } from '../../../messages/languages.ts';
import { t } from '../../../messages/messages.ts';
import { dueOf, isSoon } from '../../../case/fold/due.ts';
import { daysBetween } from '../../../case/kinds/days.ts';
import { dueText, shortDay } from './due-text.ts';
import { Tag } from '../../../parts/tag.tsx';
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { SignedIn } from '../../worker/session/session.ts';
import { dutyOf } from './identity-duty.ts';
import { isOverdue } from './order.ts';
import { StatusTag } from './status-tag.tsx';

export function doorTitle(signedIn: SignedIn, door: string, language: Language): string {
  return inLanguage(signedIn.doors[door] ?? {}, language);
}

interface Props {
  item: InboxCase;
  door: string;
  role: SignedIn['role'];
  today: string;
  onOpen: () => void;
}

export function InboxRow(props: Props) {
  const { item, onOpen } = props;
  /** What came before what cannot be read is known. */
  const isCut = item.trouble === 'unreadable';
  return (
    <li class={item.unread ? 'case-row case-row-unread' : 'case-row'}>
      <div class="case-row-head">
        <button type="button" class="case-row-open" data-case={item.id} onClick={onOpen}>
          <bdi>{item.reference}</bdi>
        </button>
        {item.unread && <span class="case-row-mark">{t('inbox.unread')}</span>}
      </div>
      {item.trouble === null || isCut ? (
        <Summary {...props} isCut={isCut} />
      ) : (
        <p class="case-row-text">
          {item.trouble === 'too-long' ? (
            <>
              <strong class="case-row-trouble">{t('inbox.long')}</strong> {t('inbox.long.why')}
            </>
          ) : (
            <>
              <strong class="case-row-trouble">{t('inbox.trouble')}</strong> {t('inbox.trouble.why')}
            </>
          )}
        </p>
      )}
    </li>
  );
}

function Summary({ item, door, role, today, isCut }: Props & { isCut: boolean }) {
  const due = item.trouble === null ? dueOf(item, today) : null;
  return (
    <>
      <p class="case-row-text">
        <bdi class="case-row-door">{door}</bdi>
        <span class="typed case-row-excerpt" dir="auto">
          {item.excerpt}
        </span>
      </p>
      <p class="case-row-state">
        {role === 'officer' && (item.openIncidents ?? 0) > 0 && (
          <Tag tone="late">{t('inbox.retaliation')}</Tag>
        )}
        <StatusTag status={item.status} />
        {role === 'officer' && item.risk === 'high' && <Tag tone="late">{t('inbox.risk.high')}</Tag>}
        {role === 'officer' && item.priority !== undefined && item.priority !== 'normal' && (
          <Tag tone={item.priority === 'high' ? 'new' : 'calm'}>{t(`inbox.priority.${item.priority}`)}</Tag>
        )}
        <span class="case-row-day">{t('inbox.received', { day: shortDay(item.day, today) })}</span>
      </p>
      <div class="case-row-dues">
        {isCut && (
          <p class="case-row-due">
            <strong class="case-row-trouble">{t('inbox.unreadable')}</strong> {t('inbox.unreadable.why')}
          </p>
        )}
        {role === 'officer' && !isCut && (
          <p class={due !== null && isSoon(due) ? 'case-row-due case-row-soon' : 'case-row-due'}>
            {due === null ? t('due.none') : dueText(due, today)}
          </p>
        )}
        {role === 'officer' && !isCut && <MeasureDue item={item} today={today} />}
        {item.identity !== null && (
          <p
            class={
              dutyOf(item.identity, role, today) === null ? 'case-row-due' : 'case-row-due case-row-soon'
            }
          >
            {identityText(item.identity, role, today)}
          </p>
        )}
      </div>
    </>
  );
}

/** The nearest day of a measure that protects the reporter. */
function MeasureDue({ item, today }: { item: InboxCase; today: string }) {
  if (item.measureDue === undefined || item.measureDue === null) return null;
  const day = shortDay(item.measureDue, today);
  return isOverdue(item, today) ? (
    <p class="case-row-due case-row-soon">
      {t('inbox.measure.late', { day, days: daysBetween(item.measureDue, today) })}
    </p>
  ) : (
    <p class="case-row-due">{t('inbox.measure', { day })}</p>
  );
}

/** Where the identity stands, or what a custodian has to do about it. */
function identityText(
  identity: NonNullable<InboxCase['identity']>,
  role: SignedIn['role'],
  today: string,
): string {
  const duty = dutyOf(identity, role, today);
  const { state, from, isOriginal = false } = identity;
  if (duty !== null) return t(duty === 'decide' && isOriginal ? 'inbox.duty.original' : `inbox.duty.${duty}`);
  const about = isOriginal ? 'original' : 'identity';
  if (state === 'approved')
    return t(`inbox.${about}.approved`, { day: from === null ? '' : shortDay(from, today) });
  return t(`inbox.${about}.${state}`);
}
