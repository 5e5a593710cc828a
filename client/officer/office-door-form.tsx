import { useState } from 'preact/hooks';
import { doorKinds } from '../../server/api/directory.ts';
import { inLanguage, languages } from '../messages/languages.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Choices } from '../parts/choices.tsx';
import { ErrorSummary } from '../parts/error-summary.tsx';
import { Heading } from '../parts/heading.tsx';
import { Radios } from '../parts/radios.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { OfficeConfirm } from './office-confirm.tsx';
import { withDoor, withoutDoor } from './office-draft.ts';
import { OfficeFormEnd } from './office-form-end.tsx';
import { OfficeQuestions, questionProblems } from './office-questions.tsx';
import type { OfficeTask } from './office-task.ts';
import type { OfficeDoor, OfficePerson } from './office-view.ts';
import { useUnsent } from './unsent.ts';

/** Changes a door, or adds one. */
export function OfficeDoorForm(props: { office: OfficeTask; door: OfficeDoor; onDone: () => void }) {
  const { office, door: before, onDone } = props;
  const { view, task, publish } = office;
  const language = useLanguage();
  const [door, setDoor] = useState(before);
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  useUnsent(door !== before);
  const isNew = view.doors.every(({ id }) => id !== before.id);
  const name = inLanguage(before.title, language);

  const active = view.people.filter((person) => person.state === 'active');
  const officers = active.filter((person) => person.role === 'officer');
  const errors = tried ? problemsOf(door, officers) : [];
  const errorOf = (field: string) => errors.find((error) => error.field === field)?.text;
  const change = (part: Partial<OfficeDoor>) => setDoor({ ...door, ...part });
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problemsOf(door, officers).length > 0) return;
    if (await publish(withDoor(view, trimmed(door)))) onDone();
  };
  const remove = async () => {
    if (await publish(withoutDoor(view, door.id))) onDone();
  };
  const people = (field: 'readers' | 'oversight' | 'custodians', candidates: readonly OfficePerson[]) => (
    <Choices id={field} legend={t(`office.door.${field}`)} error={errorOf(field)}>
      {candidates.length === 0 && <p class="hint">{t('office.door.none')}</p>}
      {candidates.map(({ id, name: shown }, i) => (
        <Choice
          key={id}
          type="checkbox"
          id={i === 0 ? field : `${field}-${id}`}
          label={shown}
          checked={door[field].includes(id)}
          onChange={(on) =>
            change({ [field]: on ? [...door[field], id] : door[field].filter((other) => other !== id) })
          }
        />
      ))}
    </Choices>
  );
  return (
    <>
      <Heading>{isNew ? t('office.door.new') : t('office.door.title', { door: name })}</Heading>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary errors={errors} />
        <Radios
          id="kind"
          legend={t('office.door.kind')}
          options={doorKinds.map((value) => ({ value, label: t(`setup.door.${value}`) }))}
          value={door.kind}
          onChange={(kind) => change({ kind })}
        />
        {languages.map((one) => (
          <div key={one} class="door-language">
            <TextField
              id={`title-${one}`}
              label={t(`setup.doors.title.${one}`)}
              optional={one !== 'en'}
              lang={one}
              value={door.title[one] ?? ''}
              error={errorOf(`title-${one}`)}
              onInput={(value) => change({ title: { ...door.title, [one]: value } })}
            />
            <TextArea
              id={`text-${one}`}
              label={t(`setup.doors.text.${one}`)}
              optional={one !== 'en'}
              lang={one}
              rows={3}
              value={door.text[one] ?? ''}
              error={errorOf(`text-${one}`)}
              onInput={(value) => change({ text: { ...door.text, [one]: value } })}
            />
          </div>
        ))}
        {people('readers', officers)}
        {people('oversight', officers)}
        {people(
          'custodians',
          active.filter((person) => person.role === 'custodian'),
        )}
        <OfficeQuestions
          questions={door.questions}
          errorOf={errorOf}
          onChange={(questions) => change({ questions })}
        />
        <OfficeFormEnd task={task} isCovered={removing} onCancel={onDone}>
          {!isNew && view.doors.length > 1 && (
            <Button kind="quiet" onClick={() => setRemoving(true)}>
              {t('office.door.remove')}
            </Button>
          )}
        </OfficeFormEnd>
      </form>
      {removing && (
        <OfficeConfirm
          title={t('office.door.remove.title', { door: name })}
          task={task}
          onConfirm={() => void remove()}
          onCancel={() => setRemoving(false)}
        >
          <p>{t('office.door.remove.text')}</p>
        </OfficeConfirm>
      )}
    </>
  );
}

function problemsOf({ title, text, readers, questions }: OfficeDoor, officers: readonly OfficePerson[]) {
  const problems: { field: string; text: string }[] = [];
  const isMissing = (texts: OfficeDoor['title']) => (texts['en'] ?? '').trim() === '';
  if (isMissing(title)) problems.push({ field: 'title-en', text: t('office.door.missing.title') });
  if (isMissing(text)) problems.push({ field: 'text-en', text: t('office.door.missing.text') });
  if (!officers.some(({ id }) => readers.includes(id)))
    problems.push({ field: 'readers', text: t('office.door.readers.none') });
  return [...problems, ...questionProblems(questions)];
}

/** Without spaces around, and without the languages nothing was written in. */
function trimmed(door: OfficeDoor): OfficeDoor {
  const written = (texts: OfficeDoor['title']) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
    );
  const questions = door.questions.map(({ id, text: words }) => ({ id, text: words && written(words) }));
  return { ...door, title: written(door.title), text: written(door.text), questions };
}
