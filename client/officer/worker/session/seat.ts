/** Who is signed in: the keys, the keyring, the cases and the directory that all parts of a session share. */
import { wipePersonKeys } from '../../../../crypto/person.ts';
import type { Api } from '../../../calls/api.ts';
import type { KnownDirectory } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { StoredAccount } from '../account/account.ts';
import { Casework } from '../case/casework.ts';
import { newerDirectory, remember } from '../directory/followed.ts';
import type { KeyringCase } from '../keyring/case.ts';
import type { Office } from '../office/office.ts';
import { PasskeyKeeper } from '../account/own-passkeys.ts';
import { RecoveryHelp } from '../recovery/help.ts';
import type { OpenAccount } from '../account/sign-in.ts';
import type { SlotTrying } from '../slots/opening.ts';
import type { ReadyChange } from '../account/unlock-change.ts';

export interface SignedInState extends OpenAccount {
  readonly api: Api;
  readonly casework: Casework;
  readonly passkeys: PasskeyKeeper;
  readonly help: RecoveryHelp;
  /** Slot sets that are being tried. */
  readonly trying: Set<SlotTrying>;
  stored: StoredAccount;
  /** New recovery words that were shown, and are not in force yet. */
  newWords: ReadyChange | null;
  known: KnownDirectory;
  /** Open only while the authority's key is unlocked. */
  office: Office | null;
}

export class Seat {
  readonly api: Api;
  #state: SignedInState | null = null;

  constructor(api: Api) {
    this.api = api;
  }

  take(opened: OpenAccount): void {
    const { api } = this;
    const state = {
      ...opened,
      api,
      casework: new Casework({ api, ...opened, follow: () => this.refreshed() }),
      help: new RecoveryHelp(api),
      trying: new Set<SlotTrying>(),
      newWords: null,
      office: null,
    };
    this.#state = Object.assign(state, { passkeys: new PasskeyKeeper(api, state) });
  }

  /** @throws Failure `locked` while nobody is signed in */
  get state(): SignedInState {
    if (this.#state === null) throw new Failure('locked');
    return this.#state;
  }

  get stateOrNull(): SignedInState | null {
    return this.#state;
  }

  /** Colleagues come and go while somebody is signed in: their entries need the newest directory. */
  async refreshed(): Promise<SignedInState> {
    const { state } = this;
    const newer = await newerDirectory(this.api, state.versions, state.keyring);
    if (newer !== null) take(newer, state);
    return state;
  }

  /**
   * Does something with a case, one thing after the other.
   * @param id as in the inbox
   * @throws Failure `not-found`
   */
  async change<T>(id: string, act: (casework: Casework, kept: KeyringCase) => Promise<T>): Promise<T> {
    const { keyring, casework } = this.state;
    await keyring.whole();
    const kept = keyring.find(id);
    if (kept === undefined) throw new Failure('not-found');
    // The keyring is stored in its own rhythm: nobody shall see by it who did something here.
    return casework.inTurn(kept, () => act(casework, kept));
  }

  /** Forgets every key. @returns whether somebody was signed in */
  leave(): boolean {
    const state = this.#state;
    this.#state = null;
    if (state === null) return false;
    for (const trying of state.trying) trying.end();
    state.help.wipe();
    state.keyring.wipe();
    state.casework.wipe();
    state.office?.wipe();
    state.passkeys.drop();
    wipePersonKeys(state.keys);
    return true;
  }
}

/** Goes on with a directory of this page's own making. */
export async function follow(known: KnownDirectory, state: SignedInState): Promise<void> {
  await state.versions.goOn(known);
  take(known, state);
}

/** Goes on with a directory that was found to follow the one before. */
function take(known: KnownDirectory, state: SignedInState): void {
  state.known = known;
  state.casework.directory = known;
  state.office?.follow(known);
  remember(known, state.keyring);
}
