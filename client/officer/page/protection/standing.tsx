import { changesOf } from '../../../case/fold/suggestion.ts';
import {
  circumstanceNames,
  type Circumstance,
  type Circumstances,
} from '../../../case/kinds/circumstances.ts';
import { formatDay, formatNumber, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { checkInStates } from './check-ins.ts';
import { Fold, type PartProps } from './part.tsx';

/** Where the reporter stands at work, as it was and as it is, and what they said when they were asked. */
export function Standing({ view, today }: PartProps) {
  const { baseline, latest, checkIns } = view.protection;
  const last = checkIns.at(-1);
  const state =
    last === undefined
      ? t('protection.standing.unasked')
      : t(last.changed ? 'protection.standing.changed' : 'protection.standing.same', {
          day: formatDay(last.day),
        });
  return (
    <Fold part="standing" state={state}>
      {baseline === null ? (
        <p>{t('protection.baseline.none')}</p>
      ) : (
        <>
          <h3>{t('protection.baseline.day', { day: formatDay(baseline.day) })}</h3>
          <Differences before={baseline.circumstances} now={latest ?? baseline.circumstances} />
        </>
      )}
      <h3>{t('protection.checkIns')}</h3>
      <CheckIns view={view} today={today} />
    </Fold>
  );
}

/** What is otherwise than at first; and all else that was said, at first or since. */
function Differences({ before, now }: { before: Circumstances; now: Circumstances }) {
  const changes = changesOf(before, now);
  const said = circumstanceNames
    .filter((field) => !changes.some((change) => change.field === field))
    .map((field) => ({ field, value: before[field] || now[field] || '' }))
    .filter(({ value }) => value !== '');
  return (
    <>
      {changes.length === 0 && <p>{t('protection.baseline.same')}</p>}
      <Facts
        facts={[
          ...changes.map(({ field, before: was, now: is }) => ({
            label: t('protection.baseline.changed', { what: t(`protection.standing.${field}`) }),
            value: t('protection.baseline.fromTo', { was: shown(field, was), is: shown(field, is) }),
          })),
          ...said.map(({ field, value }) => ({
            label: t(`protection.standing.${field}`),
            value: shown(field, value),
            isTyped: true,
          })),
        ]}
      />
    </>
  );
}

function shown(field: Circumstance, value: string): string {
  return field === 'contractEnd' ? formatDay(value) : value;
}

function CheckIns({ view, today }: Pick<PartProps, 'view' | 'today'>) {
  const { checkIns } = view.protection;
  const states = checkInStates(
    view.day,
    checkIns.map(({ due }) => due),
    today,
  );
  return (
    <ul>
      {states.map(({ due, from, state }) => {
        const answers = checkIns.filter((one) => one.due === due);
        return (
          <li key={due}>
            {t('protection.checkIn.due', { days: formatNumber(due), day: formatDay(from) })}{' '}
            {state !== 'answered' && <strong>{t(`protection.checkIn.${state}`)}</strong>}
            {answers.map(({ id, changed, day }) => (
              <strong key={id}>
                {t(changed ? 'protection.checkIn.answer.changed' : 'protection.checkIn.answer.same', {
                  day: formatDay(day),
                })}{' '}
              </strong>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
