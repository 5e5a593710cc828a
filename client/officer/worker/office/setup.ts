/** Setting an instance up: the authority's key and the first officer, made in this browser. */
import {
  typed,
  LENGTH,
  type Entropy,
  type InstanceId,
  type SigningPublicKey,
} from '../../../../crypto/bytes.ts';
import { toBase64url } from '../../../../crypto/base64url.ts';
import { signDirectory, type SignedDirectory } from '../../../../crypto/directory.ts';
import { authorityFingerprint } from '../../../../crypto/fingerprint.ts';
import { newPersonId, newPersonSeed, personKeys, wipePersonKeys } from '../../../../crypto/person.ts';
import { signingPublicKey } from '../../../../crypto/signature.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Day } from '../../../../crypto/stamp.ts';
import { formatDirectory, type Directory, type DoorKind } from '../../../../server/api/directory.ts';
import { readDirectoryVersion } from '../../../../server/api/anyone.ts';
import { checkSetup, setUp, type Account } from '../../../../server/api/setup.ts';
import { usualQuestions } from '../../../../server/api/usual-questions.ts';
import { dayBy, type Api } from '../../../calls/api.ts';
import { failureOf } from '../../../calls/failure.ts';
import { linkToken } from '../../../directory/link-token.ts';
import { newAccount } from '../account/account.ts';

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

/** D 9: acknowledge within seven days, feedback within three months. Two colleagues, so that none can be the only way back. */
const POLICY: Directory['policy'] = {
  acknowledgeDays: 7,
  feedbackDays: 90,
  identityDays: 7,
  recoveryHelpers: 2,
};

/** What is sent, and what is shown once it has arrived. */
interface Made {
  readonly sent: { readonly token: Entropy; readonly directory: SignedDirectory; readonly account: Account };
  readonly result: SetupResult;
}

/**
 * Sets an instance up. What was made is kept until the server has answered: when an answer is lost, a further
 * try finds that the line is set up with these very keys, instead of losing them.
 */
export class InstanceSetup {
  readonly #api: Api;
  #made: Made[] = [];

  constructor(api: Api) {
    this.#api = api;
  }

  /** @throws Failure `setup-refused` for a link that was used, or is not one */
  async check(token: string): Promise<void> {
    await this.#api.call(checkSetup, { token: linkToken(token) });
  }

  /** @throws Failure `setup-refused` when somebody else used the link */
  async run(form: SetupForm): Promise<SetupResult> {
    try {
      const token = linkToken(form.token);
      const { instance, notary } = await this.#api.call(checkSetup, { token });
      const made = make(form, token, { instance, notary, day: dayBy(this.#api) });
      this.#made.push(made);
      await this.#api.call(setUp, made.sent);
      this.#made = [];
      return made.result;
    } catch (error) {
      const done = failureOf(error) === 'setup-refused' ? await this.#findDone() : undefined;
      if (done === undefined) throw error;
      this.#made = [];
      return done.result;
    }
  }

  /** The try that the server took, though its answer was lost. */
  async #findDone(): Promise<Made | undefined> {
    if (this.#made.length === 0) return undefined;
    const { text } = await this.#api.call(readDirectoryVersion, { version: '1' });
    return this.#made.find(({ sent }) => sent.directory.text === text);
  }
}

function make(
  form: SetupForm,
  token: Entropy,
  { instance, notary, day }: { instance: InstanceId; notary: SigningPublicKey; day: Day },
): Made {
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
    day,
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
      questions: usualQuestions(),
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
    { instance, authority },
    person,
    { person: personSeed, authority: authoritySeed },
    { name: form.accountName, passphrase: form.passphrase },
  );
  const signed = signDirectory(authoritySeed, directory);
  for (const secret of [authoritySeed, personSeed]) sodium.memzero(secret);
  wipePersonKeys(keys);
  return {
    sent: { token, directory: signed, account },
    result: {
      recoveryWords,
      fingerprint: authorityFingerprint(authority),
      authority: toBase64url(authority),
    },
  };
}
