/** Signing in: the account opened, the directory followed, the keyring read. */
import { equal, typed, type PersonId } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { passkeyIdOf } from '../../crypto/passkey.ts';
import { personKeys, type PersonKeys } from '../../crypto/person.ts';
import { signSignIn } from '../../crypto/sign-in.ts';
import { sodium } from '../../crypto/sodium.ts';
import { wipeUnlockKeys, type OwnMethod } from '../../crypto/vault.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { signIn, startSignIn } from '../../server/api/officer.ts';
import { signInByPasskey } from '../../server/api/passkeys.ts';
import type { Api } from '../api.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory.ts';
import { openPersonSeed, unlockKeys, type Secret, type StoredAccount } from './account.ts';
import type { DirectoryLine } from './directory-line.ts';
import { followDirectory } from './followed-directory.ts';
import { Keyring } from './keyring.ts';
import { rememberMode } from './mode-memory.ts';

/** What an officer's page holds while somebody is signed in. */
export interface OpenAccount {
  readonly stored: StoredAccount;
  readonly person: PersonId;
  readonly keys: PersonKeys;
  readonly keyring: Keyring;
  readonly known: KnownDirectory;
  /** How `known` was come to. */
  readonly line: DirectoryLine;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/**
 * Signs in and opens the keyring.
 * @param name counts for nothing where a passkey says whose it is
 * @throws Failure `signed-out` for an unknown account and a wrong secret alike; `bad-words` before any request
 */
export async function openAccount(api: Api, name: string, secret: Secret): Promise<OpenAccount> {
  const signed = await api.call(readDirectory, {});
  const newest = checkDirectory(signed, null);
  const { instance, authority } = newest.directory;
  const passkey = 'passkey' in secret ? secret.passkey : null;
  const account = passkey === null ? accountIdOf(instance, name) : typed('AccountId', passkey.account);
  const started = await api.call(startSignIn, { account });
  const { salt } = started;
  // A passkey was asked for before it was known whose account it is.
  const challenge = passkey?.challenge ?? started.challenge;
  const unlock = unlockKeys(secret, salt, instance, account);
  const signature = signSignIn(unlock.signInSeed, instance, account, challenge);
  const asked = { account, challenge, signature };
  const used = passkey && {
    id: passkeyIdOf(instance, account, passkey.credential),
    credential: passkey.credential,
  };
  const given = await (passkey === null || used === null
    ? api.call(signIn, { ...asked, method: secret.method as OwnMethod })
    : api.call(signInByPasskey, { ...asked, passkey: used.id, assertion: passkey.assertion }));
  const { person, sessionChallenge } = given;
  const { method } = secret;
  const stored: StoredAccount = {
    instance,
    authority,
    account,
    salt,
    method,
    passkey: used ?? undefined,
    ...given,
  };
  const seed = openPersonSeed(unlock, stored);
  wipeUnlockKeys(unlock);
  const keys = personKeys(seed);
  sodium.memzero(seed);
  const keyring = new Keyring(api, keys.keyringKey);
  await keyring.load();
  const line = await followDirectory(api, newest, keyring);
  const known = line.newest;
  // It opened by both: that is so, whoever says what.
  if (method === 'both') rememberMode(keyring, stored, method);
  const me = findPerson(known.directory, person);
  // A directory that gives this officer other keys would have reports sealed to somebody else.
  if (!me || !equal(me.kem, keys.kemPublicKey) || !equal(me.signing, keys.signingPublicKey)) {
    throw new CryptoError('tampered', 'the directory has other keys for this officer');
  }
  return { stored, person, keys, keyring, known, line, sessionChallenge };
}
