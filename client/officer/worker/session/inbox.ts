/** The inbox of whoever is signed in. */
import { Backlog } from '../inbox/backlog.ts';
import { syncInbox } from '../inbox/inbox.ts';
import type { SyncProgress } from '../inbox/look.ts';
import { toInboxCase, type InboxCase } from '../inbox/case.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { SlotReader, SlotTrying, StartTrying } from '../slots/opening.ts';
import type { Seat } from './seat.ts';

export interface Told {
  /** The UTC day by its clock; null where it did not say. */
  readonly day: string | null;
  /** Whether, since this page was loaded, it had another history than was read before: its data was put back. */
  readonly isPutBack: boolean;
}

export class SessionInbox {
  readonly #seat: Seat;
  readonly #startTrying: StartTrying;
  #isPutBack = false;
  /** Of whoever is signed in. */
  #backlog: Backlog | null = null;

  constructor(seat: Seat, startTrying: StartTrying) {
    this.#seat = seat;
    this.#startTrying = startTrying;
  }

  /**
   * Brings the inbox up to date: new slot sets tried, changed cases verified, the keyring stored.
   * @returns every case this officer can open, in no particular order
   */
  async sync(onProgress: (progress: SyncProgress) => void): Promise<InboxCase[]> {
    const { api, keyring, casework, keys, known } = await this.#seat.refreshed();
    const startTrying = (cases: number) => this.#tryWith(keys, cases);
    const onPutBack = () => {
      this.#isPutBack = true;
    };
    const { version } = known.directory;
    const backlog = this.#backlogOf(keyring);
    await syncInbox({ api, keyring, casework, backlog, version, startTrying, onProgress, onPutBack });
    return keyring.cases.filter(({ left }) => left === null).map(toInboxCase);
  }

  /** What the server told of itself while the inbox was looked at. */
  async told(): Promise<Told> {
    return { day: this.#seat.api.day, isPutBack: this.#isPutBack };
  }

  /** The inbox as far as the keyring was read, without asking the server. */
  async kept(): Promise<InboxCase[]> {
    return this.#seat.state.keyring.cases
      .filter(({ summary, left }) => summary !== null && left === null)
      .map(toInboxCase);
  }

  /** Whether something that was kept of cases was lost, and has to be found again. */
  async isDamaged(): Promise<boolean> {
    return this.#seat.state.keyring.isDamaged;
  }

  #backlogOf(keyring: Keyring): Backlog {
    if (this.#backlog?.keyring !== keyring) this.#backlog = new Backlog(keyring);
    return this.#backlog;
  }

  /** Tries slot sets until that is over, or until nobody is signed in any more. */
  #tryWith(reader: SlotReader, cases: number): SlotTrying {
    const { trying: all } = this.#seat.state;
    const trying = this.#startTrying(reader, cases);
    all.add(trying);
    const end = () => {
      all.delete(trying);
      trying.end();
    };
    return { open: (sets) => trying.open(sets), end };
  }
}
