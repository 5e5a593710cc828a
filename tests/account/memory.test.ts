import { afterAll, beforeAll, expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { loadSumo, ready, sodium } from '../../crypto/sodium.ts';
import { unlockByPassphrase } from '../../crypto/vault.ts';
import { createApi } from '../../client/calls/api.ts';
import { failureOf } from '../../client/calls/failure.ts';
import { readDirectory } from '../../server/api/anyone.ts';

const full = () => sodium as unknown as { crypto_pwhash: unknown };
let whole: unknown;
beforeAll(async () => {
  await ready(loadSumo);
  whole = full().crypto_pwhash;
});
afterAll(() => {
  full().crypto_pwhash = whole;
});

const codeOf = async (work: () => unknown) => {
  try {
    await work();
    return null;
  } catch (error) {
    return failureOf(error);
  }
};

test('too little memory for a passphrase has a code of its own', async () => {
  // What libsodium throws, and what its runtime throws.
  for (const error of [new Error('invalid usage'), new RangeError('WebAssembly.Memory.grow()')]) {
    full().crypto_pwhash = () => {
      throw error;
    };
    const salt = typed('Salt', new Uint8Array(16));
    expect(await codeOf(() => unlockByPassphrase('four words are enough', salt))).toBe('no-memory');
  }
});

test('only a request that got no answer is a matter of the connection', async () => {
  const answering = (status: number, body: string) =>
    createApi('http://line.example', () => Promise.resolve(new Response(body, { status })));
  const codes = async (api: ReturnType<typeof createApi>) => codeOf(() => api.call(readDirectory, {}));
  expect(await codes(answering(502, '<h1>Bad gateway</h1>'))).toBe('unavailable');
  expect(await codes(answering(200, '<h1>Log in to this network</h1>'))).toBe('bad-answer');
  expect(await codes(createApi('http://line.example', () => Promise.reject(new TypeError('failed'))))).toBe(
    'offline',
  );
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  try {
    Object.assign(AbortSignal, { timeout: undefined });
    // A browser without it is none the worse.
    expect(await codes(answering(200, '{}'))).toBe('bad-answer');
  } finally {
    Object.assign(AbortSignal, { timeout });
  }
});
