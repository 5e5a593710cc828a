/** Whether the reporter gives a name, sealed to custodians, and which of those not to trust with it. */
import { useState } from 'preact/hooks';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import { MOST_CONTACT, MOST_NAME } from '../case/identity-limits.ts';
import { custodiansAt } from '../directory.ts';
import { t } from '../messages/messages.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Notice } from '../parts/notice.tsx';
import { Radios } from '../parts/radios.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { Draft } from './draft.ts';
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
  const { named, name, contact, leftOut } = draft;
  const [asked, setAsked] = useState(false);
  const all = custodiansAt(directory, door);
  const left = custodiansLeft(directory, door, leftOut);
  const problems = named ? problemsOf(draft) : [];
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
            <ul>
              {left.map((person) => (
                <li key={toBase64url(person.id)}>
                  <bdi>{person.name}</bdi>
                </li>
              ))}
            </ul>
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
          {named && (
            <>
              <TextField
                id="name"
                label={t('identity.name')}
                value={name}
                error={errorOf('name')}
                onInput={(value) => onChange({ name: value })}
              />
              <TextArea
                id="contact"
                label={t('identity.contact')}
                hint={t('identity.contact.hint')}
                rows={2}
                most={MOST_CONTACT}
                value={contact}
                error={errorOf('contact')}
                onInput={(value) => onChange({ contact: value })}
              />
            </>
          )}
          <h2>{t('identity.how')}</h2>
          <ol>
            <li>{t('identity.how.see')}</li>
            <li>{t('identity.how.ask')}</li>
            <li>{t('identity.how.wait', { days: directory.policy.identityDays })}</li>
          </ol>
          <p>{t('identity.how.else')}</p>
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

function problemsOf({ name, contact }: Part) {
  const problems: { id: string; text: string }[] = [];
  if (name.trim() === '') problems.push({ id: 'name', text: t('identity.name.missing') });
  if (name.trim().length > MOST_NAME)
    problems.push({ id: 'name', text: t('identity.name.long', { most: MOST_NAME }) });
  if (contact.trim().length > MOST_CONTACT)
    problems.push({ id: 'contact', text: t('identity.contact.long', { most: MOST_CONTACT }) });
  return problems;
}
