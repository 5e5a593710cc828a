/** Keyrings as a copy of the database shows them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typed, type AccountId, type BoxBytes } from '../../crypto/bytes.ts';
import { addAccount } from '../../db/accounts.ts';
import { inTransaction } from '../../db/tables.ts';
import { readKeyring, storeKeyringPage, writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { contents, scratchSqlite, serveInside, type Inside } from '../stage/inside.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
const accounts = Array.from({ length: 4 }, (_, i) => typed('AccountId', new Uint8Array(16).fill(i + 1)));

beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  for (const id of accounts) await addOne(id);
});
afterAll(() => scratch.remove());

async function addOne(id: AccountId): Promise<void> {
  const account = {
    id,
    person: typed('PersonId', id),
    salt: typed('Salt', new Uint8Array(16)),
    vault: new Uint8Array(72) as BoxBytes,
    authorityVault: null,
  };
  const unlock = {
    method: 'words' as const,
    signInKey: typed('SigningPublicKey', new Uint8Array(32)),
    wrappedKey: new Uint8Array(72) as BoxBytes,
  };
  await inTransaction(scratch.db, (transaction) => addAccount(transaction, account, [unlock]));
}

const box = (length: number) => new Uint8Array(length).fill(length % 251) as BoxBytes;
const store = (account: AccountId, page: number, revision: number, length: number) =>
  storeKeyringPage(inside.context, account, page, revision, box(length));

async function rows() {
  const found = await scratch.db.selectFrom('keyrings').selectAll().execute();
  return found.map((row) => ({
    ...row,
    box: Buffer.from(row.box),
    name: Buffer.from(row.name).toString('hex'),
  }));
}

const numbersOf = (pages: readonly { page: number }[]) =>
  pages
    .map(({ page }) => page)
    .sort((a, b) => a - b)
    .join('');

test('saving writes nothing; written down, everybody has as many pages of one length, and those of a number change alike', async () => {
  const [first, second, third] = accounts as [AccountId, AccountId, AccountId];
  const before = await contents(scratch.db);
  await store(first, 0, 0, 700);
  await store(first, 1, 0, 20);
  await store(first, 1, 1, 60_000);
  await store(second, 0, 0, 100);
  expect(await contents(scratch.db)).toEqual(before);
  await writeDownKeyrings(inside.context);
  const written = await rows();
  expect(numbersOf(written)).toBe('00001111');
  expect(new Set(written.map(({ box: sealed }) => sealed.length)).size).toBe(1);
  for (const account of accounts)
    expect(written.some(({ box: sealed }) => sealed.includes(Buffer.from(account)))).toBe(false);

  // One page of one account changes.
  await store(third, 1, 0, 5);
  await writeDownKeyrings(inside.context);
  const changed = await rows();
  for (const { page, name, box: sealed } of changed) {
    const old = written.find((row) => row.name === name)!;
    expect(sealed.equals(old.box)).toBe(page === 0);
  }
  // Nothing waits, and nothing is written.
  const quiet = await contents(scratch.db);
  await writeDownKeyrings(inside.context);
  expect(await contents(scratch.db)).toEqual(quiet);

  // A new account has what all have, once anything is written.
  await addOne(typed('AccountId', new Uint8Array(16).fill(9)));
  await writeDownKeyrings(inside.context);
  expect(numbersOf(await rows())).toBe('0000011111');
});

test('a new process reads what was written down, and goes on from its revisions', async () => {
  const [first] = accounts as [AccountId];
  const next = await serveInside(scratch.db);
  const pages = await readKeyring(next.context, first);
  expect(pages).toEqual([
    { page: 0, revision: 1, box: box(700) },
    { page: 1, revision: 2, box: box(60_000) },
  ]);
  expect(await storeKeyringPage(next.context, first, 1, 1, box(3))).toBeNull();
  expect(await storeKeyringPage(next.context, first, 1, 2, box(3))).toBe(3);
  expect(await readKeyring(next.context, first, 1, 1)).toEqual([{ page: 1, revision: 3, box: box(3) }]);
});
