/** What happened when: the days on which somebody learned of a report, beside those on which something was done to its reporter. */
import { daysBetween } from '../kinds/days.ts';
import type { Learning } from '../kinds/choices.ts';
import type { Item } from './item.ts';
import type { Incident, Knowledge } from './protection.ts';
import type { CaseView } from './view.ts';

interface Event {
  /** Of its entry, in base64url; of the report, that of the case. */
  readonly id: string;
  /** UTC day it happened; null where nobody said. */
  readonly day: string | null;
  /** UTC day of its entry. */
  readonly recorded: string;
  /** Days since the one before it of those with a day; null for the first and where a day is missing. */
  readonly gap: number | null;
}

type What =
  | { readonly what: 'report' }
  /** An officer opened the report. */
  | { readonly what: 'opened'; readonly who: string }
  /** `held`: the reporter was not to know at first. */
  | { readonly what: 'learned'; readonly who: string; readonly how: Learning; readonly held: boolean }
  /** An officer wrote, or moved the case on. */
  | { readonly what: 'answer'; readonly who: string }
  | { readonly what: 'incident'; readonly incident: Incident };

export type StoryEvent = Event & What;
export type Knower = Extract<StoryEvent, { what: 'opened' | 'learned' }>;

/** Of one incident: who knew of the report by then. */
export interface Timing {
  readonly incident: Incident;
  /** Null where its day is not known, so that nobody can tell. On the same day, 0: which came first cannot be told. */
  readonly knew: readonly { readonly by: Knower; readonly days: number }[] | null;
  /** Days since the report, negative before it; null where its day is not known. */
  readonly sinceReport: number | null;
}

export interface Story {
  /** In the order of their days; what has none stands where it was told. */
  readonly events: readonly StoryEvent[];
  readonly timings: readonly Timing[];
}

type Told = Pick<CaseView, 'id' | 'day' | 'items' | 'protection'>;

export function storyOf(view: Told): Story {
  const events = inOrder([
    { id: view.id, day: view.day, recorded: view.day, what: 'report' },
    ...view.protection.knowledge.map(learned),
    ...view.items.flatMap(fromItem),
    ...view.protection.incidents.map((incident) => ({
      id: incident.id,
      day: incident.when,
      recorded: incident.day,
      what: 'incident' as const,
      incident,
    })),
  ]);
  return { events, timings: view.protection.incidents.map((incident) => timing(incident, events, view.day)) };
}

type Unordered = Omit<Event, 'gap'> & What;

function learned({ id, day, when, who, how, recorded }: Knowledge): Unordered {
  return { id, day: when, recorded: day, what: 'learned', who, how, held: recorded !== null };
}

type FromOffice = { readonly [K in Item['kind']]?: (item: Extract<Item, { kind: K }>, who: string) => What };

/** What of the office's entries belongs to the story. */
const FROM_OFFICE: FromOffice = {
  access: (_, who) => ({ what: 'opened', who }),
  // Whoever is shown a name knows more than whoever reads the report.
  // An untouched original may say it too.
  'identity-disclosure': ({ to, isOriginal }) => ({
    what: 'learned',
    who: to,
    how: isOriginal ? 'other' : 'identity',
    held: false,
  }),
  message: (_, who) => ({ what: 'answer', who }),
  status: (_, who) => ({ what: 'answer', who }),
};

function fromItem(item: Item): Unordered[] {
  const { id, day, author } = item;
  const make = FROM_OFFICE[item.kind] as ((item: Item, who: string) => What) | undefined;
  if (author.role === 'reporter' || make === undefined) return [];
  const what = make(item, author.name);
  // Of a disclosure without its request nobody knows to whom.
  if ('who' in what && what.who === '') return [];
  return [{ id, day, recorded: day, ...what }];
}

function inOrder(events: readonly Unordered[]): StoryEvent[] {
  const at = ({ day, recorded }: Unordered) => day ?? recorded;
  let last: string | null = null;
  // Sorting keeps the order of what is of one day.
  return [...events]
    .sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0))
    .map((event) => {
      const gap = event.day === null || last === null ? null : daysBetween(last, event.day);
      last = event.day ?? last;
      return { ...event, gap };
    });
}

function timing(incident: Incident, events: readonly StoryEvent[], reported: string): Timing {
  const { when } = incident;
  if (when === null) return { incident, knew: null, sinceReport: null };
  const knew = events.flatMap((by) => {
    if ((by.what !== 'opened' && by.what !== 'learned') || by.day === null || by.day > when) return [];
    return [{ by, days: daysBetween(by.day, when) }];
  });
  return { incident, knew, sinceReport: daysBetween(reported, when) };
}
