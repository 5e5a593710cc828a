/** The office, for whoever is signed in and holds the authority's key. */
import { wipeUnlockKeys } from '../../../../crypto/vault.ts';
import { Failure } from '../../../calls/failure.ts';
import { openAuthoritySeed, unlockKeys, type Secret } from '../account/account.ts';
import { Office } from '../office/office.ts';
import type { OfficeDraft, OfficeView } from '../office/view.ts';
import { follow, type Seat } from './seat.ts';

export class SessionOffice {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /**
   * Opens the office with the authority's key, which takes the same secret as signing in, once more.
   * @throws Failure `wrong-secret`
   */
  async open(secret: Secret): Promise<OfficeView> {
    const { state } = this.#seat;
    const { api, stored } = state;
    if (secret.method !== stored.method) throw new Failure('wrong-secret');
    const unlock = unlockKeys(secret, stored.salt, stored.instance, stored.account);
    try {
      const seed = openAuthoritySeed(unlock, stored);
      state.office = new Office(api, seed, state.sessionChallenge, state.known);
    } catch {
      throw new Failure('wrong-secret');
    } finally {
      wipeUnlockKeys(unlock);
    }
    return state.office.view();
  }

  /** The office as it is now. */
  async view(): Promise<OfficeView> {
    await this.#seat.refreshed();
    return this.#office().view();
  }

  async invite(): Promise<{ token: string; expires: string }> {
    return this.#office().invite();
  }

  /** @param id of an invitation */
  async withdraw(id: string): Promise<OfficeView> {
    await this.#office().withdraw(id);
    return this.#office().view();
  }

  /** Publishes the next version of the directory. */
  async publish(draft: OfficeDraft): Promise<OfficeView> {
    const { state } = this.#seat;
    await follow(await this.#office().publish(draft), state);
    await state.keyring.saveOrLater();
    return this.#office().view();
  }

  /** Forgets the authority's key until the office is opened again. */
  async close(): Promise<void> {
    const { state } = this.#seat;
    state.office?.wipe();
    state.office = null;
  }

  #office(): Office {
    const { office } = this.#seat.state;
    if (office === null) throw new Failure('locked');
    return office;
  }
}
