/** A case, or its notes, of which the end cannot be opened: what is shown, what not, and what to do. */
import type { Unreadable } from '../../../case/fold/readable.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';

export function CaseUnreadable({ found, reference }: { found: Unreadable; reference: string }) {
  if (found.isNewer) return <Newer found={found} />;
  return (
    <Notice kind="danger" title={t('case.unreadable.title')}>
      <Which found={found} />
      <p>{t('case.unreadable.shown')}</p>
      {found.by === null && <p>{t('case.unreadable.why')}</p>}
      <p>{t('case.unreadable.do', { reference })}</p>
    </Notice>
  );
}

export function NotesUnreadable({ found }: { found: Unreadable }) {
  if (found.isNewer) return <Newer found={found} />;
  return (
    <Notice kind="warning" title={t('case.unreadable.notes')}>
      <Which found={found} />
      <p>{t('case.unreadable.notes.shown')}</p>
      {found.by === null && <p>{t('case.unreadable.why')}</p>}
    </Notice>
  );
}

/** What this page is too old to read may have changed who reads, or what may be written. */
function Newer({ found: { number, day, by } }: { found: Unreadable }) {
  return (
    <Notice kind="warning" title={t('newer.title')}>
      <p>{t('newer.why', { number, day: formatDay(day) })}</p>
      {by?.role === 'reporter' && <p>{t('case.unreadable.by.reporter')}</p>}
      {by?.role === 'person' && <p>{t('case.unreadable.by', { name: by.name })}</p>}
      <p>{t('newer.do', { number })}</p>
    </Notice>
  );
}

function Which({ found: { number, day, by, after } }: { found: Unreadable }) {
  return (
    <p>
      {t('case.unreadable.entry', { number, day: formatDay(day) })}{' '}
      {by?.role === 'reporter' && t('case.unreadable.by.reporter')}
      {by?.role === 'person' && t('case.unreadable.by', { name: by.name })}{' '}
      {after > 0 && t('case.unreadable.after', { count: after })}
    </p>
  );
}
