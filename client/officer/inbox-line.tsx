import { inLanguage, type Language } from '../messages/languages.ts';
import { t } from '../messages/messages.ts';
import { dueOf, isSoon } from './due.ts';
import { dueText, shortDay } from './due-text.ts';
import type { InboxCase } from './inbox-case.ts';
import type { SignedIn } from './session.ts';
import { dutyOf } from './identity-duty.ts';
import { StatusTag } from './status-tag.tsx';

export function doorTitle(signedIn: SignedIn, door: string, language: Language): string {
  return inLanguage(signedIn.doors[door] ?? {}, language);
}

export function InboxLine(props: {
  item: InboxCase;
  door: string;
  role: SignedIn['role'];
  today: string;
  onOpen: () => void;
}) {
  const { item, door, role, today, onOpen } = props;
  /** What came before what cannot be read is known. */
  const isCut = item.trouble === 'unreadable';
  const due = item.trouble === null ? dueOf(item, today) : null;
  return (
    <li class={item.unread ? 'line line-unread' : 'line'}>
      <div class="line-head">
        <button type="button" class="line-open" data-case={item.id} onClick={onOpen}>
          <bdi>{item.reference}</bdi>
        </button>
        {item.unread && <span class="line-mark">{t('inbox.unread')}</span>}
      </div>
      {item.trouble === null || isCut ? (
        <>
          <p class="line-text">
            <bdi class="line-door">{door}</bdi>
            <span class="line-excerpt" dir="auto">
              {item.excerpt}
            </span>
          </p>
          <p class="line-state">
            <StatusTag status={item.status} />
            <span class="line-day">{t('inbox.received', { day: shortDay(item.day, today) })}</span>
          </p>
          <div class="line-dues">
            {isCut && (
              <p class="line-due">
                <strong class="line-trouble">{t('inbox.unreadable')}</strong> {t('inbox.unreadable.why')}
              </p>
            )}
            {role === 'officer' && !isCut && (
              <p class={due !== null && isSoon(due) ? 'line-due line-soon' : 'line-due'}>
                {due === null ? t('due.none') : dueText(due, today)}
              </p>
            )}
            {item.identity !== null && (
              <p class={dutyOf(item.identity, role, today) === null ? 'line-due' : 'line-due line-soon'}>
                {identityText(item.identity, role, today)}
              </p>
            )}
          </div>
        </>
      ) : (
        <p class="line-text">
          <strong class="line-trouble">{t('inbox.trouble')}</strong> {t('inbox.trouble.why')}
        </p>
      )}
    </li>
  );
}

/** Where the identity stands, or what a custodian has to do about it. */
function identityText(
  identity: NonNullable<InboxCase['identity']>,
  role: SignedIn['role'],
  today: string,
): string {
  const duty = dutyOf(identity, role, today);
  if (duty !== null) return t(`inbox.duty.${duty}`);
  const { state, from } = identity;
  if (state === 'approved')
    return t('inbox.identity.approved', { day: from === null ? '' : shortDay(from, today) });
  return t(`inbox.identity.${state}`);
}
