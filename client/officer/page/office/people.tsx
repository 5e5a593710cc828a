import { useState } from 'preact/hooks';
import { inLanguage } from '../../../messages/languages.ts';
import { t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { OfficeConfirm } from './confirm.tsx';
import { unreadDoor, withPerson } from './draft.ts';
import type { OfficeTask } from './task.ts';
import type { OfficePerson } from '../../worker/office/view.ts';

const STATES = { suspend: 'suspended', restore: 'active', remove: 'removed' } as const;
type Action = keyof typeof STATES | 'rename';

const TONES = { active: 'done', suspended: 'late', removed: 'calm' } as const;

/** @param me id of the person who is signed in, who can't lock themselves out */
export function OfficePeople({ office, me }: { office: OfficeTask; me: string }) {
  const [asked, setAsked] = useState<{ action: Action; person: OfficePerson } | null>(null);
  const close = () => {
    office.task.clear();
    setAsked(null);
  };
  return (
    <section aria-labelledby="people">
      <h2 id="people">{t('office.people')}</h2>
      <ul class="cards">
        {office.view.people.map((person) => (
          <li key={person.id}>
            <h3>
              <bdi>{person.name}</bdi> {person.id === me && t('office.you')}{' '}
              <Tag tone={TONES[person.state]}>{t(`office.state.${person.state}`)}</Tag>
            </h3>
            <p>{t(`office.role.${person.role}`)}</p>
            <p class="hint">
              {t('office.words')}:{' '}
              <bdi lang="en" dir="ltr">
                {person.words.join(' ')}
              </bdi>
            </p>
            <div class="actions">
              {actionsFor(person, me).map((action) => (
                <Button key={action} kind="quiet" onClick={() => setAsked({ action, person })}>
                  {t(`office.${action}`)}
                  <span class="visually-hidden">
                    : <bdi>{person.name}</bdi>
                  </span>
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {asked?.action === 'rename' && <Rename office={office} person={asked.person} onDone={close} />}
      {asked !== null && asked.action !== 'rename' && (
        <ChangeState office={office} action={asked.action} person={asked.person} onDone={close} />
      )}
    </section>
  );
}

function actionsFor({ id, state }: OfficePerson, me: string): Action[] {
  if (state === 'removed') return [];
  if (id === me) return ['rename'];
  return ['rename', state === 'active' ? 'suspend' : 'restore', 'remove'];
}

function ChangeState(props: {
  office: OfficeTask;
  action: keyof typeof STATES;
  person: OfficePerson;
  onDone: () => void;
}) {
  const { office, action, person, onDone } = props;
  const language = useLanguage();
  const draft = withPerson(office.view, person.id, { state: STATES[action] });
  const unread = unreadDoor(draft);
  const confirm = async () => {
    if (await office.publish(draft)) onDone();
  };
  return (
    <OfficeConfirm
      title={t(`office.${action}.title`, { name: person.name })}
      task={office.task}
      hindrance={unread && t('office.door.last', { door: inLanguage(unread.title, language) })}
      onConfirm={() => void confirm()}
      onCancel={onDone}
    >
      <p>{t(`office.${action}.text`)}</p>
    </OfficeConfirm>
  );
}

function Rename(props: { office: OfficeTask; person: OfficePerson; onDone: () => void }) {
  const { office, person, onDone } = props;
  const [name, setName] = useState(person.name);
  const [tried, setTried] = useState(false);
  const confirm = async () => {
    setTried(true);
    if (name.trim() === '') return;
    if (await office.publish(withPerson(office.view, person.id, { name: name.trim() }))) onDone();
  };
  return (
    <OfficeConfirm
      title={t('office.rename.title', { name: person.name })}
      task={office.task}
      onConfirm={() => void confirm()}
      onCancel={onDone}
    >
      <TextField
        id="new-name"
        label={t('office.rename.label')}
        value={name}
        error={tried && name.trim() === '' ? t('office.name.missing') : undefined}
        onInput={setName}
      />
    </OfficeConfirm>
  );
}
