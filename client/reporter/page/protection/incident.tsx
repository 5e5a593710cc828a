/** Telling that something was done to the reporter. */
import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import { forms, incidentStates } from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Choice } from '../../../parts/choice.tsx';
import { choiceId, Choices } from '../../../parts/choices.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { OwnForm, OwnLook } from '../frame/form.tsx';
import { Screen } from '../frame/screen.tsx';
import { incidentProblems, incidentSaying } from './incident-form.ts';
import { emptyIncident, type IncidentDraft } from './kept.ts';
import type { RoomProps } from './room.ts';

export function IncidentPage(props: RoomProps) {
  const { view, guard, kept, onKept, onGo, onBack, onArrived } = props;
  const [tried, setTried] = useState(false);
  const draft = kept.incident ?? emptyIncident;
  const problems = incidentProblems(draft, view.serverDay);
  return (
    <Screen title={t('incident.title')} onBack={onBack} problems={tried ? problems : []}>
      <div class="actions">
        <Button kind="warning" onClick={() => onGo('danger')}>
          {t('keep.danger')}
        </Button>
      </div>
      <p>{t('incident.urgent')}</p>
      {view.behalf?.role === 'sender' && <Notice kind="info">{t('incident.behalf')}</Notice>}
      <OwnForm
        guard={guard}
        check={() => {
          setTried(true);
          return problems.length === 0;
        }}
        write={(session) => session.say(incidentSaying(draft))}
        onWritten={(now) => {
          onKept({ ...kept, incident: null });
          onArrived('incident', now);
        }}
        button={t('incident.send')}
      >
        <Fields
          draft={draft}
          errorOf={(field) => (tried ? problems.find(({ id }) => id === field)?.text : undefined)}
          onChange={(part) => onKept({ ...kept, incident: { ...draft, ...part } })}
        />
        <OwnLook
          id="what-happened"
          label={t('incident.text')}
          heading="h2"
          text={draft.text}
          name={view.ownIdentity?.name ?? ''}
        />
      </OwnForm>
    </Screen>
  );
}

interface FieldsProps {
  draft: IncidentDraft;
  errorOf: (field: string) => string | undefined;
  onChange: (part: Partial<IncidentDraft>) => void;
}

function Fields({ draft, errorOf, onChange }: FieldsProps) {
  return (
    <>
      <FormChoice draft={draft} errorOf={errorOf} onChange={onChange} />
      <Radios
        id="state"
        legend={t('incident.state')}
        value={draft.state}
        onChange={(state) => onChange({ state })}
        options={incidentStates.map((value) => ({ value, label: t(`incident.state.${value}`) }))}
      />
      <TextField
        id="day"
        type="date"
        label={t('incident.day')}
        hint={t('incident.day.hint')}
        optional
        value={draft.day}
        error={errorOf('day')}
        onInput={(day) => onChange({ day })}
      />
      <TextField
        id="about"
        label={t('incident.about')}
        hint={t('incident.about.hint')}
        optional
        value={draft.about}
        error={errorOf('about')}
        onInput={(about) => onChange({ about })}
      />
      <TextField
        id="who"
        label={t('incident.who')}
        hint={t('incident.who.hint')}
        optional
        value={draft.who}
        error={errorOf('who')}
        onInput={(who) => onChange({ who })}
      />
      <TextArea
        id="what-happened"
        label={t('incident.text')}
        hint={t('incident.text.hint')}
        value={draft.text}
        rows={6}
        most={LIMITS.textCharacters}
        error={errorOf('what-happened')}
        onInput={(text) => onChange({ text })}
      />
    </>
  );
}

function FormChoice({ draft, errorOf, onChange }: FieldsProps) {
  return (
    <Choices id="forms" legend={t('incident.forms')} hint={t('incident.forms.hint')} error={errorOf('forms')}>
      {forms.map((form, i) => (
        <Choice
          key={form}
          type="checkbox"
          id={choiceId('forms', i)}
          label={t(`incident.form.${form}`)}
          checked={draft.forms.includes(form)}
          onChange={(on) =>
            onChange({ forms: on ? [...draft.forms, form] : draft.forms.filter((one) => one !== form) })
          }
        />
      ))}
    </Choices>
  );
}
