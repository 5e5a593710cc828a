/** What becomes of a file that keeps what examines it busy, or breaks it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Examination } from '../../client/files/examining.ts';

/** A thread that does what a test says, and counts how often one was started or ended. */
class Thread extends EventTarget {
  static started = 0;
  static ended = 0;
  static answer: (thread: Thread, file: Blob) => void;

  constructor() {
    super();
    Thread.started++;
  }

  postMessage(file: Blob): void {
    Thread.answer(this, file);
  }

  terminate(): void {
    Thread.ended++;
  }
}

const CLEAN = { is: 'clean', found: [] };
const NOT_EXAMINED = { is: 'kept', reason: 'not-examined', found: [] };
const answering = (thread: Thread) =>
  thread.dispatchEvent(Object.assign(new Event('message'), { data: CLEAN }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', Thread);
  Object.assign(Thread, { started: 0, ended: 0, answer: answering });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('examines one file after the other in one thread', async () => {
  const examination = new Examination();
  expect(await examination.examine(new Blob(['a']))).toEqual(CLEAN);
  expect(await examination.examine(new Blob(['b']))).toEqual(CLEAN);
  expect([Thread.started, Thread.ended]).toEqual([1, 0]);
});

it.each<[what: string, answer: (thread: Thread) => void]>([
  ['keeps it busy', () => undefined],
  ['breaks it', (thread) => thread.dispatchEvent(new Event('error'))],
])('ends what examines a file that %s, and examines the next', async (_, answer) => {
  const examination = new Examination();
  Thread.answer = answer;
  const examined = examination.examine(new Blob(['a']));
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await examined).toEqual(NOT_EXAMINED);
  Thread.answer = answering;
  expect(await examination.examine(new Blob(['b']))).toEqual(CLEAN);
  expect([Thread.started, Thread.ended]).toEqual([2, 1]);
});

it('says that a file was not examined where the code for its format did not come', async () => {
  Thread.answer = (thread) => thread.dispatchEvent(Object.assign(new Event('message'), { data: null }));
  expect(await new Examination().examine(new Blob(['a']))).toEqual(NOT_EXAMINED);
});

it('stops at once where nobody wants the file any more', async () => {
  const examination = new Examination();
  Thread.answer = () => undefined;
  const examined = examination.examine(new Blob(['a']));
  examination.end();
  expect(await examined).toEqual(NOT_EXAMINED);
  expect(Thread.ended).toBe(1);
});
