/** Recoveries of colleagues: requests for whoever is signed in to answer, and the record of all. */
import type { RecoveriesView } from '../recovery/help.ts';
import type { Seat } from './seat.ts';

export class SessionRecoveries {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  async view(): Promise<RecoveriesView> {
    const state = await this.#seat.refreshed();
    return state.help.view(state);
  }

  /** @param id from the view */
  async answer(id: string, answer: 'approved' | 'refused'): Promise<RecoveriesView> {
    const { state } = this.#seat;
    await state.help.answer(id, answer, state);
    return this.view();
  }
}
