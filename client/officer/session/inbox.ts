/** The inbox of whoever is signed in. */
import { ApiError } from '../../api.ts';
import { syncInbox, type SyncProgress } from '../inbox.ts';
import { toInboxCase, type InboxCase } from '../inbox-case.ts';
import type { SlotReader, SlotTrying, StartTrying } from '../slot-trying.ts';
import type { Seat } from './seat.ts';

/** How often the inbox is brought up to date while another device keeps storing the keyring, before giving up. */
const TRIES = 5;

export class SessionInbox {
  readonly #seat: Seat;
  readonly #startTrying: StartTrying;

  constructor(seat: Seat, startTrying: StartTrying) {
    this.#seat = seat;
    this.#startTrying = startTrying;
  }

  /**
   * Brings the inbox up to date: new slot sets tried, changed cases verified, the keyring stored.
   * @returns every case this officer can open, in no particular order
   */
  async sync(onProgress: (progress: SyncProgress) => void): Promise<InboxCase[]> {
    const { api, keyring, desk, keys } = await this.#seat.refreshed();
    const startTrying = (cases: number) => this.#tryWith(keys, cases);
    for (let tries = 1; ; tries++) {
      try {
        await syncInbox({ api, keyring, desk, startTrying, onProgress });
        break;
      } catch (error) {
        // Another device stored the keyring in between: take its pages, and find again what is missing.
        const again = error instanceof ApiError && error.code === 'conflict' && tries < TRIES;
        if (!again) throw error;
        await keyring.load();
      }
    }
    return keyring.cases.filter(({ left }) => left === null).map(toInboxCase);
  }

  /** The inbox as the keyring has it, without asking the server: at once after signing in. */
  async known(): Promise<InboxCase[]> {
    return this.#seat.state.keyring.cases
      .filter(({ summary, left }) => summary !== null && left === null)
      .map(toInboxCase);
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
