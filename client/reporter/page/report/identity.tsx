/** Whether the reporter gives a name, sealed to custodians, and which of those not to trust with it. */
import { useState } from 'preact/hooks';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { custodiansLeft } from '../../../directory/choice.ts';
import { custodiansAt } from '../../../directory/directory.ts';
import { formatList, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import type { Draft } from './draft.ts';
import { IdentityFields, identityProblems } from './identity-fields.tsx';
import { LeaveOut } from '../frame/leave-out.tsx';
import { NextButton, Screen } from '../frame/screen.tsx';

type Part = Pick<Draft, 'named' | 'name' | 'contact' | 'leftOut'>;

export function IdentityPage(props: {
  directory: Directory;
  door: Door;
  draft: Part;
  onChange: (part: Partial<Part>) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { directory, door, draft, onChange, onBack, onNext } = props;
  const { named, leftOut } = draft;
  const [asked, setAsked] = useState(false);
  const all = custodiansAt(directory, door);
  const left = custodiansLeft(directory, door, leftOut);
  // Not closed again under somebody's hands.
  const [isOut] = useState(left.length < all.length);
  const problems = named ? identityProblems(draft) : [];
  const errorOf = (id: string) => (asked ? problems.find((problem) => problem.id === id)?.text : undefined);
  return (
    <Screen
      title={t('identity.title')}
      onBack={onBack}
      problems={asked ? problems : []}
      onSubmit={() => {
        setAsked(true);
        if (problems.length === 0) onNext();
      }}
    >
      <div aria-live="polite">
        {left.length === 0 ? (
          <Notice kind="warning">{t('identity.nobody')}</Notice>
        ) : (
          <p>{t('identity.only', { names: formatList(left.map(({ name }) => name)) })}</p>
        )}
      </div>
      {left.length > 0 && (
        <>
          <Named named={named} onNamed={(now) => onChange({ named: now })} />
          {named && <IdentityFields named={draft} errorOf={errorOf} onChange={onChange} />}
          <IdentityRules days={directory.policy.identityDays} />
        </>
      )}
      <details open={isOut}>
        <summary>{t('identity.leaveOut')}</summary>
        <fieldset class="field">
          <legend class="visually-hidden">{t('identity.leaveOut')}</legend>
          <p class="hint">{t('identity.leaveOut.hint')}</p>
          <LeaveOut people={all} leftOut={leftOut} onLeaveOut={(ids) => onChange({ leftOut: ids })} />
        </fieldset>
      </details>
      <NextButton />
    </Screen>
  );
}

function Named({ named, onNamed }: { named: boolean; onNamed: (named: boolean) => void }) {
  return (
    <Radios
      id="named"
      legend={t('identity.title')}
      legendHidden
      hint={t('identity.hint')}
      options={[
        { value: 'anonymous', label: t('identity.anonymous') },
        { value: 'named', label: t('identity.named') },
      ]}
      value={named ? 'named' : 'anonymous'}
      onChange={(value) => onNamed(value === 'named')}
    />
  );
}

/** What happens with a sealed name: in a sentence, and the rest where it is looked for. @param days whole days to object */
export function IdentityRules({ days }: { days: number }) {
  return (
    <>
      <p>{t('identity.short', { days })}</p>
      <details>
        <summary>{t('identity.how')}</summary>
        <ol>
          <li>{t('identity.how.see')}</li>
          <li>{t('identity.how.ask')}</li>
          <li>{t('identity.how.wait', { days })}</li>
        </ol>
        <p>{t('identity.how.else')}</p>
        <p>{t('identity.how.back')}</p>
      </details>
    </>
  );
}
