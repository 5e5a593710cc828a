/** What some who could open it have left with, for those who are there now: a name, originals, or both. */
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { OwnForm } from '../frame/form.tsx';
import { PeopleChoice } from './people.tsx';
import type { Asked } from './request.tsx';

export function SealingAnew({ of, view, guard, onView }: Asked & { of: 'identity' | 'original' }) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const to = picked.filter((id) => view.newCustodians.some((one) => one.id === id));
  return (
    <details>
      <summary>{t(`own.${of}.anew`)}</summary>
      <p>{t(`own.${of}.anew.why`)}</p>
      {of === 'identity' && <EarlierOriginals view={view} />}
      <OwnForm
        guard={guard}
        check={() => {
          setTried(true);
          return to.length > 0;
        }}
        write={(session) => session.sealAnew(null, to)}
        onWritten={onView}
        onStale={onView}
        button={t(`own.${of}.anew.do`)}
        kind="secondary"
      >
        <PeopleChoice
          id={`custodians-${of}`}
          candidates={view.newCustodians}
          chosen={to}
          error={tried && to.length === 0 ? t('own.people.missing') : undefined}
          onChange={setPicked}
        />
      </OwnForm>
    </details>
  );
}

/** Said before the choice: a key of before leads from theirs. */
export function EarlierOriginals({ view }: Pick<Asked, 'view'>) {
  return view.identity.originals.length > 0 ? <p>{t('own.identity.anew.originals')}</p> : null;
}
