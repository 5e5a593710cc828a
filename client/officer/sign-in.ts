/** Signing in: the account opened, the directory followed, the keyring read. */
import { equal, type PersonId } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { personKeys, type PersonKeys } from '../../crypto/person.ts';
import { signSignIn } from '../../crypto/sign-in.ts';
import { sodium } from '../../crypto/sodium.ts';
import { wipeUnlockKeys } from '../../crypto/vault.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { signIn, startSignIn } from '../../server/api/officer.ts';
import type { Api } from '../api.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory.ts';
import { openPersonSeed, unlockKeys, type Secret, type StoredAccount } from './account.ts';
import { followDirectory } from './followed-directory.ts';
import { Keyring } from './keyring.ts';

/** What an officer's page holds while somebody is signed in. */
export interface OpenAccount {
  readonly stored: StoredAccount;
  readonly person: PersonId;
  readonly keys: PersonKeys;
  readonly keyring: Keyring;
  readonly known: KnownDirectory;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/**
 * Signs in and opens the keyring.
 * @throws Failure `signed-out` for an unknown account and a wrong secret alike; `bad-words` before any request
 */
export async function openAccount(api: Api, name: string, secret: Secret): Promise<OpenAccount> {
  const signed = await api.call(readDirectory, {});
  const newest = checkDirectory(signed, null);
  const { instance, authority } = newest.directory;
  const account = accountIdOf(instance, name);
  const { salt, challenge } = await api.call(startSignIn, { account });
  const unlock = unlockKeys(secret, salt, instance, account);
  const signature = signSignIn(unlock.signInSeed, instance, account, challenge);
  const given = await api.call(signIn, { account, method: secret.method, challenge, signature });
  const { person, sessionChallenge } = given;
  const stored: StoredAccount = { instance, authority, account, salt, method: secret.method, ...given };
  const seed = openPersonSeed(unlock, stored);
  wipeUnlockKeys(unlock);
  const keys = personKeys(seed);
  sodium.memzero(seed);
  const keyring = new Keyring(api, keys.keyringKey);
  await keyring.load();
  const known = await followDirectory(api, newest, keyring);
  const me = findPerson(known.directory, person);
  // A directory that gives this officer other keys would have reports sealed to somebody else.
  if (!me || !equal(me.kem, keys.kemPublicKey) || !equal(me.signing, keys.signingPublicKey)) {
    throw new CryptoError('tampered', 'the directory has other keys for this officer');
  }
  return { stored, person, keys, keyring, known, sessionChallenge };
}
