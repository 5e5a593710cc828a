/** The account of whoever is signed in: its sessions, its passphrase and its recovery words. */
import { fromBase64url, toBase64url } from '../../../../crypto/base64url.ts';
import { typed } from '../../../../crypto/bytes.ts';
import { newEntropy } from '../../../../crypto/receipt.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { toWords } from '../../../../crypto/words.ts';
import { endSessions, readSessions } from '../../../../server/api/account.ts';
import { Failure } from '../../../calls/failure.ts';
import type { Secret } from '../account/account.ts';
import { prepareChange, sendChange } from '../account/unlock-change.ts';
import type { Seat } from './seat.ts';

/** A session of this account. */
export interface OwnSession {
  /** base64url. */
  readonly id: string;
  /** UTC day it began. */
  readonly day: string;
  readonly isThis: boolean;
}

export class SessionAccount {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** Sessions of this account that have not ended. */
  async sessions(): Promise<OwnSession[]> {
    const { api } = this.#seat.state;
    const { sessions } = await api.call(readSessions, {});
    return sessions.map(({ id, ...rest }) => ({ id: toBase64url(id), ...rest }));
  }

  /** Ends one other session, or with null all others. @returns those that go on */
  async endSessions(id: string | null): Promise<OwnSession[]> {
    const { api } = this.#seat.state;
    const token = id === null ? null : typed('Hash', fromBase64url(id) ?? new Uint8Array());
    await api.call(endSessions, { id: token });
    return this.sessions();
  }

  /**
   * @param secret what was signed in with, once more
   * @throws Failure `wrong-secret`
   */
  async changePassphrase(secret: Secret, passphrase: string): Promise<void> {
    const { state } = this.#seat;
    if (await state.passkeys.changePassphrase(secret, passphrase)) return;
    const change = prepareChange(secret, { method: 'passphrase', passphrase }, state);
    state.stored = await sendChange(state.api, change, state.stored);
  }

  /**
   * Makes new recovery words. The old ones go on working until `takeNewWords`.
   * @param secret what was signed in with, once more
   * @throws Failure `wrong-secret`
   */
  async makeNewWords(secret: Secret): Promise<string[]> {
    const { state } = this.#seat;
    const entropy = newEntropy();
    try {
      state.newWords = prepareChange(secret, { method: 'words', entropy }, state);
      return toWords(entropy);
    } finally {
      sodium.memzero(entropy);
    }
  }

  /** Puts the new words in the place of the old ones. May be called again where no answer came. */
  async takeNewWords(): Promise<void> {
    const { state } = this.#seat;
    if (state.newWords === null) throw new Failure('unexpected');
    state.stored = await sendChange(state.api, state.newWords, state.stored);
    state.newWords = null;
  }

  /** Forgets words that were made and are not in force. */
  async dropNewWords(): Promise<void> {
    const state = this.#seat.stateOrNull;
    if (state !== null) state.newWords = null;
  }
}
