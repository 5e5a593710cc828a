/** Signing in: the account opened, the directory followed, the keyring read. */
import type * as z from 'zod/mini';
import { equal, typed, type PersonId } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { accountIdOf } from '../../../../crypto/id.ts';
import { passkeyIdOf } from '../../../../crypto/passkey.ts';
import { personKeys, type PersonKeys } from '../../../../crypto/person.ts';
import { signSignIn } from '../../../../crypto/sign-in.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { wipeUnlockKeys, type OwnMethod } from '../../../../crypto/vault.ts';
import { readDirectory } from '../../../../server/api/anyone.ts';
import { signIn, startSignIn } from '../../../../server/api/officer.ts';
import { signInByPasskey } from '../../../../server/api/passkeys.ts';
import { ApiError, type Api } from '../../../calls/api.ts';
import { solve } from '../../../calls/work.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../../../directory/directory.ts';
import { openPersonSeed, unlockKeys, type Secret, type StoredAccount } from './account.ts';
import type { DirectoryVersions } from '../directory/versions.ts';
import { followDirectory } from '../directory/followed.ts';
import { Keyring } from '../keyring/keyring.ts';
import { rememberMode } from './mode-memory.ts';

/** What an officer's page holds while somebody is signed in. */
export interface OpenAccount {
  readonly stored: StoredAccount;
  readonly person: PersonId;
  readonly keys: PersonKeys;
  readonly keyring: Keyring;
  readonly known: KnownDirectory;
  /** How `known` was come to. */
  readonly versions: DirectoryVersions;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/** How often work is done for one try, while others try in the same name. */
const TRIES = 5;

type SignIn = z.output<typeof signIn.request>;

/** Shows that the secret is known, with the work that is asked for after tries that failed. */
async function showSecret(
  api: Api,
  started: z.output<typeof startSignIn.answer>,
  sign: (challenge: string) => Omit<SignIn, 'work'>,
): Promise<z.output<typeof signIn.answer>> {
  for (let tries = 1; ; tries++) {
    const work = started.work && (await solve(started.work));
    const asked = sign(started.challenge);
    try {
      return await api.call(signIn, { ...asked, work });
    } catch (error) {
      const isMore = error instanceof ApiError && error.code === 'work-refused';
      if (!isMore || tries === TRIES) throw error;
      started = await api.call(startSignIn, { account: asked.account });
    }
  }
}

/**
 * Signs in and opens the index of the keyring.
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
  const unlock = unlockKeys(secret, salt, instance, account);
  const used = passkey && {
    id: passkeyIdOf(instance, account, passkey.credential),
    credential: passkey.credential,
  };
  const sign = (challenge: string) => ({
    account,
    challenge,
    signature: signSignIn(unlock.signInSeed, instance, account, challenge),
  });
  // A passkey was asked for before it was known whose account it is.
  const given = await (passkey === null || used === null
    ? showSecret(api, started, (challenge) => ({
        ...sign(challenge),
        method: secret.method as OwnMethod,
      }))
    : api.call(signInByPasskey, {
        ...sign(passkey.challenge),
        passkey: used.id,
        assertion: passkey.assertion,
      }));
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
  await keyring.open();
  const versions = await followDirectory(api, newest, keyring);
  const known = versions.newest;
  // It opened by both: that is so, whoever says what.
  if (method === 'both') rememberMode(keyring, stored, method);
  const me = findPerson(known.directory, person);
  // A directory that gives this officer other keys would have reports sealed to somebody else.
  if (!me || !equal(me.kem, keys.kemPublicKey) || !equal(me.signing, keys.signingPublicKey)) {
    throw new CryptoError('tampered', 'the directory has other keys for this officer');
  }
  return { stored, person, keys, keyring, known, versions, sessionChallenge };
}
