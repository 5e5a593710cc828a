/** The one way to append: what is sent again, what is sealed anew, and what counts as stored. */
import { beforeAll, expect, test } from 'vitest';
import { LENGTH, typed, type EntryBytes, type SigningSeed } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { entryHash, HEADER_LENGTH } from '../../crypto/header.ts';
import { signerOf, signingPublicKey, type Signer } from '../../crypto/signature.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { dayOf, stamp, verifyStamp } from '../../crypto/stamp.ts';
import { ApiError } from '../../client/calls/api.ts';
import { Appender, type Appending, type Sealed } from '../../client/case/chain/append.ts';

const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId));
const seed = typed('SigningSeed', new Uint8Array(LENGTH.SigningSeed).fill(1)) as SigningSeed;
const conflict = () => new ApiError('conflict');
const offline = () => new ApiError('offline');

let signer: Signer;
beforeAll(async () => {
  await ready();
  signer = signerOf(seed);
});

/** @param answers one for each time something is sent: what it fails with, or null for a stamp */
function somebody(answers: (Error | null)[], more: Partial<Appending<Sealed, number>> = {}) {
  const appender = new Appender();
  const seen = { reads: [] as boolean[], sent: [] as EntryBytes[], stored: 0 };
  const way: Appending<Sealed, number> = {
    read: async (again) => seen.reads.push(again),
    seal: () => ({ entry: sodium.randombytes_buf(HEADER_LENGTH + 64) as EntryBytes }),
    send: async ({ entry }) => {
      seen.sent.push(entry);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return stamp(signer, instance, entryHash(entry), dayOf(0));
    },
    checkStamp: async (entry, given) => {
      if (!verifyStamp(signingPublicKey(seed), instance, entry, given)) throw new CryptoError('bad-stamp');
    },
    stored: () => void seen.stored++,
    ...more,
  };
  return { seen, append: (wanted: string) => appender.append(wanted, way) };
}

test.each(['conflict', 'directory-changed'] as const)(
  'after %s it is read again, and sealed anew',
  async (code) => {
    const { append, seen } = somebody([new ApiError(code), null]);
    await append('a');
    expect(seen.reads).toEqual([false, true]);
    expect(seen.sent[0]).not.toEqual(seen.sent[1]);
    expect(seen.stored).toBe(1);
  },
);

test('after no answer the same bytes are sent, and nothing is read or sealed', async () => {
  const { append, seen } = somebody([offline(), null, null]);
  await expect(append('a')).rejects.toMatchObject({ code: 'offline' });
  await append('a');
  expect(seen.reads).toEqual([false]);
  expect(seen.sent[0]).toEqual(seen.sent[1]);
  await append('a');
  expect(seen.sent[2]).not.toEqual(seen.sent[1]);
});

test('a conflict every time ends', async () => {
  const { append, seen } = somebody(Array.from({ length: 9 }, conflict));
  await expect(append('a')).rejects.toMatchObject({ code: 'conflict' });
  expect([seen.sent.length, seen.stored]).toEqual([5, 0]);
});

test('a stamp of another entry, or by somebody else, is none, and the same bytes are sent again', async () => {
  const other = signerOf(typed('SigningSeed', new Uint8Array(LENGTH.SigningSeed).fill(2)));
  const wrong = [
    () => stamp(signer, instance, typed('Hash', new Uint8Array(LENGTH.Hash)), dayOf(0)),
    (entry: EntryBytes) => stamp(other, instance, entryHash(entry), dayOf(0)),
  ];
  for (const stamped of wrong) {
    const sent: EntryBytes[] = [];
    const { append, seen } = somebody([], {
      send: async ({ entry }) => {
        sent.push(entry);
        return stamped(entry);
      },
    });
    for (let i = 0; i < 2; i++) await expect(append('a')).rejects.toMatchObject({ code: 'bad-stamp' });
    expect([seen.stored, sent[1]]).toEqual([0, sent[0]]);
  }
});

test('what is stored counts as stored only once what follows has happened', async () => {
  let fails = 1;
  const { append, seen } = somebody([null, null], {
    stored: () => {
      if (fails-- > 0) throw offline();
    },
  });
  await expect(append('a')).rejects.toMatchObject({ code: 'offline' });
  await append('a');
  expect(seen.sent[0]).toEqual(seen.sent[1]);
});

test('a failure that says that it was never stored is as good as a conflict, where it is named as one', async () => {
  const gone = () => new ApiError('not-found');
  const { append, seen } = somebody([gone(), null], {
    isStale: (error) => (error as ApiError).code === 'not-found',
  });
  await append('a');
  expect(seen.reads).toEqual([false, true]);
  await expect(somebody([gone()]).append('a')).rejects.toMatchObject({ code: 'not-found' });
});

test('where there is nothing to write nothing is sent', async () => {
  const { append, seen } = somebody([], { seal: () => null });
  await append('a');
  expect(seen.sent).toEqual([]);
});
