/**
 * All an officer's page does with keys and the server: signing in and out here, all else by what it is about.
 * Runs in a worker; nothing here touches the page.
 */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { signOut } from '../../../../server/api/officer.ts';
import type { Api } from '../../../calls/api.ts';
import { findPerson } from '../../../directory/directory.ts';
import { wordsState, type WordsState } from '../../../words/state.ts';
import type { Secret } from '../account/account.ts';
import { InvitationLink } from '../account/invitation.ts';
import { RecoveryAsk } from '../recovery/ask.ts';
import { SessionAccount } from './account.ts';
import { SessionAllCases } from './all-cases.ts';
import { SessionCases } from './cases.ts';
import { SessionCircle } from './circle.ts';
import { SessionInbox } from './inbox.ts';
import { SessionOffice } from './office.ts';
import { SessionPasskeys } from './passkeys.ts';
import { SessionProtection } from './protection.ts';
import { SessionRecoveries } from './recoveries.ts';
import { Seat } from './seat.ts';
import { storePage } from '../keyring/asking.ts';
import { InstanceSetup } from '../office/setup.ts';
import { openAccount } from '../account/sign-in.ts';
import { tryHere, type StartTrying } from '../slots/opening.ts';

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
  readonly protection: SessionProtection;
  readonly allCases: SessionAllCases;
  readonly office: SessionOffice;
  readonly account: SessionAccount;
  readonly passkeys: SessionPasskeys;
  readonly circle: SessionCircle;
  readonly recoveries: SessionRecoveries;

  constructor(api: Api, startTrying: StartTrying = tryHere) {
    const seat = new Seat(api);
    this.#seat = seat;
    this.setup = new InstanceSetup(api);
    this.invitation = new InvitationLink(api);
    this.recovery = new RecoveryAsk(api);
    this.inbox = new SessionInbox(seat, startTrying);
    this.cases = new SessionCases(seat);
    this.protection = new SessionProtection(seat);
    this.allCases = new SessionAllCases(seat);
    this.office = new SessionOffice(seat);
    this.account = new SessionAccount(seat);
    this.passkeys = new SessionPasskeys(seat);
    this.circle = new SessionCircle(seat);
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

  /** Stores the keyring when it is time to, and somebody is signed in. */
  async keep(): Promise<void> {
    const state = this.#seat.stateOrNull;
    if (state !== null) await state.keyring.saveInRhythm();
  }

  /** Forgets every key, stores the keyring as it was sealed before, and ends the session on the server. */
  async lock(): Promise<void> {
    const unstored = this.#seat.stateOrNull?.keyring.parting() ?? [];
    if (!this.#seat.leave()) return;
    try {
      for (const page of unstored) await storePage(this.#seat.api, page);
    } catch {
      // Another device was first, or there is no answer: what was not stored is found again.
    }
    try {
      await this.#seat.api.call(signOut, {});
    } catch {
      // Without an answer the session ends by itself after its idle time.
    }
  }
}
