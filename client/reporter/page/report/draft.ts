/** What a reporter has typed so far. It lives in the page alone and goes with it. */
import type { Consent } from '../../../case/kinds/choices.ts';
import type { Answers } from '../../../case/fold/view.ts';
import type { Language } from '../../../messages/languages.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { ReportDraft } from '../../worker/sealing.ts';

/** An answer, with the question as it was put. */
export interface Unasked {
  readonly question: string;
  readonly answer: string;
}

export interface Draft {
  /** Id of a door; empty before one is chosen. */
  readonly door: string;
  /** base64url ids of people who shall not read it. */
  readonly leftOut: readonly string[];
  /** For whom: oneself, or somebody who agreed or could not be asked. */
  readonly behalf: 'self' | Consent;
  /** Whether that person gets words of their own. */
  readonly second: boolean;
  /** Whether to send the name below, sealed; else it stays in the page. */
  readonly named: boolean;
  readonly name: string;
  readonly contact: string;
  readonly text: string;
  readonly answers: Answers;
  /** Answers to what is not asked any more. */
  readonly unasked: readonly Unasked[];
}

export const emptyDraft: Draft = {
  door: '',
  leftOut: [],
  behalf: 'self',
  second: false,
  named: false,
  name: '',
  contact: '',
  text: '',
  answers: {},
  unasked: [],
};

/** Characters of the report: what an entry holds. */
export const MOST_TEXT = LIMITS.textCharacters;

/** Characters of one answer: with ten of them at three bytes a character, the whole still fits one entry. */
export const MOST_ANSWER = 2000;

/** Everything typed, to be taken along where it cannot be sent. */
export function typedIn({ text, name, contact, answers, unasked }: Draft): string[] {
  const answered = [...Object.values(answers), ...unasked.map(({ answer }) => answer)];
  return [text, ...answered, name, contact].filter((typed) => typed.trim() !== '');
}

/** Whether leaving the page would lose something. */
export function hasText(draft: Draft): boolean {
  return typedIn(draft).length > 0;
}

/**
 * What is handed over to be sealed. The same draft always gives the same report, in the language of its first
 * sending, so that trying again sends the same bytes.
 */
export class Outgoing {
  #last: { draft: Draft; report: ReportDraft } | null = null;

  of(draft: Draft, language: Language): ReportDraft {
    if (this.#last?.draft !== draft) {
      const { door, leftOut, text, answers, second } = draft;
      const behalf = draft.behalf === 'self' ? null : { consent: draft.behalf, second };
      const identity = draft.named ? { name: draft.name.trim(), contact: draft.contact.trim() } : null;
      this.#last = { draft, report: { door, leftOut, text, answers, language, identity, behalf } };
    }
    return this.#last.report;
  }
}
