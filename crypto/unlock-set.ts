/**
 * Changing which passkeys unlock an account, and whether alone: all of it at once, over a signature (PROTOCOL §9).
 *
 * Changed one by one, a server could take one change and drop the next: a passkey that was lost would go on unlocking. The
 * hash of the set before is signed along, so two pages that change it at once cannot undo one another unseen.
 */
import { toBase64url } from './base64url.ts';
import {
  concat,
  utf8,
  type AccountId,
  type BoxBytes,
  type CredentialKey,
  type Hash,
  type InstanceId,
  type PasskeyId,
  type Salt,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { hash } from './hash.ts';
import { sign, verify } from './signature.ts';

/** `either`: a passphrase or a passkey unlocks. `both`: a passphrase together with a passkey, and neither alone. */
export type UnlockMode = 'either' | 'both';

/** A passkey as the server keeps it. */
export interface StoredPasskey {
  readonly id: PasskeyId;
  readonly signInKey: SigningPublicKey;
  /** What verifies that the authenticator was there. */
  readonly credentialKey: CredentialKey;
  readonly wrappedKey: BoxBytes;
  /** Its record, sealed by the person for the person. */
  readonly box: BoxBytes;
}

export interface UnlockSet {
  readonly mode: UnlockMode;
  readonly passkeys: readonly StoredPasskey[];
}

/** A whole set in the place of the one before. */
export interface UnlockSetChange extends UnlockSet {
  readonly instance: InstanceId;
  readonly account: AccountId;
  /** Of a new passphrase; null where the passphrase stays. */
  readonly salt: Salt | null;
  /** The way to unlock by passphrase alone, where it is made anew; null where it stays, or goes. */
  readonly passphrase: { readonly signInKey: SigningPublicKey; readonly wrappedKey: BoxBytes } | null;
  /** Hash of the set that was read. */
  readonly previous: Hash;
  /** The session's, as the server sent it. */
  readonly challenge: string;
}

/** Two sets have one hash only when they are the same; the order of passkeys does not count. */
export function unlockSetHash(set: UnlockSet): Hash {
  return hash('sotto/unlock-set-hash/v1', utf8(set.mode), ...passkeyFields(set.passkeys));
}

/** @param seed of the sign-in key of any way to unlock that still works */
export function signUnlockSet(seed: SigningSeed, change: UnlockSetChange): Signature {
  return sign(seed, 'sotto/unlock-set/v1', ...fieldsOf(change));
}

export function verifyUnlockSet(
  key: SigningPublicKey,
  signature: Signature,
  change: UnlockSetChange,
): boolean {
  return verify(key, signature, 'sotto/unlock-set/v1', ...fieldsOf(change));
}

/** Absent parts are empty fields: they are framed like the others, so nothing moves into another's place. */
function fieldsOf(change: UnlockSetChange): Uint8Array[] {
  const { instance, account, mode, salt, passphrase, previous, challenge } = change;
  const own = passphrase === null ? new Uint8Array() : concat(passphrase.signInKey, passphrase.wrappedKey);
  const fields = [instance, account, utf8(mode), salt ?? new Uint8Array(), own, previous, utf8(challenge)];
  return [...fields, ...passkeyFields(change.passkeys)];
}

/** Five fields a passkey, in the order of the spelling of their ids. */
function passkeyFields(passkeys: readonly StoredPasskey[]): Uint8Array[] {
  return passkeys
    .map((passkey) => ({ spelt: toBase64url(passkey.id), passkey }))
    .sort((a, b) => (a.spelt < b.spelt ? -1 : 1))
    .flatMap(({ passkey: { id, signInKey, credentialKey, wrappedKey, box } }) => [
      id,
      signInKey,
      credentialKey,
      wrappedKey,
      box,
    ]);
}
