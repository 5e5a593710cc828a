/** What whoever is signed in does with many cases, one after the other: may be stopped and begun again. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { caseReference } from '../../../../crypto/id.ts';
import { Failure } from '../../../calls/failure.ts';
import { colleaguesOf, type Colleague } from '../directory/colleagues.ts';
import { goThrough, type CasesDone, type CasesProgress } from '../case/go-through.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { KeyringCase } from '../keyring/case.ts';
import { idFromPage } from '../../../calls/page-id.ts';
import type { Seat } from './seat.ts';

/** What handing over would do. */
export interface HandOverChoices {
  readonly colleagues: readonly Colleague[];
  /** Open cases that this officer reads. */
  readonly cases: number;
  /** Those among them that could not be checked, and can't be given. */
  readonly unsound: number;
}

export class SessionAllCases {
  readonly #seat: Seat;
  #handsOver = false;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /**
   * Changes the keys of every open case that somebody who left the office could still read. What is done is
   * done. A case that fails is left for another time.
   */
  async rotate(onProgress: (progress: CasesProgress) => void): Promise<CasesDone> {
    const { casework, keyring } = this.#seat.state;
    await keyring.whole();
    const cases = keyring.cases.filter((kept) => casework.keys.isToRotate(kept));
    return this.#changeAll(cases, onProgress, async (kept) => {
      if (!casework.keys.isToRotate(kept)) return false;
      // The conversation has its new key then; that the notes have not must be said all the same.
      if (!(await casework.keys.rotate(kept))) throw new Failure('unreadable');
      return true;
    });
  }

  /**
   * Gives a colleague access to every open case, as before leave.
   * @param person base64url of the colleague's id
   */
  async handOver(person: string, onProgress: (progress: CasesProgress) => void): Promise<CasesDone> {
    const { casework, keyring } = this.#seat.state;
    const to = idFromPage('PersonId', person);
    this.#handsOver = true;
    await keyring.whole();
    return this.#changeAll(
      openCases(keyring),
      onProgress,
      async (kept) => this.#handsOver && casework.grant(kept, to),
    );
  }

  /** Ends handing over after the case that is being given. */
  async stopHandOver(): Promise<void> {
    this.#handsOver = false;
  }

  /** Active colleagues to hand over to, and how many cases that would be. */
  async handOverChoices(): Promise<HandOverChoices> {
    const { known, person, keyring } = await this.#seat.refreshed();
    await keyring.whole();
    const open = openCases(keyring);
    return {
      colleagues: colleaguesOf(known.directory, [person], []).possible,
      cases: open.length,
      unsound: open.filter(({ summary }) => summary?.trouble !== null).length,
    };
  }

  /** Does something with many cases, each in its turn; what is done is kept now and then. */
  async #changeAll(
    cases: readonly KeyringCase[],
    onProgress: (progress: CasesProgress) => void,
    act: (kept: KeyringCase) => Promise<boolean>,
  ): Promise<CasesDone> {
    const { state } = this.#seat;
    const { casework, keyring } = state;
    const ids = cases.map(({ id }) => toBase64url(id));
    const { changed, failed } = await goThrough(ids, {
      onProgress,
      act: async (id) => {
        if (this.#seat.stateOrNull !== state) throw new Failure('locked');
        // Found anew each time: another device may have stored the keyring meanwhile.
        const kept = keyring.find(id);
        return kept !== undefined && casework.inTurn(kept, () => act(kept));
      },
      save: () => keyring.saveInRhythm(),
    });
    return {
      changed,
      failed: failed.flatMap((id) => keyring.find(id) ?? []).map(({ id }) => caseReference(id)),
    };
  }
}

/** Cases that are not closed, and that this officer has not left. */
function openCases({ cases }: Keyring): KeyringCase[] {
  return cases.filter(
    ({ summary, left }) => left === null && summary !== null && summary.status !== 'closed',
  );
}
