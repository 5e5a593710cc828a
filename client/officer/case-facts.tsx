import { formatDay, formatList, t, useLanguage } from '../messages/messages.ts';
import { dueOf, isSoon } from './due.ts';
import { dueText } from './due-text.ts';
import type { OpenCase } from './case-desk.ts';
import { StatusTag } from './status-tag.tsx';

export function CaseFacts({ view, door, today }: { view: OpenCase; door: string; today: string }) {
  const language = useLanguage();
  return (
    <section class="facts" aria-labelledby="facts">
      <h2 id="facts">{t('desk.facts')}</h2>
      <dl class="rows">
        <Fact name={t('desk.status')}>
          <StatusTag status={view.status} />
        </Fact>
        <Fact name={t('desk.clock')}>
          <Clock view={view} today={today} />
        </Fact>
        <Fact name={t('desk.received')}>{formatDay(view.day)}</Fact>
        <Fact name={t('desk.door')}>
          <bdi>{door}</bdi>
        </Fact>
        {view.behalf !== null && (
          <Fact name={t('desk.behalf')}>
            {t(`desk.behalf.${view.behalf.role}`)} {t(`desk.behalf.${view.behalf.consent}`)}
            {view.behalf.other !== null && <> {t('desk.behalf.other', { reference: view.behalf.other })}</>}
          </Fact>
        )}
        <Fact name={t('desk.sealedTo')}>{formatList(view.sealedTo)}</Fact>
        {view.leftOut.length > 0 && <Fact name={t('desk.leftOut')}>{formatList(view.leftOut)}</Fact>}
        <Fact name={t('desk.language')}>{languageName(view.language, language)}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Clock({ view, today }: { view: OpenCase; today: string }) {
  const due = dueOf(view, today);
  return (
    <>
      {due !== null && <p class={isSoon(due) ? 'line-soon' : undefined}>{dueText(due, today)}</p>}
      {view.acknowledged !== null && (
        <p>{t('desk.clock.acknowledged', { day: formatDay(view.acknowledged) })}</p>
      )}
      {view.closed !== null && <p>{t('desk.clock.closed', { day: formatDay(view.closed) })}</p>}
    </>
  );
}

/** The name of a language in another; the reporter's page sends the code. */
function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
