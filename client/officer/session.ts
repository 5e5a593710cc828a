/**
 * All an officer's page does with keys and the server: signing in and out here, all else by what it is about.
 * Runs in a worker; nothing here touches the page.
 */
import { toBase64url } from '../../crypto/base64url.ts';
import { signOut } from '../../server/api/officer.ts';
import type { Api } from '../api.ts';
import { findPerson } from '../directory.ts';
import { wordsState, type WordsState } from '../words-state.ts';
import type { Secret } from './account.ts';
import { InvitationLink } from './invitation.ts';
import { RecoveryAsk } from './recovery-ask.ts';
import { SessionAccount } from './session/account.ts';
import { SessionAllCases } from './session/all-cases.ts';
import { SessionCases } from './session/cases.ts';
import { SessionHelpers } from './session/helpers.ts';
import { SessionInbox } from './session/inbox.ts';
import { SessionOffice } from './session/office.ts';
import { SessionPasskeys } from './session/passkeys.ts';
import { SessionRecoveries } from './session/recoveries.ts';
import { Seat } from './session/seat.ts';
import { InstanceSetup } from './setup.ts';
import { openAccount } from './sign-in.ts';
import { tryHere, type StartTrying } from './slot-trying.ts';

export interface SignedIn {
  /** base64url of this officer's id in the directory. */
  readonly person: string;
  /** What was signed in with: opening the office takes it once more. */
  readonly method: Secret['method'];
  /** This officer's name or role in the directory. */
  readonly name: string;
  readonly role: 'officer' | 'custodian';
  /** Whether this account holds the authority's key: it may open the office. */
  readonly isAuthority: boolean;
  /** Name of the office, by language. */
  readonly instanceName: Readonly<Record<string, string>>;
  /** Titles of doors by id, each by language. */
  readonly doors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export class OfficerSession {
  readonly #seat: Seat;
  // Before anybody is signed in.
  readonly setup: InstanceSetup;
  readonly invitation: InvitationLink;
  readonly recovery: RecoveryAsk;
  // For whoever is signed in: each fails with `locked` while nobody is.
  readonly inbox: SessionInbox;
  readonly cases: SessionCases;
  readonly allCases: SessionAllCases;
  readonly office: SessionOffice;
  readonly account: SessionAccount;
  readonly passkeys: SessionPasskeys;
  readonly helpers: SessionHelpers;
  readonly recoveries: SessionRecoveries;

  constructor(api: Api, startTrying: StartTrying = tryHere) {
    const seat = new Seat(api);
    this.#seat = seat;
    this.setup = new InstanceSetup(api);
    this.invitation = new InvitationLink(api);
    this.recovery = new RecoveryAsk(api);
    this.inbox = new SessionInbox(seat, startTrying);
    this.cases = new SessionCases(seat);
    this.allCases = new SessionAllCases(seat);
    this.office = new SessionOffice(seat);
    this.account = new SessionAccount(seat);
    this.passkeys = new SessionPasskeys(seat);
    this.helpers = new SessionHelpers(seat);
    this.recoveries = new SessionRecoveries(seat);
  }

  /** What is right or wrong with recovery words, without asking anybody. */
  async checkWords(input: string): Promise<WordsState> {
    return wordsState(input);
  }

  /**
   * Signs in and opens the keyring.
   * @throws Failure `signed-out` for an unknown account and a wrong secret alike; `bad-words` before any request
   */
  async signIn(name: string, secret: Secret): Promise<SignedIn> {
    this.#seat.take(await openAccount(this.#seat.api, name, secret));
    return this.profile();
  }

  /** Who is signed in, and the office's names as the newest directory has them. */
  async profile(): Promise<SignedIn> {
    const { known, person, stored } = this.#seat.state;
    const { directory } = known;
    const doors = Object.fromEntries(directory.doors.map((door) => [door.id, door.title]));
    return {
      person: toBase64url(person),
      method: stored.method,
      name: findPerson(directory, person)?.name ?? '',
      role: findPerson(directory, person)?.role ?? 'officer',
      isAuthority: stored.authorityVault !== null,
      instanceName: directory.name,
      doors,
    };
  }

  /** Ends the session on the server and forgets every key. */
  async lock(): Promise<void> {
    if (!this.#seat.leave()) return;
    try {
      await this.#seat.api.call(signOut, {});
    } catch {
      // Without an answer the session ends by itself after its idle time.
    }
  }
}
