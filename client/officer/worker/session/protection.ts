/** What whoever is signed in does in a case to protect its reporter. Ids are those of the case's view. */
import type { MeasureResult, Outcome } from '../../../case/kinds/choices.ts';
import { findPerson } from '../../../directory/directory.ts';
import type { Content, ContentKind } from '../../../case/kinds/table.ts';
import { Failure } from '../../../calls/failure.ts';
import { idFromPage } from '../../../calls/page-id.ts';
import { questionAbout, referralBlock } from '../../../case/fold/referral.ts';
import type { OpenCase } from '../case/casework.ts';
import type { Seat } from './seat.ts';

/** Who learned of the report, as an officer types it. */
export type Learned = Omit<Content<'?knowledge'>, 'recorded' | 'held'>;

export class SessionProtection {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  async assess(id: string, assessed: Content<'?risk'>): Promise<OpenCase> {
    return this.#note(id, '?risk', assessed);
  }

  /** @param owner base64url of a person's id */
  async plan(
    id: string,
    measure: Omit<Content<'?measure'>, 'owner'> & { readonly owner: string },
  ): Promise<OpenCase> {
    return this.#note(id, '?measure', { ...measure, owner: idFromPage('PersonId', measure.owner) });
  }

  async endMeasure(id: string, measure: string, result: MeasureResult, text: string): Promise<OpenCase> {
    return this.#note(id, '?measure-done', { measure: idFromPage('Hash', measure), result, text });
  }

  /** Asks the reporter whether a measure helped. */
  async askMeasure(id: string, measure: string, text: string): Promise<OpenCase> {
    return this.#say(id, '?measure-question', { measure: idFromPage('Hash', measure), text });
  }

  /** Records who learned of the report, for the reporter to see. */
  async record(id: string, learned: Learned): Promise<OpenCase> {
    return this.#say(id, '?knowledge', { ...learned, recorded: null, held: null });
  }

  /** Records it where the reporter does not see it yet. */
  async holdBack(id: string, learned: Learned, reason: string): Promise<OpenCase> {
    return this.#note(id, '?knowledge-held', { ...learned, reason });
  }

  /** Shows the reporter what was held back, and that it was. @throws Failure `not-found` */
  async release(id: string, held: string): Promise<OpenCase> {
    const hash = idFromPage('Hash', held);
    return this.#seat.change(id, (casework, kept) =>
      casework.writeBy(kept, ['release', held], ({ view, safeguards }) => {
        const found = safeguards.held.find((one) => one.id === held);
        if (found === undefined) throw new Failure('not-found');
        if (view.protection.knowledge.some((one) => one.held === held)) return null;
        const { who, how, when, text, day } = found;
        const content = { who, how, day: when, text, recorded: day, held: hash };
        return { chain: 'shared', kind: '?knowledge', content };
      }),
    );
  }

  /** Asks the reporter before the case is passed on to somebody. */
  async askReferral(id: string, to: string, text: string): Promise<OpenCase> {
    return this.#say(id, '?referral-question', { to, text });
  }

  /** Asks the reporter before this officer asks custodians who they are. */
  async askNaming(id: string, text: string): Promise<OpenCase> {
    const { known, person } = this.#seat.state;
    const to = findPerson(known.directory, person)?.name ?? '';
    return this.#say(id, '?referral-question', { to, text, '?name': true });
  }

  /**
   * Records that the case is passed on.
   * @throws Failure `not-allowed` where the risk to the reporter stands against it
   */
  async refer(id: string, referral: { to: string; text: string; reason: string }): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) =>
      casework.writeBy(kept, ['referral', referral], ({ view, safeguards, day }) => {
        const asked = questionAbout(view.protection, referral.to);
        const block = referralBlock(safeguards, asked, referral.reason, day);
        if (block !== null) throw new Failure('not-allowed');
        const risk = safeguards.assessments.at(-1)?.level ?? null;
        const content = { ...referral, risk, asked: asked && idFromPage('Hash', asked.id) };
        return { chain: 'internal', kind: '?referral', content };
      }),
    );
  }

  /** Records that officers have done what they can about an incident. */
  async settle(id: string, incident: string, text: string): Promise<OpenCase> {
    return this.#note(id, '?incident-done', { incident: idFromPage('Hash', incident), text });
  }

  async setOutcome(id: string, outcome: Outcome, text: string): Promise<OpenCase> {
    return this.#note(id, '?outcome', { outcome, text });
  }

  #note<K extends ContentKind>(id: string, kind: K, content: Content<K>): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.write(kept, 'internal', kind, content));
  }

  #say<K extends ContentKind>(id: string, kind: K, content: Content<K>): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.write(kept, 'shared', kind, content));
  }
}
