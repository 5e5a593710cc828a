/** In the own case: what may be done about retaliation, and what was told of it. */
import { useState } from 'preact/hooks';
import type { Incident } from '../../../case/fold/protection.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { OwnForm, OwnLook, textProblem } from '../frame/form.tsx';
import type { RoomProps } from './room.ts';

interface Props extends Pick<RoomProps, 'view' | 'guard' | 'onGo' | 'onArrived'> {
  /** Takes whoever wants to show an incident to the files. */
  onFiles: (incident: string) => void;
  /** What is to be added to incidents, by their ids. */
  typed: Readonly<Record<string, string>>;
  onTyped: (id: string, text: string) => void;
}

export function ProtectionSection(props: Props) {
  const { view, onGo } = props;
  const { incidents, baseline } = view.protection;
  const isWritable = view.unreadable === null;
  return (
    <>
      <h2>{t('keep.title')}</h2>
      {isWritable && (
        <>
          <p>{t('keep.text')}</p>
          <div class="actions">
            <Button onClick={() => onGo('incident')}>{t('keep.tell')}</Button>
            <Button kind="secondary" onClick={() => onGo('story')}>
              {t('keep.story')}
            </Button>
          </div>
          <p>{t('keep.work.short')}</p>
          <div class="actions">
            <Button kind="secondary" onClick={() => onGo('work')}>
              {t(baseline === null ? 'keep.work' : 'keep.work.again')}
            </Button>
          </div>
        </>
      )}
      {!isWritable && (
        <div class="actions">
          <Button kind="secondary" onClick={() => onGo('story')}>
            {t('keep.story')}
          </Button>
        </div>
      )}
      {incidents.length > 0 && <h3>{t('keep.told')}</h3>}
      {incidents.map((incident) => (
        <Told key={incident.id} incident={incident} {...props} />
      ))}
    </>
  );
}

/** One incident, and what is added to it. */
function Told(props: Props & { incident: Incident }) {
  const { incident, view, guard, typed, onTyped, onArrived, onFiles } = props;
  const { id, text } = incident;
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const more = typed[id] ?? '';
  return (
    <details class="told">
      <summary>
        {incidentTitle(incident)} <span class="hint">({whenOf(incident)})</span>
      </summary>
      <p class="typed" dir="auto">
        {text}
      </p>
      {incident.facts.map((fact) => (
        <p key={fact.id} class="typed" dir="auto">
          {fact.text}
        </p>
      ))}
      {view.unreadable === null && (
        <OwnForm
          guard={guard}
          check={() => {
            const found = textProblem(more, t('own.write.missing'));
            setProblem(found);
            return found === undefined;
          }}
          write={(session) => session.say({ what: 'incident-facts', incident: id, text: more.trim() })}
          onWritten={(now) => {
            onTyped(id, '');
            onArrived('facts', now);
          }}
          button={t('incident.more.send')}
          kind="secondary"
        >
          <TextArea
            id={`more-${id}`}
            label={t('incident.more')}
            value={more}
            rows={3}
            most={LIMITS.textCharacters}
            error={problem}
            onInput={(typedNow) => onTyped(id, typedNow)}
          />
          <OwnLook
            id={`more-${id}`}
            label={t('incident.more')}
            heading="h4"
            text={more}
            name={view.ownIdentity?.name ?? ''}
          />
        </OwnForm>
      )}
      {view.unreadable === null && (
        <Button kind="quiet" onClick={() => onFiles(id)}>
          {t('keep.incident.files')}
        </Button>
      )}
    </details>
  );
}

/** What was done, in the words it was chosen by. */
export function incidentTitle({ forms, state }: Pick<Incident, 'forms' | 'state'>): string {
  const all = formatList(forms.map((form) => t(`incident.form.${form}`)));
  return state === 'happened' ? all : t(`incident.title.${state}`, { forms: all });
}

/** The day, as far as it is known. */
export function whenOf({ when, about, day }: Pick<Incident, 'when' | 'about' | 'day'>): string {
  if (when !== null) return formatDay(when);
  return about === ''
    ? t('incident.unknown', { day: formatDay(day) })
    : t('incident.about.told', { about, day: formatDay(day) });
}
