/** Work on one thing happens one after the other; on different things, at once. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Waits for all earlier work on this thing, however it ended, and does this. */
  take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(thing, turn);
    const forget = () => {
      if (this.#last.get(thing) === turn) this.#last.delete(thing);
    };
    turn.then(forget, forget);
    return turn;
  }
}
