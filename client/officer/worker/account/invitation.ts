/** Taking up an invitation: a new person's keys and account, made in this browser. */
import { personFingerprint } from '../../../../crypto/fingerprint.ts';
import { newPersonId, newPersonSeed, personKeys, wipePersonKeys } from '../../../../crypto/person.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { readDirectory } from '../../../../server/api/anyone.ts';
import { acceptInvitation, checkInvitation } from '../../../../server/api/authority.ts';
import type { Directory } from '../../../../server/api/directory.ts';
import type { Api } from '../../../calls/api.ts';
import { checkDirectory } from '../../../directory/directory.ts';
import { linkAuthority, linkToken } from '../../../directory/link-token.ts';
import { newAccount } from './account.ts';

export interface InvitationForm {
  /** From the link. */
  readonly token: string;
  /** base64url of the authority's key, from the link: no other directory is believed. */
  readonly authority: string;
  readonly accountName: string;
  readonly passphrase: string;
}

export interface InvitationResult {
  readonly recoveryWords: string[];
  /** Six words of the new keys, to read to the authority by telephone. */
  readonly words: string[];
}

export class InvitationLink {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * @throws Failure `setup-refused` for a link that was used, withdrawn or expired
   * @throws CryptoError `wrong-authority` when the line is not the one the link names
   */
  async check(token: string, authority: string): Promise<void> {
    await this.#readDirectory(authority);
    await this.#api.call(checkInvitation, { token: linkToken(token) });
  }

  /** @throws as `check`; ApiError `conflict` for an account name that is taken */
  async takeUp(form: InvitationForm): Promise<InvitationResult> {
    const token = linkToken(form.token);
    const directory = await this.#readDirectory(form.authority);
    const seed = newPersonSeed();
    const keys = personKeys(seed);
    const id = newPersonId();
    const person = { id, kem: keys.kemPublicKey, signing: keys.signingPublicKey };
    const secrets = { name: form.accountName, passphrase: form.passphrase };
    const { account, recoveryWords } = newAccount(directory, id, { person: seed, authority: null }, secrets);
    sodium.memzero(seed);
    wipePersonKeys(keys);
    await this.#api.call(acceptInvitation, { token, person, account });
    return { recoveryWords, words: personFingerprint(person) };
  }

  async #readDirectory(authority: string): Promise<Directory> {
    const signed = await this.#api.call(readDirectory, {});
    return checkDirectory(signed, linkAuthority(authority)).directory;
  }
}
