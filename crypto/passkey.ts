/**
 * A passkey as a way to unlock, alone or together with the passphrase (PROTOCOL §9).
 *
 * A passkey signs in at the server like anywhere else. What opens something is its PRF: a function inside the
 * authenticator that gives 32 bytes for an input, the same every time, to nobody who lacks the device and its
 * unlocking. From these bytes, the account and the credential follow the same two halves as from a passphrase:
 * one to sign in with, one that opens.
 *
 * The server keeps a name for the passkey that tells nothing, and a sealed record for its owner.
 */
import { openBox, sealBox } from './box.ts';
import {
  concat,
  LENGTH,
  Reader,
  text,
  typed,
  utf8,
  type AccountId,
  type BoxBytes,
  type CredentialKey,
  type InstanceId,
  type PasskeyId,
  type PasskeySecret,
  type PrfOutput,
  type SealKey,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { field, frame } from './frame.ts';
import { hash, keyedHash } from './hash.ts';
import { sodium } from './sodium.ts';
import { splitUnlock, type UnlockKeys } from './vault.ts';

/** What the page has an authenticator evaluate its PRF over: the same for all passkeys of an instance. */
export function prfInput(instance: InstanceId): Uint8Array {
  return hash('sotto/passkey-input/v1', instance);
}

/** What the server knows a passkey by. @param credential id the authenticator gave it; the server never sees it */
export function passkeyIdOf(instance: InstanceId, account: AccountId, credential: Uint8Array): PasskeyId {
  const digest = hash('sotto/passkey-id/v1', instance, account, credential);
  return typed('PasskeyId', digest.slice(0, LENGTH.PasskeyId));
}

/** What a passkey brings, bound to the account and to this very credential. */
export function passkeySecret(
  output: PrfOutput,
  instance: InstanceId,
  account: AccountId,
  credential: Uint8Array,
): PasskeySecret {
  return typed('PasskeySecret', keyedHash(output, 'sotto/passkey/v1', instance, account, credential));
}

/** A passkey that unlocks alone. */
export function unlockByPasskey(secret: PasskeySecret, instance: InstanceId, account: AccountId): UnlockKeys {
  return splitUnlock(
    sodium.crypto_generichash(64, frame('sotto/passkey-unlock/v1', instance, account), secret),
  );
}

/** A passphrase and a passkey, neither of which unlocks alone. @param passphrase what the passphrase gives */
export function unlockByBoth(
  passphrase: UnlockKeys,
  secret: PasskeySecret,
  instance: InstanceId,
  account: AccountId,
): UnlockKeys {
  const { signInSeed, unlockKey } = passphrase;
  const input = frame('sotto/passkey-both/v1', instance, account, signInSeed, unlockKey);
  const derived = sodium.crypto_generichash(64, input, secret);
  sodium.memzero(input);
  return splitUnlock(derived);
}

/** What a person keeps of a passkey, to unlock by it under another passphrase while its device is elsewhere. */
export interface PasskeyRecord {
  readonly secret: PasskeySecret;
  readonly credential: Uint8Array;
  /** What verifies the authenticator's signatures: a server that gives another is found out. */
  readonly credentialKey: CredentialKey;
  /** What the person calls it. */
  readonly name: string;
}

/** Bytes a record is padded to whole times: no length of a name shows beside a usual credential, RSA ones too. */
export const PASSKEY_BLOCK = 1024;

/** Bytes of a credential id at most (WebAuthn §4). */
const LONGEST_CREDENTIAL = 1023;

/** @param key the person's account key */
export function sealPasskey(
  key: SealKey,
  record: PasskeyRecord,
  instance: InstanceId,
  account: AccountId,
  id: PasskeyId,
): BoxBytes {
  if (record.credential.length > LONGEST_CREDENTIAL) throw new CryptoError('malformed', 'credential id');
  const { secret, credential, credentialKey, name } = record;
  const plain = concat(secret, field(credential), field(credentialKey), field(utf8(name)));
  const padded = sodium.pad(plain, PASSKEY_BLOCK);
  const box = sealBox(key, padded, 'sotto/passkey-record/v1', instance, account, id);
  for (const bytes of [plain, padded]) sodium.memzero(bytes);
  return box;
}

/** @throws CryptoError `tampered`, `malformed` */
export function openPasskey(
  key: SealKey,
  box: Uint8Array,
  instance: InstanceId,
  account: AccountId,
  id: PasskeyId,
): PasskeyRecord {
  const padded = openBox(key, box, 'sotto/passkey-record/v1', instance, account, id);
  const reader = new Reader(unpad(padded));
  sodium.memzero(padded);
  const secret = reader.typed('PasskeySecret');
  const credential = reader.field();
  const credentialKey = reader.field() as CredentialKey;
  const name = text(reader.field());
  reader.end();
  return { secret, credential, credentialKey, name };
}

/** Padding that is none means that the box was made by something else than this file. */
function unpad(padded: Uint8Array): Uint8Array {
  try {
    return sodium.unpad(padded, PASSKEY_BLOCK);
  } catch {
    throw new CryptoError('malformed', 'padding');
  }
}
