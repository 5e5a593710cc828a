/** What a reporter says of their protection, as a page hands it over: other entries are named by their ids in the view. */
import type { CheckInDay, Form, Helping, IncidentState } from '../../case/kinds/choices.ts';
import type { Circumstances } from '../../case/kinds/circumstances.ts';
import type { Content, ContentKind } from '../../case/kinds/table.ts';
import { idFromPage } from '../../calls/page-id.ts';

export type Saying =
  | { readonly what: 'baseline'; readonly circumstances: Circumstances }
  | {
      readonly what: 'check-in';
      readonly due: CheckInDay;
      readonly changed: boolean;
      readonly now: Circumstances | null;
    }
  | {
      readonly what: 'incident';
      /** When it was: a UTC day where it is known, and words. */
      readonly day: string | null;
      readonly about: string;
      readonly who: string;
      readonly forms: readonly Form[];
      readonly state: IncidentState;
      readonly text: string;
    }
  /** More of an incident. */
  | { readonly what: 'incident-facts'; readonly incident: string; readonly text: string }
  | {
      readonly what: 'measure-answer';
      readonly question: string;
      readonly helped: Helping;
      readonly text: string;
    }
  | {
      readonly what: 'referral-answer';
      readonly question: string;
      readonly agrees: boolean;
      readonly text: string;
    };

interface Said<K extends ContentKind = ContentKind> {
  readonly kind: K;
  readonly content: Content<K>;
}

/** @throws Failure `not-found` for an id that is none */
export function entryOf(saying: Saying): Said {
  switch (saying.what) {
    case 'baseline':
      return said('?baseline', saying.circumstances);
    case 'check-in': {
      const { due, changed, now } = saying;
      return said('?check-in', { due, changed, now });
    }
    case 'incident': {
      const { day, about, who, forms, state, text } = saying;
      return said('incident', { day, about, who, forms: [...forms], state, text });
    }
    case 'incident-facts':
      return said('facts', { text: saying.text, '?incident': idFromPage('Hash', saying.incident) });
    case 'measure-answer': {
      const { question, helped, text } = saying;
      return said('?measure-answer', { question: idFromPage('Hash', question), helped, text });
    }
    case 'referral-answer': {
      const { question, agrees, text } = saying;
      return said('?referral-answer', { question: idFromPage('Hash', question), agrees, text });
    }
  }
}

function said<K extends ContentKind>(kind: K, content: Content<K>): Said<K> {
  return { kind, content };
}
