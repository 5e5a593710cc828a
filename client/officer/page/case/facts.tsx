import { formatDay, formatList, languageName, t } from '../../../messages/messages.ts';
import { dueOf, isSoon } from '../../../case/fold/due.ts';
import { dueText } from '../inbox/due-text.ts';
import type { OpenCase } from '../../worker/case/casework.ts';
import { StatusTag } from '../inbox/status-tag.tsx';

export function CaseFacts({ view, door, today }: { view: OpenCase; door: string; today: string }) {
  return (
    <section class="facts" aria-labelledby="facts">
      <h2 id="facts">{t('case.facts')}</h2>
      <dl class="rows">
        <Fact name={t('case.status')}>
          <StatusTag status={view.status} />
        </Fact>
        <Fact name={t('case.clock')}>
          <Clock view={view} today={today} />
        </Fact>
        <Fact name={t('case.received')}>{formatDay(view.day)}</Fact>
        <Fact name={t('case.door')}>
          <bdi>{door}</bdi>
        </Fact>
        {view.behalf !== null && (
          <Fact name={t('case.behalf')}>
            {t(`case.behalf.${view.behalf.role}`)} {t(`case.behalf.${view.behalf.consent}`)}
            {view.behalf.other !== null && <> {t('case.behalf.other', { reference: view.behalf.other })}</>}
          </Fact>
        )}
        <Fact name={t('case.sealedTo')}>{formatList(view.sealedTo)}</Fact>
        {view.leftOut.length > 0 && <Fact name={t('case.leftOut')}>{formatList(view.leftOut)}</Fact>}
        <Fact name={t('case.language')}>{languageName(view.language)}</Fact>
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
      {due !== null && <p class={isSoon(due) ? 'case-row-soon' : undefined}>{dueText(due, today)}</p>}
      {view.acknowledged !== null && (
        <p>{t('case.clock.acknowledged', { day: formatDay(view.acknowledged) })}</p>
      )}
      {view.closed !== null && <p>{t('case.clock.closed', { day: formatDay(view.closed) })}</p>}
    </>
  );
}
