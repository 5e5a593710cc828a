/** The colleagues who could bring whoever is signed in back in. */
import type { Secret } from '../account/account.ts';
import { chooseCircle, readCircle, type CircleView } from '../recovery/circle.ts';
import { ApiError } from '../../../calls/api.ts';
import { idFromPage } from '../../../calls/page-id.ts';
import type { Seat } from './seat.ts';

/** How often a share set is made anew because the directory changed, before giving up. */
const TRIES = 3;

export class SessionCircle {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  async view(): Promise<CircleView> {
    const state = await this.#seat.refreshed();
    return readCircle(state.api, state);
  }

  /**
   * @param secret what was signed in with, once more
   * @param ids base64url of colleagues' ids
   * @throws Failure `wrong-secret`; `directory-changed` where somebody may not be chosen any more
   */
  async choose(secret: Secret, ids: readonly string[]): Promise<CircleView> {
    const people = ids.map((id) => idFromPage('PersonId', id));
    for (let tries = 1; ; tries++) {
      const state = await this.#seat.refreshed();
      try {
        await chooseCircle(state.api, state, secret, people);
        return await this.view();
      } catch (error) {
        // A version came in between: chosen anew by it, unless somebody may not be chosen any more.
        const again = error instanceof ApiError && error.code === 'directory-changed' && tries < TRIES;
        if (!again) throw error;
      }
    }
  }
}
