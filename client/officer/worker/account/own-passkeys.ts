/** The passkeys of whoever is signed in: listed, added, removed, and made to count only with the passphrase. */
import { fromBase64url, toBase64url } from '../../../../crypto/base64url.ts';
import { equal, typed } from '../../../../crypto/bytes.ts';
import { passkeyIdOf, prfInput, sealPasskey, type PasskeyRecord } from '../../../../crypto/passkey.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { UnlockMode } from '../../../../crypto/unlock-set.ts';
import { startPasskey } from '../../../../server/api/passkeys.ts';
import { ApiError, type Api } from '../../../calls/api.ts';
import { Failure } from '../../../calls/failure.ts';
import { boundSecret, type PasskeyAnswer, type Secret, type StoredAccount } from './account.ts';
import { checkMode, rememberMode, storeMode } from './mode-memory.ts';
import {
  afterwards,
  prepareSet,
  readPasskeySet,
  sendSet,
  viewOf,
  wipePasskeySet,
  type AccountAtHand,
  type OwnPasskey,
  type PasskeySet,
  type ReadySet,
  type WantedSet,
} from './passkeys.ts';
import { openPresent, wipePresent, type PresentUnlock } from './present-unlock.ts';
import type { OpenAccount } from './sign-in.ts';

export interface OwnPasskeys {
  readonly mode: UnlockMode;
  readonly passkeys: readonly OwnPasskey[];
}

/** What a browser is asked for when a passkey is used. */
export interface PasskeyRequest {
  /** What the PRF is evaluated over. */
  readonly input: Uint8Array;
  /** Ids of the credentials that will do; empty for any of this line's. */
  readonly credentials: readonly Uint8Array[];
  /** What the authenticator is to sign, as the server gave it; null where the server is not to know. */
  readonly challenge: string | null;
}

/** What a browser is asked for when a passkey is made. */
export interface PasskeyCreation {
  readonly input: Uint8Array;
  /** The user handle. */
  readonly account: Uint8Array;
  /** Ids of the credentials there are: no device gets a second one. */
  readonly known: readonly Uint8Array[];
}

/** What the device gave for a passkey that was made. */
export type NewPasskey = Pick<PasskeyAnswer, 'credential' | 'output'> &
  Pick<PasskeyRecord, 'credentialKey' | 'name'>;

type Account = AccountAtHand & Pick<OpenAccount, 'keyring'> & { stored: StoredAccount };

export class PasskeyKeeper {
  readonly #api: Api;
  readonly #state: Account;
  /** What unlocks now, kept open while a device makes a passkey. */
  #adding: { present: PresentUnlock; passphrase: string | null } | null = null;
  /** A change that got no answer: whether it is in force is not known. */
  #unsettled: { ready: ReadySet; after: StoredAccount } | null = null;

  /** @param state of the session, whose account becomes another with each change */
  constructor(api: Api, state: Account) {
    this.#api = api;
    this.#state = state;
  }

  async list(): Promise<OwnPasskeys> {
    return this.#withSet(async (set) => ({ mode: set.mode, passkeys: viewOf(set, this.#state.stored) }));
  }

  /** To use a passkey once more, or where none was signed in with, any of this account's. */
  async request(): Promise<PasskeyRequest> {
    const { instance, passkey } = this.#state.stored;
    const input = prfInput(instance);
    const challenge = null;
    if (passkey !== undefined) return { input, credentials: [passkey.credential], challenge };
    return this.#withSet(async ({ passkeys }) => ({
      input,
      credentials: passkeys.map(({ record }) => record.credential),
      challenge,
    }));
  }

  /**
   * First step of adding a passkey.
   * @param secret what was signed in with, once more
   * @param passphrase that is to hold from now on, where passkeys count only with one and none was given
   * @throws Failure `wrong-secret`; ApiError `wrong-address` where it would not sign in
   */
  async beginAdding(secret: Secret, passphrase: string | null): Promise<PasskeyCreation> {
    this.drop();
    await this.#api.call(startPasskey, {});
    const present = openPresent(secret, this.#state.stored);
    this.#adding = { present, passphrase };
    const { instance, account } = this.#state.stored;
    return this.#withSet(async ({ passkeys }) => ({
      input: prfInput(instance),
      account,
      known: passkeys.map(({ record }) => record.credential),
    }));
  }

  /** Second step, once the device has made it. May be called again where no answer came. */
  async finishAdding({ name, credential, credentialKey, output }: NewPasskey): Promise<OwnPasskeys> {
    const adding = this.#adding;
    if (adding === null) throw new Failure('unexpected');
    const { instance, account } = this.#state.stored;
    const id = passkeyIdOf(instance, account, credential);
    const secret = boundSecret({ credential, output }, instance, account);
    await this.#change(adding.present, ({ mode, passkeys }) => {
      if (passkeys.some(({ row }) => equal(row.id, id))) return null;
      const made = { record: { secret, credential, credentialKey, name }, row: null };
      return { mode, passkeys: [...passkeys, made], passphrase: adding.passphrase };
    });
    sodium.memzero(secret);
    this.drop();
    return this.list();
  }

  /**
   * @param id of a passkey other than the one signed in with
   * @throws Failure `wrong-secret`
   */
  async remove(secret: Secret, id: string): Promise<OwnPasskeys> {
    const removed = typed('PasskeyId', fromBase64url(id) ?? new Uint8Array());
    const isOther = !equal(this.#state.stored.passkey?.id ?? new Uint8Array(), removed);
    if (!isOther) throw new Failure('unexpected');
    return this.#changeBy(secret, ({ mode, passkeys }) => ({
      mode,
      passkeys: passkeys.filter(({ row }) => !equal(row.id, removed)),
      passphrase: null,
    }));
  }

  /** Gives a passkey another name. The device goes on showing the one it was made with. */
  async rename(secret: Secret, id: string, name: string): Promise<OwnPasskeys> {
    const { stored, keys } = this.#state;
    return this.#changeBy(secret, ({ mode, passkeys }) => ({
      mode,
      passkeys: passkeys.map((one) => {
        if (toBase64url(one.row.id) !== id) return one;
        const record = { ...one.record, name };
        const box = sealPasskey(keys.accountKey, record, stored.instance, stored.account, one.row.id);
        return { record, row: { ...one.row, box } };
      }),
      passphrase: null,
    }));
  }

  /**
   * Has passphrase and passkey count only together, or each alone again.
   * @param passphrase that is to hold from now on; null for the one that was given
   * @param used a passkey of this account, where none was signed in with: there must be one that works
   */
  async turn(
    secret: Secret,
    mode: UnlockMode,
    passphrase: string | null,
    used: PasskeyAnswer | null,
  ): Promise<OwnPasskeys> {
    return this.#changeBy(secret, (set) => {
      if (set.mode === mode) return null;
      return { mode, passkeys: set.passkeys, passphrase, used: used && this.#found(set, used) };
    });
  }

  /** @returns whether it was changed here, together with the passkeys it goes with */
  async changePassphrase(secret: Secret, passphrase: string): Promise<boolean> {
    const { stored } = this.#state;
    if (stored.method === 'passphrase' || stored.method === 'passkey') {
      checkMode(this.#state.keyring, stored, 'either');
      return false;
    }
    const present = openPresent(secret, stored);
    try {
      return await this.#change(present, ({ mode, passkeys }) =>
        mode === 'both' ? { mode, passkeys, passphrase } : null,
      );
    } finally {
      wipePresent(present);
    }
  }

  /** Forgets what was opened to add a passkey. */
  drop(): void {
    if (this.#adding !== null) wipePresent(this.#adding.present);
    this.#adding = null;
  }

  /** The passkey of the set that a device has just used. @throws Failure `wrong-secret` */
  #found(set: PasskeySet, answer: PasskeyAnswer) {
    const { instance, account } = this.#state.stored;
    const { credential } = answer;
    const secret = boundSecret(answer, instance, account);
    const found = set.passkeys.find(({ record }) => equal(record.credential, credential));
    if (found === undefined || !sodium.memcmp(found.record.secret, secret)) throw new Failure('wrong-secret');
    sodium.memzero(secret);
    return { id: found.row.id, credential };
  }

  async #changeBy(secret: Secret, wanted: (set: PasskeySet) => WantedSet | null): Promise<OwnPasskeys> {
    const present = openPresent(secret, this.#state.stored);
    try {
      await this.#change(present, wanted);
    } finally {
      wipePresent(present);
    }
    return this.list();
  }

  /** @param wanted null where it is so already. @returns whether the set was another */
  async #change(present: PresentUnlock, wanted: (set: PasskeySet) => WantedSet | null): Promise<boolean> {
    return this.#withSet(async (set) => {
      const becomes = wanted(set);
      if (becomes === null) return false;
      const ready = prepareSet(this.#state, present, set, becomes);
      const after = afterwards(this.#state.stored, ready, becomes);
      // Forgotten before it is changed, and remembered after: cut short, it knows too little, and never too much.
      if (ready.mode === 'either') await storeMode(this.#state.keyring, this.#state.stored, ready.mode);
      this.#unsettled = { ready, after };
      await this.#settle();
      return true;
    });
  }

  async #withSet<T>(work: (set: PasskeySet) => Promise<T>): Promise<T> {
    await this.#settle();
    const set = await readPasskeySet(this.#api, this.#state);
    try {
      checkMode(this.#state.keyring, this.#state.stored, set.mode);
      return await work(set);
    } finally {
      wipePasskeySet(set);
    }
  }

  /** Sends what got no answer once more, the same bytes. */
  async #settle(): Promise<void> {
    if (this.#unsettled === null) return;
    const { ready, after } = this.#unsettled;
    try {
      await sendSet(this.#api, ready);
      this.#state.stored = after;
      this.#unsettled = null;
      if (ready.mode === 'both') rememberMode(this.#state.keyring, after, ready.mode);
    } catch (error) {
      const isLost =
        error instanceof ApiError && ['offline', 'bad-answer', 'unavailable'].includes(error.code);
      const isRefused = error instanceof ApiError && !isLost;
      if (isRefused) this.#unsettled = null;
      throw error;
    }
  }
}
