/** The office as its authority sees and changes it. Names and keys only: nothing of any case. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import {
  equal,
  typed,
  utf8,
  LENGTH,
  type SigningPublicKey,
  type SigningSeed,
} from '../../../../crypto/bytes.ts';
import { authorise, type AuthorityPurpose } from '../../../../crypto/authorisation.ts';
import { signDirectory } from '../../../../crypto/directory.ts';
import { authorityFingerprint, personFingerprint, personHash } from '../../../../crypto/fingerprint.ts';
import { hash } from '../../../../crypto/hash.ts';
import { notaryReference } from '../../../../crypto/id.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import {
  invite,
  publishDirectory,
  readInvitations,
  readNotary,
  withdrawInvitation,
} from '../../../../server/api/authority.ts';
import { formatDirectory } from '../../../../server/api/directory.ts';
import { dayBy, type Api } from '../../../calls/api.ts';
import { checkDirectory, type KnownDirectory } from '../../../directory/directory.ts';
import { readHistory } from './history.ts';
import { nextDirectory } from './next.ts';
import type { OfficeDraft, OfficeView } from './view.ts';
import { idFromPage } from '../../../calls/page-id.ts';

export class Office {
  readonly #api: Api;
  readonly #seed: SigningSeed;
  readonly #sessionChallenge: string;
  #known: KnownDirectory;

  constructor(api: Api, seed: SigningSeed, sessionChallenge: string, known: KnownDirectory) {
    this.#api = api;
    this.#seed = seed;
    this.#sessionChallenge = sessionChallenge;
    this.#known = known;
  }

  /** Goes on with a directory that follows the one before. */
  follow(known: KnownDirectory): void {
    this.#known = known;
  }

  async view(): Promise<OfficeView> {
    const { directory, hash: shown } = this.#known;
    const { invitations } = await this.#invitations();
    const drawn = await this.#drawnNotary();
    return {
      version: directory.version,
      directory: toBase64url(shown),
      name: directory.name,
      people: directory.people.map((person) => ({
        id: toBase64url(person.id),
        name: person.name,
        role: person.role,
        state: person.state,
        words: personFingerprint(person),
      })),
      doors: directory.doors.map((door) => ({
        ...door,
        readers: door.readers.map(toBase64url),
        custodians: door.custodians.map(toBase64url),
        oversight: door.oversight.map(toBase64url),
      })),
      invitations: invitations
        .filter(
          ({ accepted }) => !directory.people.some((person) => accepted && equal(person.id, accepted.id)),
        )
        .map(({ id, expires, accepted }) => ({
          id: toBase64url(id),
          expires,
          words: accepted && personFingerprint(accepted),
          keys: accepted && toBase64url(personHash(accepted)),
        })),
      policy: directory.policy,
      drawnNotary: drawn && { key: toBase64url(drawn), reference: notaryReference(drawn) },
      history: await readHistory(this.#api, directory),
      fingerprint: authorityFingerprint(directory.authority),
      authority: toBase64url(directory.authority),
    };
  }

  /** @returns the token of a new link, `/officer/#invite=...`, and the last day it works */
  async invite(): Promise<{ token: string; expires: string }> {
    const token = typed('Entropy', sodium.randombytes_buf(LENGTH.Entropy));
    const invitation = hash('sotto/invitation/v1', token);
    const { expires } = await this.#api.call(invite, {
      invitation,
      authorisation: this.#authorise('invite', invitation),
    });
    return { token: toBase64url(token), expires };
  }

  async withdraw(id: string): Promise<void> {
    const invitation = idFromPage('Hash', id);
    const authorisation = this.#authorise('withdraw', invitation);
    await this.#api.call(withdrawInvitation, { invitation, authorisation });
  }

  /**
   * Signs and publishes the next version: on top of the one that was shown, with the keys that were compared.
   * @returns the directory as it is now
   * @throws ApiError or Failure `conflict` when another version came first; Failure `other-keys` when the server
   * has others now than it showed, `not-found` for an invitation that nobody took up
   */
  async publish(draft: OfficeDraft): Promise<KnownDirectory> {
    const known = this.#known;
    const { invitations } = await this.#invitations();
    const next = nextDirectory(known, draft, invitations, dayBy(this.#api));
    const signed = signDirectory(this.#seed, formatDirectory(next));
    await this.#api.call(publishDirectory, { directory: signed });
    return checkDirectory(signed, this.#known.directory.authority);
  }

  wipe(): void {
    sodium.memzero(this.#seed);
  }

  #invitations() {
    const authorisation = this.#authorise('invitations', utf8(''));
    return this.#api.call(readInvitations, { authorisation });
  }

  /** The newest key of the notary, where the directory names another. */
  async #drawnNotary(): Promise<SigningPublicKey | null> {
    const authorisation = this.#authorise('notary', utf8(''));
    const { notary } = await this.#api.call(readNotary, { authorisation });
    return equal(notary, this.#known.directory.notary) ? null : notary;
  }

  #authorise(purpose: AuthorityPurpose, subject: Uint8Array) {
    const { instance } = this.#known.directory;
    return authorise(this.#seed, { instance, purpose, subject, challenge: this.#sessionChallenge });
  }
}
