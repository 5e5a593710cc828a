/** Who is signed in: the keys, the keyring, the cases and the directory that all parts of a session share. */
import { wipePersonKeys } from '../../../crypto/person.ts';
import { ApiError, type Api } from '../../api.ts';
import type { KnownDirectory } from '../../directory.ts';
import { Failure } from '../../failure.ts';
import type { StoredAccount } from '../account.ts';
import { CaseDesk } from '../case-desk.ts';
import { newerDirectory, remember } from '../followed-directory.ts';
import type { Keyring } from '../keyring.ts';
import type { Office } from '../office.ts';
import { PasskeyDesk } from '../own-passkeys.ts';
import { RecoveryHelp } from '../recovery-help.ts';
import type { OpenAccount } from '../sign-in.ts';
import type { SlotTrying } from '../slot-trying.ts';
import type { ReadyChange } from '../unlock-change.ts';

export interface SignedInState extends OpenAccount {
  readonly api: Api;
  readonly desk: CaseDesk;
  readonly passkeys: PasskeyDesk;
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
      desk: new CaseDesk({ api, ...opened }),
      help: new RecoveryHelp(api),
      trying: new Set<SlotTrying>(),
      newWords: null,
      office: null,
    };
    this.#state = Object.assign(state, { passkeys: new PasskeyDesk(api, state) });
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
    const newer = await newerDirectory(this.api, state.line, state.keyring);
    if (newer !== null) take(newer, state);
    return state;
  }

  /** Forgets every key. @returns whether somebody was signed in */
  leave(): boolean {
    const state = this.#state;
    this.#state = null;
    if (state === null) return false;
    for (const trying of state.trying) trying.end();
    state.help.wipe();
    state.keyring.wipe();
    state.desk.wipe();
    state.office?.wipe();
    state.passkeys.drop();
    wipePersonKeys(state.keys);
    return true;
  }
}

/** Goes on with a directory of this page's own making. */
export async function follow(known: KnownDirectory, state: SignedInState): Promise<void> {
  await state.line.goOn(known);
  take(known, state);
}

/** Goes on with a directory that was found to follow the one before. */
function take(known: KnownDirectory, state: SignedInState): void {
  state.known = known;
  state.desk.directory = known;
  state.office?.follow(known);
  remember(known, state.keyring);
}

/** The keyring only remembers: when another device was first, the next look at the inbox mends it. */
export async function saveKeyring(keyring: Keyring): Promise<void> {
  try {
    await keyring.save();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
