/** A case, or its notes, of which the end cannot be opened: what is shown, what not, and what to do. */
import type { Unreadable } from '../case/readable.ts';
import { formatDay, t } from '../messages/messages.ts';
import { Notice } from '../parts/notice.tsx';

export function CaseUnreadable({ found, reference }: { found: Unreadable; reference: string }) {
  return (
    <Notice kind="danger" title={t('desk.unreadable.title')}>
      <Which found={found} />
      <p>{t('desk.unreadable.shown')}</p>
      {found.by === null && <p>{t('desk.unreadable.why')}</p>}
      <p>{t('desk.unreadable.do', { reference })}</p>
    </Notice>
  );
}

export function NotesUnreadable({ found }: { found: Unreadable }) {
  return (
    <Notice kind="warning" title={t('desk.unreadable.notes')}>
      <Which found={found} />
      <p>{t('desk.unreadable.notes.shown')}</p>
      {found.by === null && <p>{t('desk.unreadable.why')}</p>}
    </Notice>
  );
}

function Which({ found: { number, day, by, after } }: { found: Unreadable }) {
  return (
    <p>
      {t('desk.unreadable.entry', { number, day: formatDay(day) })}{' '}
      {by?.role === 'reporter' && t('desk.unreadable.by.reporter')}
      {by?.role === 'person' && t('desk.unreadable.by', { name: by.name })}{' '}
      {after > 0 && t('desk.unreadable.after', { count: after })}
    </p>
  );
}
