/** Giving a report to others, where everybody who could read it has left. */
import { useState } from 'preact/hooks';
import { formatList, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { Guard } from '../frame/guard.ts';
import type { OwnView } from '../../worker/own-case.ts';
import { OwnForm } from '../frame/form.tsx';
import { PeopleChoice } from './people.tsx';

export function OwnEntrust(props: { view: OwnView; guard: Guard; onView: (view: OwnView) => void }) {
  const { view, guard, onView } = props;
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  if (!view.isOrphaned) return null;
  const to = picked.filter((id) => view.heirs.some((one) => one.id === id));
  return (
    <>
      <Notice kind="warning" title={t('own.entrust.title')}>
        <p>{t('own.entrust.why', { names: formatList(view.gone) })}</p>
        {view.heirs.length === 0 && <p>{t('own.entrust.nobody')}</p>}
      </Notice>
      {view.heirs.length > 0 && view.unreadable === null && (
        <OwnForm
          guard={guard}
          check={() => {
            setTried(true);
            return to.length > 0;
          }}
          write={(session) => session.entrust(to)}
          onWritten={onView}
          onStale={onView}
          button={t('own.entrust.do')}
        >
          <PeopleChoice
            id="heirs"
            candidates={view.heirs}
            chosen={to}
            error={tried && to.length === 0 ? t('own.people.missing') : undefined}
            onChange={setPicked}
          />
        </OwnForm>
      )}
    </>
  );
}
