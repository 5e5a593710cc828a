/** What whoever is signed in does with one case. Ids are those of the inbox. */
import type { Priority, StatusChange } from '../../../case/kinds/choices.ts';
import type { Identity } from '../../../case/kinds/identity-box.ts';
import type { OpenCase } from '../case/casework.ts';
import { idFromPage } from '../../../calls/page-id.ts';
import { Failure } from '../../../calls/failure.ts';
import { openFile, saveFile, type Source } from '../../../files/opening.ts';
import type { OnProgress } from '../../../files/sending.ts';
import { blobSink, type DiskPlace } from '../../../files/sink.ts';
import type { KeyringCase } from '../keyring/case.ts';
import type { Seat } from './seat.ts';

export class SessionCases {
  readonly #seat: Seat;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** Reads a case. The first time, an access entry tells the reporter that it was opened. */
  async open(id: string): Promise<OpenCase> {
    const open = () => this.#seat.change(id, (casework, kept) => casework.open(kept));
    const opened = await open();
    const { shared, internal } = opened.unreadable;
    if (shared === null && internal === null) return opened;
    // It may be by somebody who came to the office since the directory was read.
    await this.#seat.refreshed();
    return open();
  }

  async reply(id: string, text: string): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.write(kept, 'shared', 'message', { text }));
  }

  async setStatus(id: string, status: StatusChange, reason: string): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) =>
      casework.write(kept, 'shared', 'status', { status, reason }),
    );
  }

  async setPriority(id: string, priority: Priority): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) =>
      casework.write(kept, 'internal', '?priority', { priority }),
    );
  }

  async addNote(id: string, text: string): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.write(kept, 'internal', 'note', { text }));
  }

  /**
   * Sends a file to the reporter. Others work on the case meanwhile: only the entry at its end waits for them.
   * @param file by which the page knows it
   * @param incident that it shows, by the id of its entry
   */
  async sendFile(
    id: string,
    file: string,
    given: File,
    onProgress: OnProgress,
    incident: string | null = null,
  ): Promise<OpenCase> {
    const found = await this.#find(id);
    const { casework } = this.#seat.state;
    const make = await casework.files.bring(found, file, given, onProgress, incident);
    const view = await this.#seat.change(id, (work, kept) => work.writeBy(kept, ['file', file], make));
    casework.files.stop(file, true);
    return view;
  }

  async stopFile(file: string, isForgotten: boolean): Promise<void> {
    this.#seat.state.casework.files.stop(file, isForgotten);
  }

  /** Only finding it waits for others who work on the case. @param file its `id` in the view */
  async openFile(id: string, file: string, onProgress: OnProgress): Promise<Blob> {
    return openFile(await this.#source(id, file), onProgress, blobSink());
  }

  /** Opens one as it is written to this device. @param place where to */
  async saveFile(id: string, file: string, place: DiskPlace, onProgress: OnProgress): Promise<void> {
    return saveFile(() => this.#source(id, file), onProgress, place);
  }

  async #source(id: string, file: string): Promise<Source> {
    const content = await this.#seat.change(id, (casework, kept) => casework.findFile(kept, file));
    return this.#seat.state.casework.files.source(await this.#find(id), content);
  }

  async deleteFile(id: string, file: string): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) =>
      casework.writeBy(kept, ['file-gone', file], (read) => casework.files.deletion(read, file)),
    );
  }

  /**
   * Gives a colleague access to a case.
   * @param person base64url of the colleague's id
   * @throws Failure `left-out` for somebody the reporter left out
   */
  async grant(id: string, person: string): Promise<OpenCase> {
    return this.#seat.change(id, async (casework, kept) => {
      await casework.grant(kept, idFromPage('PersonId', person));
      return casework.open(kept);
    });
  }

  /** Ends a colleague's access to a case: its keys change, and the others read on. */
  async endAccess(id: string, person: string): Promise<OpenCase> {
    return this.#seat.change(id, async (casework, kept) => {
      await casework.keys.rotate(kept, [idFromPage('PersonId', person)]);
      return casework.open(kept);
    });
  }

  /** Ends this officer's own access to a case: its keys change, and the others read on. */
  async recuse(id: string): Promise<void> {
    const { keyring, person } = this.#seat.state;
    await this.#seat.change(id, async (casework, kept) => {
      await casework.keys.rotate(kept, [person]);
      keyring.leave(kept);
    });
    // Forgotten, it would be on the list again.
    await keyring.saveOrLater();
  }

  /**
   * Asks the custodians of a case to be told who its reporter is.
   * @param original asks for the untouched original of this file instead
   */
  async askIdentity(id: string, reason: string, original: string | null = null): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.askIdentity(kept, reason, original));
  }

  /** @param request from the case's view, as in all that follow */
  async decideIdentity(id: string, request: string, approved: boolean, reason: string): Promise<OpenCase> {
    const view = await this.#seat.change(id, (casework, kept) =>
      casework.decideIdentity(kept, request, { approved, reason }),
    );
    // Forgotten, the days of waiting would begin when the page is opened the next time.
    await this.#seat.state.keyring.saveOrLater();
    return view;
  }

  /** @throws Failure `not-due` while the reporter may still object */
  async discloseIdentity(id: string, request: string): Promise<OpenCase> {
    return this.#seat.change(id, (casework, kept) => casework.discloseIdentity(kept, request));
  }

  /**
   * Opens an identity that was disclosed to this officer, which the reporter sees. It is kept nowhere.
   * @throws Failure `rule-broken`, `not-for-you`, or `not-found`
   */
  async openIdentity(id: string, request: string): Promise<{ view: OpenCase; identity: Identity }> {
    return this.#seat.change(id, (casework, kept) => casework.openIdentity(kept, request));
  }

  /**
   * Opens an original that was disclosed to this officer, which the reporter sees.
   * @param place where on this device it is written to; null to be given it
   * @returns also what its sender calls it
   * @throws Failure as `openIdentity`, and as opening a file
   */
  async openOriginal(
    id: string,
    request: string,
    place: DiskPlace | null,
    onProgress: OnProgress,
  ): Promise<{ file: Blob | null; name: string }> {
    const find = async () => {
      const content = await this.#seat.change(id, (casework, kept) => casework.openOriginal(kept, request));
      const source = this.#seat.state.casework.files.source(await this.#find(id), content);
      return { source, name: content.name };
    };
    if (place === null) {
      const { source, name } = await find();
      return { name, file: await openFile(source, onProgress, blobSink()) };
    }
    // Nothing is on record before the device has taken the place.
    const found: Awaited<ReturnType<typeof find>>[] = [];
    const keep = async () => {
      found.push(await find());
      return found[0]!.source;
    };
    await saveFile(keep, onProgress, place);
    return { name: found[0]!.name, file: null };
  }

  /** @throws Failure `not-found` */
  async #find(id: string): Promise<KeyringCase> {
    const { keyring } = this.#seat.state;
    await keyring.whole();
    const found = keyring.find(id);
    if (found === undefined) throw new Failure('not-found');
    return found;
  }
}
