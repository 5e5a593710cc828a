/**
 * Officers' keyrings at rest. What an officer saves waits in the passing store; from time to time, and not when
 * somebody did something, what waits is written down: every account has as many pages as any other, and where one of
 * a number changed, that of every account is sealed anew. So copies of the database say neither whose keyring changed
 * nor how large it is.
 */
import { concat, u32, type AccountId, type BoxBytes, type Hash } from '../../crypto/bytes.ts';
import {
  countPages,
  lockKeyrings,
  readAccountIds,
  readSealedPages,
  replacePages,
  type SealedPage,
} from '../../db/keyrings.ts';
import { shuffle } from '../../db/place.ts';
import { inTransaction, type Database, type DatabaseTransaction } from '../../db/tables.ts';
import { LIMITS } from '../api/limits.ts';
import type { Context } from '../instance/context.ts';
import { openOwn, ownName, sealOwn } from '../instance/own-seal.ts';
import type { Kept, Kind } from '../instance/passing-store.ts';

export interface KeyringPage {
  readonly page: number;
  /** 0 for a page that is not there. */
  readonly revision: number;
  readonly box: BoxBytes;
}

/** Page number and revision, each as u32, before the box. */
const HEAD = 8;
const PAGE: Kind = { purpose: 'keyring', size: HEAD + LIMITS.keyringPageBytes };

/** What waits is not forgotten by time. */
const NEVER = 2 ** 31 - 1;

/** Pages of all accounts written in one transaction, at the most: some MB, so that nobody waits long. */
const AT_ONCE = 64;

/** Pages that are looked for one by one. */
const FEW = 16;

/** Pages that wait in this process, at the most: 16 MB. Nobody writes more in one interval but a new device. */
const MOST_WAITING = 256;
const waiting = new WeakMap<Context, number>();

/** Pages of a number on, those that there are. */
export async function readKeyring(
  context: Context,
  account: AccountId,
  from = 0,
  pages: number = LIMITS.keyringPages,
): Promise<KeyringPage[]> {
  const names = Array.from({ length: pages }, (_, i) => nameOf(account, from + i));
  const found: KeyringPage[] = [];
  // What waits first: it is written down before it is taken from there.
  const waitingPages =
    pages > FEW
      ? await context.passing.readBundle(PAGE, account)
      : await Promise.all(names.map((name) => context.passing.read(PAGE, name)));
  for (const kept of waitingPages) if (kept !== undefined) found.push(fromBytes(kept.value));
  const taken = new Set(found.map(({ page }) => page));
  const asked = names.filter((_, i) => !taken.has(from + i));
  for (let i = 0; i < asked.length; i += AT_ONCE)
    found.push(...(await readStored(context, context.db, asked.slice(i, i + AT_ONCE))));
  const isAsked = ({ page, revision }: KeyringPage) => revision > 0 && page >= from && page < from + pages;
  return found.filter(isAsked).sort((a, b) => a.page - b.page);
}

/** Bytes that a page adds to what is stored: where nobody has one of its number, everybody is given one. */
export async function growthOf(context: Context, account: AccountId, page: number): Promise<number> {
  const { page: found, isStored } = await findPage(context, account, page);
  if (isStored || found.revision > 0) return 0;
  return PAGE.size * (await readAccountIds(context.db)).length;
}

/**
 * Takes a page.
 * @param revision the one it was made from; 0 for a page that was not there
 * @returns the new revision, or null when another one is stored by now
 */
export async function storeKeyringPage(
  context: Context,
  account: AccountId,
  page: number,
  revision: number,
  box: BoxBytes,
): Promise<number | null> {
  const { passing } = context;
  const found = await findPage(context, account, page);
  if (found.page.revision !== revision) return null;
  const value = toBytes({ page, revision: revision + 1, box });
  if (found.kept !== undefined) {
    return (await passing.swap(PAGE, found.kept, value, NEVER)) ? revision + 1 : null;
  }
  // Before one more waits: where they cannot be written down, none is taken.
  if ((waiting.get(context) ?? 0) >= MOST_WAITING) await writeDownKeyrings(context);
  const name = nameOf(account, page);
  if (!(await passing.add(PAGE, name, value, NEVER, account))) return null;
  // Another server may have taken and written down one in between.
  const stored = await readStored(context, context.db, [name]);
  if ((stored[0]?.revision ?? 0) !== revision) {
    await passing.remove(PAGE, name);
    return null;
  }
  waiting.set(context, (waiting.get(context) ?? 0) + 1);
  return revision + 1;
}

/** Writes down what waits. */
export async function writeDownKeyrings(context: Context): Promise<void> {
  const before = waiting.get(context) ?? 0;
  waiting.delete(context);
  try {
    await writeDownAll(context);
  } catch (error) {
    // They go on waiting, and are counted.
    waiting.set(context, (waiting.get(context) ?? 0) + before);
    throw error;
  }
}

async function writeDownAll(context: Context): Promise<void> {
  const accounts = await readAccountIds(context.db);
  // The index last: it may be older than pages, and never newer.
  const numbers = [...(await numbersToWrite(context, accounts))].sort((a, b) => b - a);
  const step = Math.max(1, Math.floor(AT_ONCE / Math.max(1, accounts.length)));
  for (let i = 0; i < numbers.length; i += step) {
    const written = await inTransaction(context.db, async (transaction) => {
      await lockKeyrings(transaction);
      const kept: Kept[] = [];
      for (const page of numbers.slice(i, i + step))
        kept.push(...(await writeDown(context, transaction, accounts, page)));
      return kept;
    });
    for (const kept of written) await context.passing.drop(kept);
  }
}

/** Numbers of pages that wait for any account, and of those that an account has not got yet. */
async function numbersToWrite(context: Context, accounts: readonly AccountId[]): Promise<Set<number>> {
  const numbers = new Set<number>();
  for (const account of accounts) {
    for (const { value } of await context.passing.readBundle(PAGE, account))
      numbers.add(fromBytes(value).page);
  }
  const counts = await inTransaction(context.db, countPages);
  for (const [page, count] of counts) if (count !== accounts.length) numbers.add(page);
  return numbers;
}

/** @returns what waited and is in the transaction now */
async function writeDown(
  context: Context,
  transaction: DatabaseTransaction,
  accounts: readonly AccountId[],
  page: number,
): Promise<Kept[]> {
  const { secret } = context.instance;
  const sealed: SealedPage[] = [];
  const written: Kept[] = [];
  for (const account of shuffle([...accounts])) {
    const name = nameOf(account, page);
    const kept = await context.passing.read(PAGE, name);
    if (kept !== undefined) written.push(kept);
    const [stored] = kept === undefined ? await readStored(context, transaction, [name]) : [];
    const value = kept?.value ?? toBytes(stored ?? noPage(page));
    sealed.push(seal(secret, name, value));
  }
  await replacePages(transaction, page, sealed);
  return written;
}

async function findPage(
  context: Context,
  account: AccountId,
  page: number,
): Promise<{ page: KeyringPage; kept?: Kept; isStored?: boolean }> {
  const name = nameOf(account, page);
  const kept = await context.passing.read(PAGE, name);
  if (kept !== undefined) return { page: fromBytes(kept.value), kept };
  const [stored] = await readStored(context, context.db, [name]);
  return { page: stored ?? noPage(page), isStored: stored !== undefined };
}

async function readStored(
  { instance: { secret } }: Context,
  db: Database,
  names: readonly Uint8Array[],
): Promise<KeyringPage[]> {
  const rows = await readSealedPages(
    db,
    names.map((name) => ownName(secret, PAGE.purpose, name)),
  );
  return rows.map(({ name, box }) => fromBytes(openOwn(secret, PAGE.purpose, name, box)));
}

function seal(secret: Hash, plainName: Uint8Array, value: Uint8Array): SealedPage {
  const name = ownName(secret, PAGE.purpose, plainName);
  return { name, box: sealOwn(secret, PAGE.purpose, name, value, PAGE.size) };
}

function nameOf(account: AccountId, page: number): Uint8Array {
  return concat(account, u32(page));
}

function noPage(page: number): KeyringPage {
  return { page, revision: 0, box: new Uint8Array(0) as BoxBytes };
}

function toBytes({ page, revision, box }: KeyringPage): Uint8Array {
  return concat(u32(page), u32(revision), box);
}

function fromBytes(value: Uint8Array): KeyringPage {
  const numbers = new DataView(value.buffer, value.byteOffset);
  return { page: numbers.getUint32(0), revision: numbers.getUint32(4), box: value.slice(HEAD) as BoxBytes };
}
