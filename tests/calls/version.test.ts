/** A page and a server of different versions. */
import { expect, test } from 'vitest';
import { createApi, type ApiError } from '../../client/calls/api.ts';
import { LENGTH } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { VERSION, VERSION_HEADER } from '../../server/api/endpoint.ts';

/** What a page gets from a server of a version that answers so. */
async function asked(version: string | null, status: number, answer: object): Promise<unknown> {
  const headers: Record<string, string> = version === null ? {} : { [VERSION_HEADER]: version };
  const api = createApi('', () => Promise.resolve(Response.json(answer, { status, headers })));
  return api.call(readDirectory, {}).then(
    () => 'understood',
    (error: unknown) => (error as ApiError).code,
  );
}

const id = toBase64url(new Uint8Array(32));
const DIRECTORY = {
  suite: 1,
  instance: toBase64url(new Uint8Array(LENGTH.InstanceId)),
  name: { en: 'Office' },
  version: 1,
  previous: null,
  day: '2026-01-01',
  authority: id,
  notary: id,
  doors: [
    {
      id: 'one',
      kind: 'public',
      title: { en: 'One' },
      text: { en: '' },
      readers: [],
      custodians: [],
      oversight: [],
      questions: [],
    },
  ],
  people: [],
  policy: { acknowledgeDays: 7, feedbackDays: 90, identityDays: 7, recoveryHelpers: 2 },
};
const RIGHT = { text: JSON.stringify(DIRECTORY), signature: 'A'.repeat(86) };

test('that do not understand one another say so, whichever did not', async () => {
  const other = String(VERSION + 1);
  expect(await asked(other, 200, { ...RIGHT, more: 1 })).toBe('outdated');
  expect(await asked(other, 400, { error: 'bad-request' })).toBe('outdated');
  expect(await asked(other, 404, { error: 'not-found' })).toBe('outdated');
  // Nobody altered it: a later version signs what this one does not know.
  expect(await asked(other, 200, { ...RIGHT, text: JSON.stringify({ ...DIRECTORY, more: 1 }) })).toBe(
    'outdated',
  );
});

test('that understand one another go on: what was stored is not called lost', async () => {
  expect(await asked(String(VERSION + 1), 200, RIGHT)).toBe('understood');
  expect(await asked(String(VERSION + 1), 503, { error: 'not-ready' })).toBe('not-ready');
});

test('of one version blame nothing on it', async () => {
  for (const version of [String(VERSION), null]) {
    expect(await asked(version, 400, { error: 'bad-request' })).toBe('bad-request');
    expect(await asked(version, 200, { ...RIGHT, more: 1 })).toBe('bad-answer');
  }
});
