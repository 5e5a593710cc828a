/** The office as its authority sees and changes it. Names and keys only: nothing of any case. */
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, typed, utf8, LENGTH, type Hash, type SigningSeed } from '../../crypto/bytes.ts';
import { authorise, type AuthorityPurpose } from '../../crypto/authorisation.ts';
import { signDirectory, verifySuccessor } from '../../crypto/directory.ts';
import { authorityFingerprint, personFingerprint } from '../../crypto/fingerprint.ts';
import { hash } from '../../crypto/hash.ts';
import { sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { readDirectoryVersion } from '../../server/api/anyone.ts';
import { invite, publishDirectory, readInvitations, withdrawInvitation } from '../../server/api/authority.ts';
import { formatDirectory, type Directory, type DoorKind, type Person } from '../../server/api/directory.ts';
import type { Api } from '../api.ts';
import { addDays } from '../case/days.ts';
import { checkDirectory, type KnownDirectory } from '../directory.ts';
import { Failure } from '../failure.ts';
import { changesBetween, type OfficeChange } from './office-history.ts';
import { idFromPage } from './page-id.ts';
import type { Localised } from './setup.ts';

/** Days an invitation works. */
const INVITATION_DAYS = 7;

export interface OfficePerson {
  /** base64url of the person's id. */
  readonly id: string;
  readonly name: string;
  readonly role: Person['role'];
  readonly state: Person['state'];
  /** Six words of the person's keys. */
  readonly words: readonly string[];
}

export interface OfficeDoor {
  readonly id: string;
  readonly kind: DoorKind;
  readonly title: Localised;
  readonly text: Localised;
  /** Ids of people. */
  readonly readers: readonly string[];
  readonly custodians: readonly string[];
  /** Who reads instead when a reporter leaves out every reader. */
  readonly oversight: readonly string[];
  /** In the order they are asked; null for the page's own words. */
  readonly questions: readonly { readonly id: string; readonly text: Localised | null }[];
}

export interface OfficeInvitation {
  readonly id: string;
  /** Last UTC day the link works. */
  readonly expires: string;
  /** Six words of the keys somebody made through it, to compare by telephone; null while nobody has. */
  readonly words: readonly string[] | null;
}

export interface OfficeView {
  readonly version: number;
  readonly name: Localised;
  readonly people: readonly OfficePerson[];
  readonly doors: readonly OfficeDoor[];
  readonly invitations: readonly OfficeInvitation[];
  readonly policy: Directory['policy'];
  /** Every version, newest first. */
  readonly history: readonly {
    readonly version: number;
    readonly day: string;
    readonly changes: OfficeChange[];
  }[];
  /** The authority's six words, and its key for the link on posters. */
  readonly fingerprint: readonly string[];
  readonly authority: string;
}

/** The next version as the authority wants it. */
export interface OfficeDraft {
  readonly name: Localised;
  readonly people: readonly Pick<OfficePerson, 'id' | 'name' | 'role' | 'state'>[];
  readonly doors: readonly OfficeDoor[];
  readonly policy: Directory['policy'];
  /** Invited people to admit, after the words were compared. Their id is the invitation's. */
  readonly admit: readonly {
    readonly invitation: string;
    readonly name: string;
    readonly role: Person['role'];
    readonly doors: readonly string[];
    /** Ids of doors whose oversight comes to this person, where they replace somebody. */
    readonly oversees?: readonly string[];
  }[];
}

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
    const { directory } = this.#known;
    const { invitations } = await this.#invitations();
    return {
      version: directory.version,
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
        })),
      policy: directory.policy,
      history: await this.#history(),
      fingerprint: authorityFingerprint(directory.authority),
      authority: toBase64url(directory.authority),
    };
  }

  /** @returns the token of a new link, `/officer/#invite=...`, and the last day it works */
  async invite(): Promise<{ token: string; expires: string }> {
    const token = typed('Entropy', sodium.randombytes_buf(LENGTH.Entropy));
    const invitation = hash('sotto/invitation/v1', token);
    const expires = addDays(dayOf(Date.now()), INVITATION_DAYS);
    await this.#api.call(invite, {
      invitation,
      expires,
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
   * Signs and publishes the next version.
   * @returns the directory as it is now
   * @throws ApiError `conflict` when another version came first
   */
  async publish(draft: OfficeDraft): Promise<KnownDirectory> {
    const next = await this.#next(draft);
    const signed = signDirectory(this.#seed, formatDirectory(next));
    await this.#api.call(publishDirectory, { directory: signed });
    return checkDirectory(signed, this.#known.directory.authority);
  }

  wipe(): void {
    sodium.memzero(this.#seed);
  }

  async #next(draft: OfficeDraft): Promise<Directory> {
    const { directory, hash: previous } = this.#known;
    const { invitations } = await this.#invitations();
    const admitted = draft.admit.map((wanted) => {
      const found = invitations.find((one) => toBase64url(one.id) === wanted.invitation);
      if (!found?.accepted) throw new Failure('not-found');
      return {
        wanted,
        person: { ...found.accepted, name: wanted.name, role: wanted.role, state: 'active' as const },
      };
    });
    const people = directory.people.map((person) => {
      const wanted = draft.people.find((one) => one.id === toBase64url(person.id));
      return wanted === undefined
        ? person
        : { ...person, name: wanted.name, role: wanted.role, state: wanted.state };
    });
    const doors = draft.doors.map((door) => {
      const added = (role: Person['role']) =>
        admitted.flatMap(({ wanted, person }) =>
          wanted.role === role && wanted.doors.includes(door.id) ? [person.id] : [],
        );
      return {
        ...door,
        title: { ...door.title },
        text: { ...door.text },
        readers: [...door.readers.map((id) => idFromPage('PersonId', id)), ...added('officer')],
        custodians: [...door.custodians.map((id) => idFromPage('PersonId', id)), ...added('custodian')],
        oversight: [
          ...door.oversight.map((id) => idFromPage('PersonId', id)),
          ...admitted.flatMap(({ wanted, person }) =>
            wanted.role === 'officer' && wanted.oversees?.includes(door.id) ? [person.id] : [],
          ),
        ],
        questions: door.questions.map(({ id, text }) => ({ id, text: text && { ...text } })),
      };
    });
    return {
      ...directory,
      name: { ...draft.name },
      policy: { ...draft.policy },
      version: directory.version + 1,
      previous,
      day: dayOf(Date.now()),
      doors,
      people: [...people, ...admitted.map(({ person }) => person)],
    };
  }

  #invitations() {
    const authorisation = this.#authorise('invitations', utf8(''));
    return this.#api.call(readInvitations, { authorisation });
  }

  #authorise(purpose: AuthorityPurpose, subject: Uint8Array) {
    const { instance } = this.#known.directory;
    return authorise(this.#seed, { instance, purpose, subject, challenge: this.#sessionChallenge });
  }

  /** Every version, checked to follow the one before it. */
  async #history(): Promise<OfficeView['history']> {
    const { authority, version } = this.#known.directory;
    const history: { version: number; day: string; changes: OfficeChange[] }[] = [];
    let before: { directory: Directory; hash: Hash } | null = null;
    for (let at = 1; at <= version; at++) {
      const signed = await this.#api.call(readDirectoryVersion, { version: String(at) });
      const now: KnownDirectory = checkDirectory(signed, authority);
      if (before !== null)
        verifySuccessor({ version: before.directory.version, hash: before.hash }, now.directory);
      history.unshift({
        version: at,
        day: now.directory.day,
        changes: changesBetween(before?.directory ?? null, now.directory),
      });
      before = now;
    }
    return history;
  }
}
