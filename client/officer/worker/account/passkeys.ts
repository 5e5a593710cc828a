/** The passkeys of an account: read, checked, and put in the place of those before (PROTOCOL §9). */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal, type Salt, type PasskeyId } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import {
  openPasskey,
  passkeyIdOf,
  sealPasskey,
  unlockByBoth,
  unlockByPasskey,
  type PasskeyRecord,
} from '../../../../crypto/passkey.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import {
  signUnlockSet,
  unlockSetHash,
  type StoredPasskey,
  type UnlockMode,
  type UnlockSetChange,
} from '../../../../crypto/unlock-set.ts';
import {
  newSalt,
  signInPublicKey,
  unlockByPassphrase,
  wipeUnlockKeys,
  wrapVaultKey,
  type UnlockKeys,
  type UnlockMethod,
} from '../../../../crypto/vault.ts';
import { changePasskeys, readPasskeys } from '../../../../server/api/passkeys.ts';
import type * as z from 'zod/mini';
import type { Api } from '../../../calls/api.ts';
import { Failure } from '../../../calls/failure.ts';
import type { StoredAccount, UsedPasskey } from './account.ts';
import type { PresentUnlock } from './present-unlock.ts';
import type { OpenAccount } from './sign-in.ts';
import { unlockedBy } from './unlock-change.ts';

/** A passkey as its owner sees it. */
export interface OwnPasskey {
  /** base64url of the id the server knows. */
  readonly id: string;
  readonly name: string;
  /** UTC day it was added. */
  readonly day: string;
  /** Whether it was signed in with. */
  readonly isUsed: boolean;
}

/** A passkey, opened. What is to be made anew has no row. */
interface OpenedPasskey {
  readonly record: PasskeyRecord;
  readonly row: StoredPasskey | null;
}

/** All passkeys of an account, opened. */
export interface PasskeySet {
  readonly mode: UnlockMode;
  readonly passkeys: readonly (OpenedPasskey & { readonly row: StoredPasskey; readonly day: string })[];
  readonly hash: ReturnType<typeof unlockSetHash>;
}

/** What an account's passkeys are read and changed with. */
export type AccountAtHand = Pick<OpenAccount, 'stored' | 'keys' | 'sessionChallenge'>;

/**
 * Reads the passkeys and opens their records.
 * @throws CryptoError `tampered` for one that this person did not put there
 */
export async function readPasskeySet(api: Api, { stored, keys }: AccountAtHand): Promise<PasskeySet> {
  const { instance, account } = stored;
  const { mode, passkeys } = await api.call(readPasskeys, {});
  const opened = passkeys.map(({ day, ...row }) => {
    const record = openPasskey(keys.accountKey, row.box, instance, account, row.id);
    const isOwn = equal(row.credentialKey, record.credentialKey);
    if (!isOwn || (mode === 'either' && !equal(row.signInKey, aloneKey(record, stored)))) {
      throw new CryptoError('tampered', 'a passkey with another key');
    }
    return { record, row, day };
  });
  checkUsed(stored, mode, passkeys);
  return { mode, passkeys: opened, hash: unlockSetHash({ mode, passkeys: opened.map(({ row }) => row) }) };
}

/**
 * Whoever signed in by a passkey knows that there is one, and that it counts with the passphrase only where it did: a server
 * that hides it would be given a way in that is easier.
 * @throws CryptoError `tampered`
 */
function checkUsed(
  { method, passkey }: StoredAccount,
  mode: UnlockMode,
  passkeys: readonly { readonly id: PasskeyId }[],
): void {
  const isHidden = passkey !== undefined && !passkeys.some(({ id }) => equal(id, passkey.id));
  const isOther = (method === 'both' && mode !== 'both') || (method === 'passkey' && mode !== 'either');
  if (isHidden || isOther) throw new CryptoError('tampered', 'a passkey is hidden');
}

function aloneKey({ secret }: PasskeyRecord, { instance, account }: StoredAccount) {
  const keys = unlockByPasskey(secret, instance, account);
  const key = signInPublicKey(keys);
  wipeUnlockKeys(keys);
  return key;
}

export function viewOf({ passkeys }: PasskeySet, { passkey: used }: StoredAccount): OwnPasskey[] {
  return passkeys.map(({ record, row, day }) => ({
    id: toBase64url(row.id),
    name: record.name,
    day,
    isUsed: used !== undefined && equal(used.id, row.id),
  }));
}

/** What the set becomes. */
export interface WantedSet {
  readonly mode: UnlockMode;
  readonly passkeys: readonly OpenedPasskey[];
  /** Where another is to hold from now on. */
  readonly passphrase: string | null;
  /** The passkey that is asked for from now on, where none was signed in with. */
  readonly used?: UsedPasskey | null;
}

/** A change ready to be sent, as often as it takes. It holds nothing that unlocks. */
export type ReadySet = z.output<typeof changePasskeys.request>;

/**
 * A set in the place of the one that was read. Unlock keys are made anew where the passphrase or the mode is
 * another, and for new passkeys.
 * @param present what unlocks now, opened
 */
export function prepareSet(
  { stored, keys, sessionChallenge }: AccountAtHand,
  present: PresentUnlock,
  before: PasskeySet,
  wanted: WantedSet,
): ReadySet {
  const { instance, account } = stored;
  const { mode } = wanted;
  const isAnew = mode !== before.mode || wanted.passphrase !== null;
  const salt = isAnew ? newSalt() : null;
  const half = passphraseHalf(wanted, present, isAnew, salt ?? stored.salt);
  try {
    const made = (unlock: UnlockKeys, method: UnlockMethod) => ({
      signInKey: signInPublicKey(unlock),
      wrappedKey: wrapVaultKey(unlock, present.vaultKey, instance, account, method),
    });
    const passkeys = wanted.passkeys.map(({ record, row }): StoredPasskey => {
      if (row !== null && !isAnew) return row;
      const id = row?.id ?? passkeyIdOf(instance, account, record.credential);
      const box = row?.box ?? sealPasskey(keys.accountKey, record, instance, account, id);
      const unlock =
        mode === 'both' && half !== null
          ? unlockByBoth(half, record.secret, instance, account)
          : unlockByPasskey(record.secret, instance, account);
      const { credentialKey } = record;
      const anew = { id, credentialKey, box, ...made(unlock, mode === 'both' ? 'both' : 'passkey') };
      wipeUnlockKeys(unlock);
      return anew;
    });
    const passphrase = half !== null && mode === 'either' ? made(half, 'passphrase') : null;
    const set = { mode, passkeys, salt, passphrase, previous: before.hash };
    const change: UnlockSetChange = { ...set, instance, account, challenge: sessionChallenge };
    const signature = signUnlockSet(present.keys.signInSeed, change);
    return { ...set, by: unlockedBy(stored), signature };
  } finally {
    if (half !== null) wipeUnlockKeys(half);
  }
}

export async function sendSet(api: Api, ready: ReadySet): Promise<void> {
  await api.call(changePasskeys, ready);
}

/** What the passphrase gives, where the change takes it. @throws Failure `wrong-secret` when there is none */
function passphraseHalf(
  { mode, passphrase, passkeys }: WantedSet,
  present: PresentUnlock,
  isAnew: boolean,
  salt: Salt,
): UnlockKeys | null {
  const isNeeded = isAnew || (mode === 'both' && passkeys.some(({ row }) => row === null));
  if (!isNeeded) return null;
  const typed = passphrase ?? present.passphrase;
  if (typed === null) throw new Failure('wrong-secret');
  return unlockByPassphrase(typed, salt);
}

/** The account once a set is in force: what was signed in with may be another way by now. */
export function afterwards(
  stored: StoredAccount,
  { mode, passkeys, salt: newSalt }: ReadySet,
  { used }: WantedSet,
): StoredAccount {
  const salt = newSalt ?? stored.salt;
  const passkey = used ?? stored.passkey;
  const row = passkey && passkeys.find(({ id }) => equal(id, passkey.id));
  if (row === undefined) return { ...stored, salt };
  return {
    ...stored,
    salt,
    passkey,
    method: mode === 'both' ? 'both' : 'passkey',
    wrappedKey: row.wrappedKey,
  };
}

export function wipePasskeySet({ passkeys }: PasskeySet): void {
  for (const { record } of passkeys) sodium.memzero(record.secret);
}
