/** Whether the reporter gives a name, sealed to custodians, and which of those not to trust with it. */
import { useState } from 'preact/hooks';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import { custodiansAt } from '../directory.ts';
import { t } from '../messages/messages.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Notice } from '../parts/notice.tsx';
import { Radios } from '../parts/radios.tsx';
import type { Draft } from './draft.ts';
import { IdentityFields, identityProblems } from './identity-fields.tsx';
import { NameList } from './name-list.tsx';
import { NextButton, Screen } from './screen.tsx';

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
  const problems = named ? identityProblems(draft) : [];
  const errorOf = (id: string) => (asked ? problems.find((problem) => problem.id === id)?.text : undefined);
  const leave = (id: string, out: boolean) =>
    onChange({ leftOut: out ? [...leftOut, id] : leftOut.filter((other) => other !== id) });
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
          <>
            <p>{t('identity.custodians')}</p>
            <NameList names={left.map(({ name }) => name)} />
          </>
        )}
      </div>
      {left.length > 0 && (
        <>
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
            onChange={(value) => onChange({ named: value === 'named' })}
          />
          {named && <IdentityFields named={draft} errorOf={errorOf} onChange={onChange} />}
          <h2>{t('identity.how')}</h2>
          <IdentityRules days={directory.policy.identityDays} />
        </>
      )}
      <fieldset class="field">
        <legend>{t('identity.leaveOut')}</legend>
        <p class="hint">{t('identity.leaveOut.hint')}</p>
        {all.map((person) => {
          const id = toBase64url(person.id);
          return (
            <Checkbox
              key={id}
              id={`leave-${id}`}
              label={t('readers.leaveOut.one', { name: person.name })}
              checked={leftOut.includes(id)}
              onChange={(out) => leave(id, out)}
            />
          );
        })}
      </fieldset>
      <NextButton />
    </Screen>
  );
}

/** Who could open a name, given base64url ids of people left out. */
export function custodiansLeft(directory: Directory, door: Door, leftOut: readonly string[]) {
  return custodiansAt(directory, door).filter(({ id }) => !leftOut.includes(toBase64url(id)));
}

/** What happens with a sealed name. @param days whole days to object */
export function IdentityRules({ days }: { days: number }) {
  return (
    <>
      <ol>
        <li>{t('identity.how.see')}</li>
        <li>{t('identity.how.ask')}</li>
        <li>{t('identity.how.wait', { days })}</li>
      </ol>
      <p>{t('identity.how.else')}</p>
      <p>{t('identity.how.back')}</p>
    </>
  );
}
