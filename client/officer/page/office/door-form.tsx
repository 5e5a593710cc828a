import { useState } from 'preact/hooks';
import { doorKinds } from '../../../../server/api/directory.ts';
import { isolate } from '../../../messages/isolate.ts';
import { inLanguage, languages, type Language } from '../../../messages/languages.ts';
import { languageName, t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Choice } from '../../../parts/choice.tsx';
import { Choices } from '../../../parts/choices.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { OfficeConfirm } from './confirm.tsx';
import { withDoor, withoutDoor } from './draft.ts';
import { OfficeFormEnd } from './form-end.tsx';
import { OfficeQuestions, questionProblems } from './questions.tsx';
import { OfficeRights, rightsProblems, trimmedRights } from './rights.tsx';
import type { OfficeTask } from './task.ts';
import type { OfficeDoor, OfficePerson } from '../../worker/office/view.ts';
import type { ErrorOf } from '../frame/step.tsx';
import { useUnsent } from '../frame/unsent.ts';

interface Props {
  office: OfficeTask;
  door: OfficeDoor;
  onDone: () => void;
}

/** Changes a door, or adds one. */
export function OfficeDoorForm(props: Props) {
  const { office, door: before, onDone } = props;
  const { view, task } = office;
  const language = useLanguage();
  const [removing, setRemoving] = useState(false);
  const active = view.people.filter((person) => person.state === 'active');
  const officers = active.filter((person) => person.role === 'officer');
  const custodians = active.filter((person) => person.role === 'custodian');
  const { door, change, errors, errorOf, submit, remove } = useDoor(props, officers);
  const isNew = view.doors.every(({ id }) => id !== before.id);
  const name = inLanguage(before.title, language);
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
          <Wording key={one} language={one} door={door} errorOf={errorOf} onChange={change} />
        ))}
        <People field="readers" candidates={officers} door={door} errorOf={errorOf} onChange={change} />
        <People field="oversight" candidates={officers} door={door} errorOf={errorOf} onChange={change} />
        <People field="custodians" candidates={custodians} door={door} errorOf={errorOf} onChange={change} />
        <OfficeQuestions
          questions={door.questions}
          errorOf={errorOf}
          onChange={(questions) => change({ questions })}
        />
        <OfficeRights door={door} errorOf={errorOf} onChange={change} />
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

function useDoor({ office, door: before, onDone }: Props, officers: readonly OfficePerson[]) {
  const { view, publish } = office;
  const [door, setDoor] = useState(before);
  const [tried, setTried] = useState(false);
  useUnsent(door !== before);
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
  return { door, change, errors, errorOf, submit, remove };
}

interface PartProps {
  door: OfficeDoor;
  errorOf: ErrorOf;
  onChange: (part: Partial<OfficeDoor>) => void;
}

/** The words at a door in one language. */
function Wording({ language, door, errorOf, onChange }: PartProps & { language: Language }) {
  const { title, text } = door;
  return (
    <div class="door-language">
      <TextField
        id={`title-${language}`}
        label={t('setup.doors.title.in', { language: languageName(language) })}
        optional={language !== 'en'}
        lang={language}
        value={title[language] ?? ''}
        error={errorOf(`title-${language}`)}
        onInput={(value) => onChange({ title: { ...title, [language]: value } })}
      />
      <TextArea
        id={`text-${language}`}
        label={t('setup.doors.text.in', { language: languageName(language) })}
        optional={language !== 'en'}
        lang={language}
        rows={3}
        value={text[language] ?? ''}
        error={errorOf(`text-${language}`)}
        onInput={(value) => onChange({ text: { ...text, [language]: value } })}
      />
    </div>
  );
}

/** Who stands at a door as what. */
function People(
  props: PartProps & {
    field: 'readers' | 'oversight' | 'custodians';
    candidates: readonly OfficePerson[];
  },
) {
  const { field, candidates, door, errorOf, onChange } = props;
  const ids = door[field];
  return (
    <Choices id={field} legend={t(`office.door.${field}`)} error={errorOf(field)}>
      {candidates.length === 0 && <p class="hint">{t('office.door.none')}</p>}
      {candidates.map(({ id, name }, i) => (
        <Choice
          key={id}
          type="checkbox"
          id={i === 0 ? field : `${field}-${id}`}
          label={isolate(name)}
          checked={ids.includes(id)}
          onChange={(on) => onChange({ [field]: on ? [...ids, id] : ids.filter((other) => other !== id) })}
        />
      ))}
    </Choices>
  );
}

function problemsOf(
  { title, text, readers, questions, rights }: OfficeDoor,
  officers: readonly OfficePerson[],
) {
  const problems: { field: string; text: string }[] = [];
  const isMissing = (texts: OfficeDoor['title']) => (texts['en'] ?? '').trim() === '';
  if (isMissing(title)) problems.push({ field: 'title-en', text: t('office.door.missing.title') });
  if (isMissing(text)) problems.push({ field: 'text-en', text: t('office.door.missing.text') });
  if (!officers.some(({ id }) => readers.includes(id)))
    problems.push({ field: 'readers', text: t('office.door.readers.none') });
  return [...problems, ...questionProblems(questions), ...rightsProblems(rights)];
}

/** Without spaces around, and without the languages nothing was written in. */
function trimmed(door: OfficeDoor): OfficeDoor {
  const written = (texts: OfficeDoor['title']) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([key, value]) => (value.trim() === '' ? [] : [[key, value.trim()]])),
    );
  const questions = door.questions.map(({ id, text: words }) => ({ id, text: words && written(words) }));
  const rights = trimmedRights(door.rights, written);
  return { ...door, title: written(door.title), text: written(door.text), questions, rights };
}
