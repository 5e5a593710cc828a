/**
 * The day by this server's clock, and the turn of the list of cases that goes with it (`db/turns.ts`). A clock may be
 * wrong, go forward or back, and differ from that of another server on the same database: nothing is lost by that.
 */
import { dayOf, type Day } from '../../crypto/stamp.ts';
import type { Database } from '../../db/tables.ts';
import { beginTurn, readTurn } from '../../db/turns.ts';
import { log } from '../operator/console.ts';
import { StartFailure } from '../operator/start-failure.ts';

/** A day before this program was: a machine whose clock was lost wakes in the year its maker chose. */
const BEFORE_THIS_PROGRAM = '2025-01-01';

export class Calendar {
  readonly #db: Database;
  readonly #now: () => number;
  /** The day by this clock when the turn was last looked at; null before. */
  #last: Day | null = null;

  /** @param now milliseconds since 1970 */
  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Begins another turn where this server's day is another one. To be called before every write: within one day it costs
   * nothing.
   */
  async keep(): Promise<void> {
    const today = dayOf(this.#now());
    const last = this.#last;
    if (today === last) return;
    const wentBack = last !== null && today < last;
    if (wentBack)
      log(
        `the clock of this machine went back, from ${last} to ${today}: reports are listed in the right order all the same`,
      );
    for (;;) {
      const turn = await readTurn(this.#db);
      // Another server is ahead, as over midnight. Its turn does for both: else two clocks would take turns, at every write.
      const isElsewhere = today < turn.day && !wentBack;
      if (today === turn.day || isElsewhere || (await beginTurn(this.#db, turn, today))) break;
    }
    this.#last = today;
  }

  /**
   * Refuses to start with a clock that is behind what is stored, or behind this program.
   * @param told the day that whoever starts it says it is; null where nothing was said
   * @throws StartFailure
   */
  async begin(told: string | null): Promise<void> {
    const today = dayOf(this.#now());
    const turn = await readTurn(this.#db);
    const isBehind = today < turn.day;
    if ((isBehind || today < BEFORE_THIS_PROGRAM) && told !== today) {
      const found = isBehind
        ? `something was stored here on ${turn.day} already`
        : 'this program is newer than that';
      throw new StartFailure(
        `this machine says that today is ${today}, but ${found}: set its clock right, or, if that is the right day, start once with --today ${today} (or SOTTO_TODAY=${today}).`,
      );
    }
    if (isBehind) {
      log(`goes on from ${turn.day} to ${today}, as it was told to`);
      await beginTurn(this.#db, turn, today);
    }
    await this.keep();
  }
}
