/** The office as its authority sees it, and the next version as they want it. Ids are base64url. */
import type { Directory, DoorKind, Person } from '../../../../server/api/directory.ts';
import type { Rights } from '../../../../server/api/rights.ts';
import type { OfficeVersion } from './history.ts';
import type { Localised } from './setup.ts';

export interface OfficePerson {
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
  /** Missing where nothing is said of rights. */
  readonly rights?: Rights | undefined;
}

export interface OfficeInvitation {
  readonly id: string;
  /** Last UTC day the link works. */
  readonly expires: string;
  /** Six words of the keys somebody made through it, to compare by telephone; null while nobody has. */
  readonly words: readonly string[] | null;
  /** base64url of the hash that those words are of, for the draft that admits; null while nobody has. */
  readonly keys: string | null;
}

export interface OfficeView {
  readonly version: number;
  /** base64url of the hash of this version's text. */
  readonly directory: string;
  readonly name: Localised;
  readonly people: readonly OfficePerson[];
  readonly doors: readonly OfficeDoor[];
  readonly invitations: readonly OfficeInvitation[];
  readonly policy: Directory['policy'];
  /** A key of the notary that the server has drawn and no version names yet: itself, and the letters to compare. */
  readonly drawnNotary: { readonly key: string; readonly reference: string } | null;
  /** Every version, newest first. */
  readonly history: readonly OfficeVersion[];
  /** The authority's six words, and its key for the link on posters. */
  readonly fingerprint: readonly string[];
  readonly authority: string;
}

/** The next version as the authority wants it. */
export interface OfficeDraft {
  /** The version that was shown, which this one changes: its `directory`. */
  readonly directory: string;
  readonly name: Localised;
  readonly people: readonly Pick<OfficePerson, 'id' | 'name' | 'role' | 'state'>[];
  readonly doors: readonly OfficeDoor[];
  readonly policy: Directory['policy'];
  /** The `key` of the notary's drawn one, once its letters were compared. */
  readonly notary?: string;
  /** Invited people to admit, after the words were compared. Their id is the invitation's. */
  readonly admit: readonly {
    readonly invitation: string;
    /** Those whose words were compared: the invitation's `keys`. */
    readonly keys: string;
    readonly name: string;
    readonly role: Person['role'];
    readonly doors: readonly string[];
    /** Ids of doors whose oversight comes to this person, where they replace somebody. */
    readonly oversees?: readonly string[];
  }[];
}
