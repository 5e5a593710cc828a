/** A report of which the end cannot be opened: what is shown of it, what not, and what to do. */
import type { Unreadable } from '../../../case/fold/readable.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Copy } from '../../../parts/copy.tsx';
import { Notice } from '../../../parts/notice.tsx';

export function OwnUnreadable({ found, reference }: { found: Unreadable; reference: string }) {
  const { number, day, by, after } = found;
  if (found.isNewer) {
    return (
      <Notice kind="warning" title={t('newer.title')}>
        <p>{t('newer.why', { number, day: formatDay(day) })}</p>
        {by?.role === 'person' && <p>{t('own.unreadable.by', { name: by.name })}</p>}
        <p>{t('newer.do', { number })}</p>
      </Notice>
    );
  }
  return (
    <Notice kind="danger" title={t('own.unreadable.title')}>
      <p>
        {t('own.unreadable.entry', { number, day: formatDay(day) })}{' '}
        {by?.role === 'reporter' && t('own.unreadable.by.you')}
        {by?.role === 'person' && t('own.unreadable.by', { name: by.name })}{' '}
        {after > 0 && t('own.unreadable.after', { count: after })}
      </p>
      <p>{t('own.unreadable.shown')}</p>
      {by === null && <p>{t('own.unreadable.why')}</p>}
      <p>{t('own.unreadable.do', { reference, number })}</p>
    </Notice>
  );
}

/** What was typed and can't be sent here any more, to be taken along. */
export function OwnUnsent({ texts }: { texts: readonly string[] }) {
  const kept = texts.filter((text) => text.trim() !== '');
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="unsent">
      <h2 id="unsent">{t('own.unreadable.unsent')}</h2>
      {kept.map((text, i) => (
        <p key={i} class="typed" dir="auto">
          {text}
        </p>
      ))}
      <Copy text={kept.join('\n\n')} />
    </section>
  );
}
