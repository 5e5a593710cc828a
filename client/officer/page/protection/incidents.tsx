import { LIMITS } from '../../../../server/api/limits.ts';
import type { Incident } from '../../../case/fold/protection.ts';
import { formatDay, formatList, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { textProblem } from '../entries/problem.ts';
import { ProtectionForm } from './form.tsx';
import { Said, type PartProps } from './part.tsx';
import { fieldsOf } from './typed.ts';

/** Open ones first; of either the latest first. */
export function sortedIncidents({ protection, safeguards }: OpenCase): {
  open: readonly Incident[];
  done: readonly Incident[];
} {
  const all = protection.incidents.toReversed();
  const isDone = ({ id }: Incident) => Object.hasOwn(safeguards.incidentsDone, id);
  return { open: all.filter((one) => !isDone(one)), done: all.filter(isDone) };
}

/** What the reporter says was done to them. */
export function Incidents(props: PartProps) {
  const { open, done } = sortedIncidents(props.view);
  if (open.length + done.length === 0) return <p>{t('protection.incidents.none')}</p>;
  return (
    <ul class="cards" aria-label={t('protection.incidents')}>
      {[...open, ...done].map((incident) => (
        <IncidentCard key={incident.id} incident={incident} {...props} />
      ))}
    </ul>
  );
}

function IncidentCard({ incident, ...props }: PartProps & { incident: Incident }) {
  const done = props.view.safeguards.incidentsDone[incident.id];
  const { when, about, who, forms, state, text, facts, day } = incident;
  const happened = [when === null ? '' : formatDay(when), about].filter((part) => part !== '').join(', ');
  return (
    <li class={done === undefined ? 'urgent' : undefined}>
      <h3>
        {t('protection.incident.told', { day: formatDay(day) })}{' '}
        {done === undefined ? (
          <Tag tone="late">{t('protection.incident.urgent')}</Tag>
        ) : (
          <Tag tone="done">{t('protection.incident.settled')}</Tag>
        )}
      </h3>
      <p>
        <strong>{t(`protection.incident.${state}`)}</strong>{' '}
        {formatList(forms.map((form) => t(`protection.form.${form}`)))}
      </p>
      <Said text={text} />
      <Facts
        facts={[
          { label: t('protection.incident.when'), value: happened, isTyped: true },
          { label: t('protection.incident.who'), value: who, isTyped: true },
          ...facts.map((fact) => ({
            label: t('protection.incident.added', { day: formatDay(fact.day) }),
            value: fact.text,
            isTyped: true,
          })),
        ].filter(({ value }) => value !== '')}
      />
      {done === undefined ? (
        <Settling incident={incident.id} {...props} />
      ) : (
        <>
          <p>{t('protection.incident.settled.by', { name: nameOf(done.by), day: formatDay(done.day) })}</p>
          <Said text={done.text} />
        </>
      )}
    </li>
  );
}

function Settling(props: PartProps & { incident: string }) {
  const { incident, view, session, typed, onType, write, onChanged, canWrite } = props;
  const fields = fieldsOf(typed, onType, `settle ${incident}`);
  if (!canWrite) return null;
  const text = fields.of('text');
  return (
    <ProtectionForm
      button={t('protection.incident.settle')}
      problems={{ text: textProblem(text, t('protection.incident.settle.missing')) }}
      send={() => write(() => session.protection.settle(view.id, incident, text))}
      onSent={(after) => {
        fields.clear();
        onChanged(after);
      }}
    >
      {(problems) => (
        <TextArea
          id={`settle-${incident}`}
          label={t('protection.incident.settle.text')}
          hint={t('protection.private')}
          rows={3}
          most={LIMITS.textCharacters}
          value={text}
          error={problems['text']}
          onInput={(value) => fields.set('text', value)}
        />
      )}
    </ProtectionForm>
  );
}

export function nameOf(name: string): string {
  return name === '' ? t('case.officer') : name;
}

/** What each is called where files are. */
export function incidentsOf({ protection }: PartProps['view']): ReadonlyMap<string, string> {
  return new Map(
    protection.incidents.map(({ id, forms, day }) => [
      id,
      t('files.incident', {
        what: formatList(forms.map((form) => t(`protection.form.${form}`))),
        when: t('protection.incident.told', { day: formatDay(day) }),
      }),
    ]),
  );
}
