/** Setting an instance up: the authority's key and the first officer, made in this browser. */
import { typed, LENGTH } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { signDirectory } from '../../crypto/directory.ts';
import { authorityFingerprint } from '../../crypto/fingerprint.ts';
import { newPersonId, newPersonSeed, personKeys, wipePersonKeys } from '../../crypto/person.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { formatDirectory, type Directory, type DoorKind } from '../../server/api/directory.ts';
import { checkSetup, setUp } from '../../server/api/setup.ts';
import type { Api } from '../api.ts';
import { linkToken } from '../link-token.ts';
import { newAccount } from './account.ts';

/** A sentence in each language the office writes; English is always there. */
export type Localised = Readonly<Record<string, string>>;

export interface SetupForm {
  /** From the link. */
  readonly token: string;
  readonly instanceName: Localised;
  readonly doors: readonly {
    readonly kind: DoorKind;
    readonly title: Localised;
    readonly text: Localised;
  }[];
  /** Name or role of the first officer, as reporters will see it. */
  readonly officerName: string;
  /** What the officer types to sign in. */
  readonly accountName: string;
  readonly passphrase: string;
}

export interface SetupResult {
  readonly recoveryWords: string[];
  /** The authority's six words. */
  readonly fingerprint: string[];
  /** base64url of the authority's key, for the link on posters: `/#authority=...`. */
  readonly authority: string;
}

/** D 9: acknowledge within seven days, feedback within three months. */
const POLICY: Directory['policy'] = { acknowledgeDays: 7, feedbackDays: 90 };

/** @throws Failure `setup-refused` for a link that was used, or is not one */
export async function checkSetupLink(api: Api, token: string): Promise<void> {
  await api.call(checkSetup, { token: linkToken(token) });
}

export async function setUpInstance(api: Api, form: SetupForm): Promise<SetupResult> {
  const token = linkToken(form.token);
  const { instance, notary } = await api.call(checkSetup, { token });
  const authoritySeed = typed('SigningSeed', sodium.randombytes_buf(LENGTH.SigningSeed));
  const authority = signingPublicKey(authoritySeed);
  const personSeed = newPersonSeed();
  const keys = personKeys(personSeed);
  const person = newPersonId();
  const directory = formatDirectory({
    suite: 1,
    instance,
    name: { ...form.instanceName },
    version: 1,
    previous: null,
    day: dayOf(Date.now()),
    authority,
    notary,
    doors: form.doors.map((door) => ({
      id: door.kind,
      kind: door.kind,
      title: { ...door.title },
      text: { ...door.text },
      readers: [person],
      custodians: [],
      oversight: [],
    })),
    people: [
      {
        id: person,
        name: form.officerName,
        role: 'officer',
        kem: keys.kemPublicKey,
        signing: keys.signingPublicKey,
        state: 'active',
      },
    ],
    policy: POLICY,
  });
  const { account, recoveryWords } = newAccount(
    instance,
    person,
    { person: personSeed, authority: authoritySeed },
    { name: form.accountName, passphrase: form.passphrase },
  );
  await api.call(setUp, { token, directory: signDirectory(authoritySeed, directory), account });
  for (const secret of [authoritySeed, personSeed]) sodium.memzero(secret);
  wipePersonKeys(keys);
  return { recoveryWords, fingerprint: authorityFingerprint(authority), authority: toBase64url(authority) };
}
