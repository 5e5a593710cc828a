/** The keyring by itself: what the server sees of it, what it survives, and two devices that store it at once. */
import { beforeAll, describe, expect, test } from 'vitest';
import { sealBox } from '../../crypto/box.ts';
import { typed, u32, utf8, type CaseId, type SealKey } from '../../crypto/bytes.ts';
import { loadSumo, ready, sodium } from '../../crypto/sodium.ts';
import { ApiError, type Api } from '../../client/calls/api.ts';
import {
  EXCERPT,
  MOST_APPROVALS,
  MOST_MEASURES,
  newKeyringCase,
  NOTHING_KNOWN,
  RECORD_BYTES,
  type KeyringCase,
} from '../../client/officer/worker/keyring/case.ts';
import { Keyring } from '../../client/officer/worker/keyring/keyring.ts';
import { decodeRecord, encodeRecord } from '../../client/officer/worker/keyring/record.ts';
import { MOST_PEOPLE } from '../../server/api/directory.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { readKeyring, storeKeyringPage } from '../../server/api/officer.ts';

beforeAll(() => ready(loadSumo));

const random = (length: number) => sodium.randombytes_buf(length);
const newId = () => typed('CaseId', random(16));
const idOf = (id: CaseId) => sodium.to_base64(id, sodium.base64_variants.URLSAFE_NO_PADDING);
const key = typed('SealKey', new Uint8Array(32).fill(5)) as SealKey;

interface Page {
  readonly page: number;
  readonly revision: number;
  readonly box: Uint8Array;
}

/** What a server keeps, and does with it. */
class Shelf {
  pages = new Map<number, Page>();
  readonly asked: string[] = [];

  readonly api = {
    day: null,
    call: async (endpoint: { path: string }, request: Record<string, never>) => {
      if (endpoint.path === readKeyring.path) return this.#read(request['from']!, request['pages']!);
      if (endpoint.path !== storeKeyringPage.path) throw new Error(endpoint.path);
      return this.#store(request as unknown as Page);
    },
  } as unknown as Api;

  #read(from: number, count: number) {
    const pages = [...this.pages.values()].filter(({ page }) => page >= from && page < from + count);
    return { pages: pages.sort((one, other) => one.page - other.page) };
  }

  #store({ page, revision, box }: Page) {
    this.asked.push(`${box.length}`);
    if ((this.pages.get(page)?.revision ?? 0) !== revision) throw new ApiError('conflict');
    this.pages.set(page, { page, revision: revision + 1, box });
    return { revision: revision + 1 };
  }

  copy(): Map<number, Page> {
    return new Map(this.pages);
  }
}

const DIRECTORY = {
  authority: typed('SigningPublicKey', new Uint8Array(32)),
  version: 1,
  hash: typed('Hash', new Uint8Array(32)),
};

const MARKED = { turn: 7, mark: typed('TurnMark', new Uint8Array(16)) };

/** A keyring as a device has it that has just signed in and looked. */
async function opened(shelf: Shelf): Promise<Keyring> {
  const keyring = new Keyring(shelf.api, key);
  await keyring.open();
  keyring.index ??= { feed: MARKED, directory: DIRECTORY };
  await keyring.whole();
  return keyring;
}

function newCase(changes: Partial<KeyringCase> = {}): KeyringCase {
  const held = {
    audience: 'shared',
    epoch: 0,
    key: typed('CaseKey', random(32)),
    set: typed('Hash', random(32)),
  };
  return { ...newKeyringCase(newId()), keys: [held as KeyringCase['keys'][number]], ...changes };
}

async function withCases(shelf: Shelf, count: number): Promise<KeyringCase[]> {
  const keyring = await opened(shelf);
  const cases = Array.from({ length: count }, () => newCase({ summary: NOTHING_KNOWN }));
  for (const entry of cases) keyring.add(entry);
  await keyring.save();
  return cases;
}

/** Whatever a schema takes of it, at its longest. */
function largest(): KeyringCase {
  const many = (count: number, length: number) => Array.from({ length: count }, () => random(length));
  const day = '2036-01-01';
  return {
    ...newCase(),
    keys: (['shared', 'officers', 'custodians'] as const).map((audience) => ({
      audience,
      epoch: 0x7fffffff,
      key: typed('CaseKey', random(32)),
      set: typed('Hash', random(32)),
    })),
    readers: many(MOST_PEOPLE, 16).map((id) => typed('PersonId', id)),
    directory: typed('Hash', random(32)),
    shared: { seq: 0x7fffffff, hash: typed('Hash', random(32)) },
    internal: { seq: 0x7fffffff, hash: typed('Hash', random(32)) },
    approvals: Array.from({ length: MOST_APPROVALS }, (_, i) => ({ seq: 0x7fffffff - i, day })),
    looked: { shared: 0x7fffffff, internal: 0x7fffffff, version: 0x7fffffff, isLong: false },
    summary: {
      ...NOTHING_KNOWN,
      status: 'investigating',
      door: '\u0001'.repeat(40),
      excerpt: '\u0001'.repeat(EXCERPT),
      trouble: '\u0001'.repeat(40),
      acknowledged: day,
      identity: { state: 'disclosed', from: day },
      priority: 'normal',
      openIncidents: 0x7fffffff,
      measureDue: day,
      risk: 'medium',
      protection: {
        incidents: 0x7fffffff,
        checkIns: [30, 60, 90, 180, 365],
        changed: false,
        dues: Array.from({ length: MOST_MEASURES }, () => day),
        inTime: 0x7fffffff,
        late: 0x7fffffff,
        outcome: 'unharmed',
      },
    },
  };
}

describe('what is kept of a case', () => {
  test('is short at its longest, and several of those fit a page', async () => {
    expect(utf8(encodeRecord(largest())).length).toBeLessThanOrEqual(RECORD_BYTES);
    expect(decodeRecord(JSON.parse(encodeRecord(largest())))?.summary?.trouble).toHaveLength(40);
    const shelf = new Shelf();
    const keyring = await opened(shelf);
    for (let i = 0; i < 20; i++) keyring.add(largest());
    await keyring.save();
    expect((await opened(shelf)).cases).toHaveLength(20);
  });

  test('where it would be longer, is its keys and its trouble; the others are kept as ever', async () => {
    const shelf = new Shelf();
    const keyring = await opened(shelf);
    const long = { ...largest(), readers: Array.from({ length: 8000 }, () => typed('PersonId', random(16))) };
    const other = newCase({ summary: NOTHING_KNOWN });
    for (const entry of [long, other]) keyring.add(entry);
    await keyring.save();
    const again = await opened(shelf);
    const found = again.find(idOf(long.id))!;
    expect(found).toMatchObject({ keys: long.keys, readers: [], summary: { trouble: 'too-large' } });
    expect(again.find(idOf(other.id))).toEqual(other);
  });

  test('is of each key the newest', () => {
    const held = newCase().keys[0]!;
    const keys = [0, 2, 1].map((epoch) => ({ ...held, epoch }));
    expect(decodeRecord(JSON.parse(encodeRecord(newCase({ keys }))))!.keys).toEqual([{ ...held, epoch: 2 }]);
  });
});

describe('what the server sees', () => {
  test('pages of one length, and as many stored at a time whether something opened or not', async () => {
    const stores = await Promise.all(
      [
        (keyring: Keyring) => keyring.add(newCase()),
        (keyring: Keyring) => keyring.rememberTried(newId(), 2),
        () => undefined,
      ].map(async (change) => {
        const shelf = new Shelf();
        const first = await opened(shelf);
        change(first);
        await first.save();
        const second = await opened(shelf);
        change(second);
        await second.save();
        return shelf.asked;
      }),
    );
    expect(new Set(stores.flat())).toEqual(new Set([String(LIMITS.keyringPageBytes)]));
    expect(stores[1]).toEqual(stores[0]);
    expect(stores[2]).toEqual(stores[0]);
  });

  test('nothing is stored because something was done: it is stored in a rhythm', async () => {
    const shelf = new Shelf();
    const keyring = await opened(shelf);
    await keyring.saveAfterLook();
    const before = shelf.asked.length;
    keyring.add(newCase());
    await keyring.saveInRhythm();
    await keyring.saveAfterLook();
    expect(shelf.asked).toHaveLength(before);
  });
});

describe('what was tried and did not open', () => {
  test('is remembered, thousands of cases over', async () => {
    const shelf = new Shelf();
    const keyring = await opened(shelf);
    const ids = Array.from({ length: 6000 }, newId);
    for (const id of ids) keyring.rememberTried(id, 2);
    await keyring.save();
    const again = await opened(shelf);
    expect(ids.every((id) => again.wasTried(id, 2))).toBe(true);
    expect(ids.some((id) => again.wasTried(id, 3))).toBe(false);
    expect(again.wasTried(newId(), 2)).toBe(false);
    // Ten bytes each: a hundred thousand are two dozen pages.
    expect(shelf.pages.size).toBeLessThanOrEqual(4);
  });
});

describe('a page that is', () => {
  const LOST: [string, (page: Page) => Page | null][] = [
    ['missing', () => null],
    ['altered', (page) => ({ ...page, box: page.box.map((byte, i) => (i === 99 ? byte ^ 1 : byte)) })],
    ['of another revision', (page) => ({ ...page, revision: page.revision + 1 })],
    [
      'of a shape that nobody knows',
      ({ page, revision }) => {
        const padded = sodium.pad(utf8('{"letters":[]}'), LIMITS.keyringPageBytes - 40);
        const box = sealBox(key, padded, 'sotto/keyring/v1', u32(page), u32(revision));
        return { page, revision, box };
      },
    ],
  ];
  test.each(LOST)('%s takes no other with it, and what was on it is looked for again', async (_, lose) => {
    const shelf = new Shelf();
    const cases = await withCases(shelf, 130);
    const lost = lose(shelf.pages.get(1)!);
    if (lost === null) shelf.pages.delete(1);
    else shelf.pages.set(1, lost);
    const keyring = await opened(shelf);
    expect(keyring.isDamaged).toBe(true);
    expect(keyring.index?.feed).toBeNull();
    const kept = cases.filter(({ id }) => keyring.find(idOf(id)) !== undefined);
    expect(kept.length).toBeGreaterThan(70);
    expect(kept.length).toBeLessThan(130);
    // It is whole again once it was stored.
    for (const entry of cases) if (!kept.includes(entry)) keyring.add(entry);
    keyring.index = { ...keyring.index!, feed: MARKED };
    await keyring.save();
    const again = await opened(shelf);
    expect([again.isDamaged, again.cases.length]).toEqual([false, 130]);
  });

  test('older than the index says is taken for what it is, and what came since is looked for', async () => {
    const shelf = new Shelf();
    const [entry] = await withCases(shelf, 1);
    const before = shelf.pages.get(1)!;
    const keyring = await opened(shelf);
    keyring.add(newCase());
    await keyring.save();
    shelf.pages.set(1, before);
    const again = await opened(shelf);
    expect([again.isDamaged, again.index?.feed]).toEqual([true, null]);
    expect(again.cases).toEqual([entry]);
  });

  test('the index, and altered, keeps nobody out', async () => {
    const shelf = new Shelf();
    const cases = await withCases(shelf, 3);
    const index = shelf.pages.get(0)!;
    shelf.pages.set(0, { ...index, box: index.box.map((byte, i) => (i === 99 ? byte ^ 1 : byte)) });
    const keyring = await opened(shelf);
    expect(keyring.isDamaged).toBe(true);
    expect(keyring.cases).toHaveLength(cases.length);
    await keyring.save();
    expect((await opened(shelf)).isDamaged).toBe(false);
  });
});

describe('two devices', () => {
  test('that store at once keep what both have found', async () => {
    const shelf = new Shelf();
    const [shared] = await withCases(shelf, 1);
    const [one, other] = [await opened(shelf), await opened(shelf)];
    const [mine, theirs] = [newCase(), newCase()];
    one.add(mine);
    other.add(theirs);
    const [tried, triedToo] = [newId(), newId()];
    one.rememberTried(tried, 1);
    other.rememberTried(triedToo, 1);
    one.find(idOf(shared!.id))!.read = 4;
    one.touch(one.find(idOf(shared!.id))!);
    await one.save();
    await other.save();
    const again = await opened(shelf);
    expect(again.isDamaged).toBe(false);
    expect(again.cases).toHaveLength(3);
    expect(again.find(idOf(shared!.id))?.read).toBe(4);
    for (const entry of [mine, theirs]) expect(again.find(idOf(entry.id))).toEqual(entry);
    expect([again.wasTried(tried, 1), again.wasTried(triedToo, 1)]).toEqual([true, true]);
  });

  test('one of which left a case do not bring it back', async () => {
    const shelf = new Shelf();
    const [entry] = await withCases(shelf, 1);
    const [one, other] = [await opened(shelf), await opened(shelf)];
    const mine = one.find(idOf(entry!.id))!;
    // Whoever leaves changes the key first.
    mine.keys.push({ ...mine.keys[0]!, epoch: 1 });
    one.leave(mine);
    other.touch(other.find(idOf(entry!.id))!);
    await one.save();
    await other.save();
    expect((await opened(shelf)).find(idOf(entry!.id))).toMatchObject({ left: 1, keys: [], summary: null });
  });

  test('a server that lost what was stored last is given it again, and the page says so', async () => {
    const shelf = new Shelf();
    await withCases(shelf, 1);
    const before = shelf.copy();
    const keyring = await opened(shelf);
    const later = newCase();
    keyring.add(later);
    await keyring.save();
    shelf.pages = before;
    await keyring.save();
    expect(keyring.isDamaged).toBe(true);
    const again = await opened(shelf);
    expect(again.isDamaged).toBe(false);
    expect(again.find(idOf(later.id))).toEqual(later);
  });
});

test('what is not stored when somebody leaves is stored as it was sealed before', async () => {
  const shelf = new Shelf();
  await withCases(shelf, 1);
  const keyring = await opened(shelf);
  const entry = newCase();
  keyring.add(entry);
  const unstored = keyring.parting();
  keyring.wipe();
  for (const { page, revision, box } of unstored) {
    await shelf.api.call(storeKeyringPage, { page, revision: revision - 1, box });
  }
  const again = await opened(shelf);
  expect([again.isDamaged, again.cases.length]).toEqual([false, 2]);
});
