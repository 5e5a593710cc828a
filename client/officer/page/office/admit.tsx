import { useState } from 'preact/hooks';
import { inLanguage } from '../../../messages/languages.ts';
import { isolate } from '../../../messages/isolate.ts';
import { t, useLanguage } from '../../../messages/messages.ts';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { Choice } from '../../../parts/choice.tsx';
import { Choices } from '../../../parts/choices.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { unreadDoor, withNewcomer } from './draft.ts';
import { OfficeFormEnd } from './form-end.tsx';
import type { OfficeTask } from './task.ts';
import type { OfficeInvitation } from '../../worker/office/view.ts';
import { useUnsent } from '../frame/unsent.ts';

/** No person's id. */
const NOBODY = '';

const ROLES = ['officer', 'custodian'] as const;

interface Props {
  office: OfficeTask;
  invitation: OfficeInvitation;
  me: string;
  onDone: () => void;
}

/**
 * Admits whoever took up an invitation, once the six words were compared.
 * @param me id of the person who is signed in, whom nobody replaces
 */
export function OfficeAdmit(props: Props) {
  const form = useAdmission(props);
  const { heard, setHeard, name, setName, tried, errors, errorOf, submit } = form;
  return (
    <>
      <Heading>{t('office.admit.title')}</Heading>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary errors={tried ? errors : []} />
        <p class="even fingerprint" lang="en" dir="ltr">
          {props.invitation.words?.join(' ')}
        </p>
        <Checkbox
          id="heard"
          label={t('office.admit.heard')}
          checked={heard}
          error={errorOf('heard')}
          onChange={setHeard}
        />
        <TextField
          id="name"
          label={t('office.rename.label')}
          hint={t('setup.officer.name.hint')}
          value={name}
          error={errorOf('name')}
          onInput={setName}
        />
        <Standing form={form} office={props.office} />
        <OfficeFormEnd task={props.office.task} onCancel={props.onDone} />
      </form>
    </>
  );
}

/** In whose place somebody comes, as what, and at which doors. */
function Standing({ form, office }: { form: ReturnType<typeof useAdmission>; office: OfficeTask }) {
  const { replaceable, replaces, replace, role, setRole, doors, setDoors, errorOf } = form;
  const language = useLanguage();
  return (
    <>
      {replaceable.length > 0 && (
        <Radios
          id="replaces"
          legend={t('office.admit.replaces')}
          hint={t('office.admit.replaces.hint')}
          options={[
            { value: NOBODY, label: t('office.admit.replaces.nobody') },
            ...replaceable.map((person) => ({ value: person.id, label: isolate(person.name) })),
          ]}
          value={replaces}
          onChange={replace}
        />
      )}
      <Radios
        id="role"
        legend={t('office.admit.role')}
        options={ROLES.map((value) => ({ value, label: t(`office.role.${value}`) }))}
        value={role}
        onChange={setRole}
      />
      <Choices id="doors" legend={t('office.admit.doors')} error={errorOf('doors')}>
        {office.view.doors.map((door) => (
          <Choice
            key={door.id}
            type="checkbox"
            id={`at-${door.id}`}
            label={isolate(inLanguage(door.title, language))}
            checked={doors.includes(door.id)}
            onChange={(on) => setDoors(on ? [...doors, door.id] : doors.filter((id) => id !== door.id))}
          />
        ))}
      </Choices>
    </>
  );
}

function useAdmission({ office, invitation, me, onDone }: Props) {
  const { view, publish } = office;
  const language = useLanguage();
  const [heard, setHeard] = useState(false);
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]>('officer');
  const [doors, setDoors] = useState<readonly string[]>(view.doors.map((door) => door.id));
  const [replaces, setReplaces] = useState(NOBODY);
  const [tried, setTried] = useState(false);
  const replaceable = view.people.filter(({ id, state }) => id !== me && state !== 'removed');
  const replace = (id: string) => {
    setReplaces(id);
    const before = replaceable.find((person) => person.id === id);
    if (before === undefined) return;
    setRole(before.role);
    const stood = view.doors.filter(({ readers, custodians }) => [...readers, ...custodians].includes(id));
    setDoors(stood.map((door) => door.id));
  };
  const admitted = { invitation: invitation.id, keys: invitation.keys ?? '', name: name.trim(), role, doors };
  const draft = withNewcomer(view, admitted, replaces === NOBODY ? null : replaces);
  const unread = replaces === NOBODY ? undefined : unreadDoor(draft);
  useUnsent(name !== '');
  const errors = [
    ...(heard ? [] : [{ field: 'heard', text: t('office.admit.heard.missing') }]),
    ...(name.trim() === '' ? [{ field: 'name', text: t('office.name.missing') }] : []),
    ...(unread === undefined
      ? []
      : [{ field: 'doors', text: t('office.door.last', { door: inLanguage(unread.title, language) }) }]),
  ];
  const errorOf = (field: string) =>
    tried ? errors.find((error) => error.field === field)?.text : undefined;
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (errors.length > 0) return;
    if (await publish(draft)) onDone();
  };
  const typed = { heard, setHeard, name, setName, role, setRole, doors, setDoors };
  return { ...typed, replaceable, replaces, replace, tried, errors, errorOf, submit };
}
