/** What is wrong with an incident as it was filled in, and what is sent of it. */
import { LIMITS } from '../../../../server/api/limits.ts';
import { addDays, todayBy } from '../../../case/kinds/days.ts';
import type { Suggestion } from '../../../case/fold/suggestion.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import type { Saying } from '../../worker/saying.ts';
import { lengthProblem, textProblem } from '../frame/form.tsx';
import type { Problem } from '../frame/screen.tsx';
import { emptyIncident, type IncidentDraft } from './kept.ts';

/** Before it no day is meant: a year was typed with two digits. */
const EARLIEST = '1950-01-01';

/** @param serverDay null where the server did not say */
export function incidentProblems(draft: IncidentDraft, serverDay: string | null): Problem[] {
  // By a clock east of UTC it may be the next day already.
  const latest = addDays(todayBy(serverDay).day, 1);
  const isDay = draft.day === '' || (draft.day >= EARLIEST && draft.day <= latest);
  const found: Record<string, string | undefined> = {
    forms: draft.forms.length === 0 ? t('incident.forms.missing') : undefined,
    day: isDay ? undefined : t('incident.day.wrong'),
    about: lineProblem(draft.about),
    who: lineProblem(draft.who),
    'what-happened': textProblem(draft.text, t('incident.text.missing')),
  };
  return Object.entries(found).flatMap(([id, text]) => (text === undefined ? [] : [{ id, text }]));
}

export function lineProblem(text: string): string | undefined {
  return lengthProblem(text.trim(), LIMITS.lineCharacters);
}

export function incidentSaying(draft: IncidentDraft): Saying {
  const { day, about, who, forms, state, text } = draft;
  const when = day === '' ? null : day;
  return {
    what: 'incident',
    day: when,
    about: about.trim(),
    who: who.trim(),
    forms,
    state,
    text: text.trim(),
  };
}

/** What changed, in a sentence. */
export function changeText({ field, before, now }: Pick<Suggestion, 'field' | 'before' | 'now'>): string {
  if (field !== 'contractEnd') return t('incident.change', { field: t(`keep.field.${field}`), before, now });
  return before === now
    ? t('incident.ended', { day: formatDay(now) })
    : t('incident.change', {
        field: t('keep.field.contractEnd'),
        before: formatDay(before),
        now: formatDay(now),
      });
}

/** A suggestion as an incident to be looked over, after what was typed already. */
export function draftWith(suggestion: Suggestion, typed: IncidentDraft | null): IncidentDraft {
  const draft = typed ?? emptyIncident;
  const { forms, from, to } = suggestion;
  const between = t('incident.between', { from: formatDay(from), to: formatDay(to) });
  return {
    ...draft,
    about: draft.about.trim() === '' ? plain(between) : draft.about,
    forms: [...new Set([...draft.forms, ...forms])],
    text: [draft.text.trim(), plain(changeText(suggestion))].filter((text) => text !== '').join('\n'),
  };
}

/** Marks of direction are for the page, and not part of what somebody says. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069\u200e\u200f]/g, '');
}
