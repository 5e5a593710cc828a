/**
 * Other officer's pages of the same browser. They share its session: a sign of life in one keeps all of them
 * open, and locking one locks all. Nothing is said but that.
 */

/** Milliseconds between two signs of life that are passed on. */
const PAUSE = 1000;

type Word = 'here' | 'lock';

export class OtherPages {
  readonly #channel = new BroadcastChannel('sotto-officer');
  #last = 0;

  constructor(on: Readonly<Record<Word, () => void>>) {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
      if (data === 'here' || data === 'lock') on[data]();
    });
  }

  here(): void {
    // Also a clock that was set back has another second by now.
    if (Math.abs(Date.now() - this.#last) < PAUSE) return;
    this.#last = Date.now();
    this.#say('here');
  }

  lock(): void {
    this.#say('lock');
  }

  close(): void {
    this.#channel.close();
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}
