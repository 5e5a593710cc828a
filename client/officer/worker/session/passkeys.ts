/** The passkeys of whoever is signed in, and what a browser is asked for to use one. See `PasskeyKeeper`. */
import { prfInput } from '../../../../crypto/passkey.ts';
import { readDirectory } from '../../../../server/api/anyone.ts';
import { startPasskey } from '../../../../server/api/passkeys.ts';
import { checkDirectory } from '../../../directory/directory.ts';
import type { PasskeyAnswer, Secret } from '../account/account.ts';
import type { NewPasskey, OwnPasskeys, PasskeyCreation, PasskeyRequest } from '../account/own-passkeys.ts';
import type { Seat } from './seat.ts';

export class SessionPasskeys {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** What a browser is asked for to use a passkey: to sign in, or once more. */
  async request(): Promise<PasskeyRequest> {
    const { api, stateOrNull } = this.#seat;
    if (stateOrNull !== null) return stateOrNull.passkeys.request();
    const { directory } = checkDirectory(await api.call(readDirectory, {}), null);
    const { challenge } = await api.call(startPasskey, {});
    return { input: prfInput(directory.instance), credentials: [], challenge };
  }

  async list(): Promise<OwnPasskeys> {
    return this.#seat.state.passkeys.list();
  }

  /** Opens what is needed to add a passkey, until `add` or `drop`. */
  async begin(secret: Secret, passphrase: string | null): Promise<PasskeyCreation> {
    return this.#seat.state.passkeys.beginAdding(secret, passphrase);
  }

  async add(made: NewPasskey): Promise<OwnPasskeys> {
    return this.#seat.state.passkeys.finishAdding(made);
  }

  async drop(): Promise<void> {
    this.#seat.stateOrNull?.passkeys.drop();
  }

  async remove(secret: Secret, id: string): Promise<OwnPasskeys> {
    return this.#seat.state.passkeys.remove(secret, id);
  }

  async rename(secret: Secret, id: string, name: string): Promise<OwnPasskeys> {
    return this.#seat.state.passkeys.rename(secret, id, name);
  }

  /** Has passphrase and passkey count only together (`both`), or each alone (`either`). */
  async turnSecondFactor(
    secret: Secret,
    mode: OwnPasskeys['mode'],
    passphrase: string | null,
    used: PasskeyAnswer | null,
  ): Promise<OwnPasskeys> {
    const { state } = this.#seat;
    const turned = await state.passkeys.turn(secret, mode, passphrase, used);
    await state.keyring.saveOrLater();
    return turned;
  }
}
