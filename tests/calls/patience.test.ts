/** How long a page waits: for what comes slowly as long as it takes, for what stands still not. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { createApi } from '../../client/calls/api.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { endpoint } from '../../server/api/endpoint.ts';

const SECOND = 1000;
const read = endpoint('GET', '/api/anything', z.strictObject({}), z.strictObject({ text: z.string() }));
const write = endpoint(
  'POST',
  '/api/anything',
  z.strictObject({ body: z.string() }),
  z.strictObject({ text: z.string() }),
);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An answer that comes in pieces, one every so often: all the same, or as `pause` says of each. */
function inPieces(text: string, size: number, pause: number | ((piece: number) => number)): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await new Promise((resolve) =>
        setTimeout(resolve, typeof pause === 'number' ? pause : pause(at / size)),
      );
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
  return new Response(body);
}

/** What comes of a request, and how many seconds that took. */
async function outcome(answer: () => Promise<Response>, body = '') {
  const start = performance.now();
  const asked =
    body === '' ? createApi('', answer).call(read, {}) : createApi('', answer).call(write, { body });
  const ended = asked.then(
    ({ text }) => text.length,
    (error: unknown) => String(error),
  );
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) await vi.advanceTimersByTimeAsync(SECOND);
  return { result: await ended, seconds: (performance.now() - start) / SECOND };
}

const json = (length: number) => JSON.stringify({ text: 'x'.repeat(length) });

test('an answer of half a megabyte over 40 kbit/s is waited for, though it takes minutes', async () => {
  const { result, seconds } = await outcome(async () => inPieces(json(500_000), 10_000, 2 * SECOND));
  expect(result).toBe(500_000);
  expect(seconds).toBeGreaterThan(90);
});

test('an answer over 12 kbit/s goes on, and one that stops in the middle is given up a minute later', async () => {
  const slow = await outcome(async () => inPieces(json(500_000), 1500, SECOND));
  expect(slow.result).toBe(500_000);
  const stops = await outcome(async () =>
    inPieces(json(500_000), 100_000, (piece) => (piece < 4 ? SECOND : 600 * SECOND)),
  );
  expect(stops.result).toContain('offline');
  expect(stops.seconds).toBeLessThan(90);
});

test('a request of half a megabyte has the time it takes over 50 kbit/s, on both sides', async () => {
  const length = LIMITS.entryBodyBytes;
  const needed = length / (50_000 / 8);
  const sent = (seconds: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, seconds * SECOND));
    return new Response(json(1));
  };
  expect((await outcome(sent(needed), 'x'.repeat(length))).result).toBe(1);
  expect((await outcome(sent(needed))).result).toContain('offline');
  const longest = Math.max(length, LIMITS.directoryBodyBytes, LIMITS.keyringBodyBytes);
  expect(LIMITS.requestMilliseconds / SECOND).toBeGreaterThan(longest / (50_000 / 8));
});

test('an answer that is too long is a wrong one, not a lost connection', async () => {
  const { result } = await outcome(async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
      cancel: () => Promise.reject(new Error('lost')),
    });
    return new Response(endless);
  });
  expect(result).toContain('bad-answer');
});

test('an answer that stands still, or drips, is given up', async () => {
  const still = await outcome(async () => inPieces(json(500_000), 400_000, 300 * SECOND));
  expect(still.result).toContain('offline');
  const dripping = await outcome(async () => inPieces(json(500_000), 1, SECOND));
  expect(dripping.result).toContain('offline');
  expect(Math.max(still.seconds, dripping.seconds)).toBeLessThan(90);
});

test('a request without any answer is given up', async () => {
  const { result, seconds } = await outcome(() => new Promise(() => undefined));
  expect(result).toContain('offline');
  expect(seconds).toBeLessThan(90);
});
