/** What whoever is signed in does with one case. Ids are those of the inbox. */
import type { StatusChange } from '../../case/content.ts';
import type { Identity } from '../../case/identity-box.ts';
import { Failure } from '../../failure.ts';
import type { CaseDesk, OpenCase } from '../case-desk.ts';
import type { KeyringCase } from '../keyring-case.ts';
import { idFromPage } from '../page-id.ts';
import { saveKeyring, type Seat } from './seat.ts';

export class SessionCases {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** Reads a case. The first time, an access entry tells the reporter that it was opened. */
  async open(id: string): Promise<OpenCase> {
    const open = () => this.#change(id, (desk, known) => desk.open(known));
    const opened = await open();
    const { shared, internal } = opened.unreadable;
    if (shared === null && internal === null) return opened;
    // It may be by somebody who came to the office since the directory was read.
    await this.#seat.refreshed();
    return open();
  }

  async reply(id: string, text: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'shared', 'message', { text }));
  }

  async setStatus(id: string, status: StatusChange, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'shared', 'status', { status, reason }));
  }

  async addNote(id: string, text: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'internal', 'note', { text }));
  }

  /**
   * Gives a colleague access to a case.
   * @param person base64url of the colleague's id
   * @throws Failure `left-out` for somebody the reporter left out
   */
  async grant(id: string, person: string): Promise<OpenCase> {
    return this.#change(id, async (desk, known) => {
      await desk.grant(known, idFromPage('PersonId', person));
      return desk.open(known);
    });
  }

  /** Ends a colleague's access to a case: its keys change, and the others read on. */
  async endAccess(id: string, person: string): Promise<OpenCase> {
    return this.#change(id, async (desk, known) => {
      await desk.keys.rotate(known, [idFromPage('PersonId', person)]);
      return desk.open(known);
    });
  }

  /** Ends this officer's own access to a case: its keys change, and the others read on. */
  async recuse(id: string): Promise<void> {
    const { keyring, person } = this.#seat.state;
    return this.#change(id, async (desk, known) => {
      await desk.keys.rotate(known, [person]);
      keyring.leave(known);
    });
  }

  /** Asks the custodians of a case to be told who its reporter is. */
  async askIdentity(id: string, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.askIdentity(known, reason));
  }

  /** @param request from the case's view, as in all that follow */
  async decideIdentity(id: string, request: string, approved: boolean, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.decideIdentity(known, request, { approved, reason }));
  }

  /** @throws Failure `not-due` while the reporter may still object */
  async discloseIdentity(id: string, request: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.discloseIdentity(known, request));
  }

  /**
   * Opens an identity that was disclosed to this officer, which the reporter sees. It is kept nowhere.
   * @throws Failure `rule-broken`, `not-for-you`, or `not-found`
   */
  async openIdentity(id: string, request: string): Promise<{ view: OpenCase; identity: Identity }> {
    return this.#change(id, (desk, known) => desk.openIdentity(known, request));
  }

  async #change<T>(id: string, act: (desk: CaseDesk, known: KeyringCase) => Promise<T>): Promise<T> {
    const { keyring, desk } = this.#seat.state;
    const known = keyring.find(id);
    if (known === undefined) throw new Failure('not-found');
    const done = await desk.inTurn(known, () => act(desk, known));
    await saveKeyring(keyring);
    return done;
  }
}
