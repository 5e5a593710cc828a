/** The colleagues who could bring whoever is signed in back in. */
import type { Secret } from '../account.ts';
import { chooseHelpers, readHelpers, type HelpersView } from '../helpers.ts';
import { idFromPage } from '../page-id.ts';
import type { Seat } from './seat.ts';

export class SessionHelpers {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  async view(): Promise<HelpersView> {
    const state = await this.#seat.refreshed();
    return readHelpers(state.api, state);
  }

  /**
   * @param secret what was signed in with, once more
   * @param ids base64url of colleagues' ids
   * @throws Failure `wrong-secret`
   */
  async choose(secret: Secret, ids: readonly string[]): Promise<HelpersView> {
    const state = await this.#seat.refreshed();
    const people = ids.map((id) => idFromPage('PersonId', id));
    await chooseHelpers(state.api, state, secret, people);
    return this.view();
  }
}
