/** A server that lies about days and turns: nothing is lost by it, nothing hastened, and it is told where it can be. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fromBase64url } from '../../crypto/base64url.ts';
import type { EntryBytes } from '../../crypto/bytes.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';
import { readCase, readFeed } from '../../server/api/officer.ts';
import { readOwnCase } from '../../server/api/reporter.ts';
import { createApi } from '../../client/calls/api.ts';
import { isAhead, todayBy } from '../../client/case/kinds/days.ts';
import type { IdentityView } from '../../client/case/fold/identity.ts';
import { asRemembered } from '../../client/officer/worker/case/approval-memory.ts';
import { MOST_APPROVALS } from '../../client/officer/worker/keyring/case.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { BASE, officerInside } from '../stage/inside.ts';
import { Enemy, makeWorld, stamped, type Alter, type Wire, type World } from '../stage/lying-server.ts';

const quiet = () => undefined;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const apiWith = (tricks: Partial<Record<string, Alter>>) => {
  const enemy = new Enemy(world.inside.browser(), tricks);
  return { enemy, api: createApi(BASE, enemy.send) };
};

/** Stamps some entries of either chain for other days, by their place. */
function stampingFor(days: Readonly<Record<number, string>>): Alter {
  return (answer) => {
    const entries = (answer['entries'] as Wire[]).map((entry, i) => {
      const bytes = fromBase64url(String(entry['bytes'])) as EntryBytes;
      return days[i] === undefined ? entry : stamped(world, bytes, days[i] as Day);
    });
    return { ...answer, entries };
  };
}

describe('stamps of days that cannot be', () => {
  test('an earlier one ends nothing, counts for nothing, and is told by its number', async () => {
    const today = dayOf(world.inside.clock.now);
    const lie = stampingFor({ 1: '2036-03-01', 3: '2035-03-01' });
    const tricks = { [readOwnCase.path]: lie, [readCase.path]: lie };
    const [before] = world.views;
    const own = await new ReporterSession(apiWith(tricks).api).open(world.words[0]);
    const told = { count: 2, first: 2 };
    expect(own).toMatchObject({ days: { newest: today, earlier: told }, unreadable: null });
    expect(own.items.map(({ day }) => day)).toEqual(before.items.map(() => today));
    expect(own.acknowledged).toBe(before.acknowledged);

    const officer = await officerInside(world.inside, world.recoveryWords, apiWith(tricks).api);
    await officer.inbox.sync(quiet);
    const opened = await officer.cases.open(world.ids[0]);
    expect(opened).toMatchObject({ days: { earlier: told }, noteDays: { earlier: null } });
  });

  test('one that is still to come is told as well', async () => {
    const lie = stampingFor({ 4: '2040-01-01' });
    const own = await new ReporterSession(apiWith({ [readOwnCase.path]: lie }).api).open(world.words[0]);
    expect(isAhead(own.days, todayBy(own.serverDay))).toBe(true);
    const honest = await new ReporterSession(apiWith({}).api).open(world.words[0]);
    expect(isAhead(honest.days, todayBy(honest.serverDay))).toBe(false);
  });
});

test('a page counts by the day that the server says, and says so where its device is off by more than a day', () => {
  expect(todayBy('2036-03-04', '2036-03-05')).toEqual({ day: '2036-03-04', device: null });
  expect(todayBy('2036-03-04', '2036-03-06')).toEqual({ day: '2036-03-04', device: '2036-03-06' });
  expect(todayBy('2036-03-04', '1990-01-01')).toEqual({ day: '2036-03-04', device: '1990-01-01' });
  expect(todayBy(null, '2036-03-04')).toEqual({ day: '2036-03-04', device: null });
});

test('a turn far ahead hides nothing once the server is honest, or cannot keep it up', async () => {
  const { enemy, api } = apiWith({
    [readFeed.path]: (answer) => ({
      ...answer,
      isPutBack: false,
      turn: { ...(answer['turn'] as Wire), turn: 0x7ffffffe },
    }),
  });
  const officer = await officerInside(world.inside, world.recoveryWords, api);
  await officer.inbox.sync(quiet);
  enemy.active = false;
  const found = await officer.inbox.sync(quiet);
  expect(found.map(({ id }) => id).toSorted()).toEqual([...world.ids].toSorted());
  expect(await officer.inbox.told()).toMatchObject({ isPutBack: true });
  // As well where it denies that anything was put back, to whoever comes with what was kept of the lie.
  const denying = apiWith({ [readFeed.path]: (answer) => ({ ...answer, isPutBack: false }) });
  const colleague = await officerInside(world.inside, world.recoveryWords, denying.api);
  const listed = await colleague.inbox.sync(quiet);
  expect(listed.map(({ id }) => id).toSorted()).toEqual([...world.ids].toSorted());
  expect(await colleague.inbox.told()).toMatchObject({ isPutBack: true });
});

describe('days of waiting, as a custodian’s device counts them', () => {
  const APPROVED = '2036-03-04';
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  /** First day of a disclosure, seen on a day by the device and on one by the server. */
  const firstOn = (kept: Parameters<typeof asRemembered>[0], device: string, server: string) => {
    vi.setSystemTime(new Date(`${device}T12:00:00Z`));
    const request = {
      decision: { seq: 3, day: APPROVED, approved: true },
      from: '2036-03-12',
      disclosure: null,
      isGone: false,
      original: null,
    };
    const view = { days: 7, requests: [request] } as unknown as IdentityView;
    return asRemembered(kept, view, server).requests[0]!.from;
  };

  test('a server that lets days pass in an afternoon hastens nothing', () => {
    const kept = { approvals: [] };
    expect(firstOn(kept, APPROVED, APPROVED)).toBe('2036-03-12');
    // The same afternoon, by the device.
    expect(firstOn(kept, APPROVED, '2036-03-12')).toBe('2036-03-20');
    expect(firstOn(kept, '2036-03-12', '2036-03-12')).toBe('2036-03-12');
  });

  test('a device that is years ahead all the time waits as long as any', () => {
    const kept = { approvals: [] };
    expect(firstOn(kept, '2040-03-04', APPROVED)).toBe('2036-03-12');
    expect(firstOn(kept, '2040-03-12', '2036-03-12')).toBe('2036-03-12');
  });

  test('however many originals are approved or over, the days of a name are counted', () => {
    vi.setSystemTime(new Date(`${APPROVED}T12:00:00Z`));
    const request = (seq: number, of: object) => ({
      decision: { seq, day: APPROVED, approved: true },
      from: '2036-03-12',
      disclosure: null,
      isGone: false,
      original: 'a file',
      ...of,
    });
    const originals = Array.from({ length: 40 }, (_, i) => request(i + 1, {}));
    const seen = (requests: object[]) =>
      asRemembered(kept, { days: 7, requests } as unknown as IdentityView, '2036-03-12').requests.map(
        ({ from }) => from,
      );
    const kept: Parameters<typeof asRemembered>[0] = { approvals: [] };
    seen(originals);
    expect(kept.approvals).toHaveLength(MOST_APPROVALS);
    // The same afternoon, with the memory full.
    expect(seen([...originals, request(99, { original: null })]).at(-1)).toBe('2036-03-20');
    expect(kept.approvals).toHaveLength(MOST_APPROVALS);
    vi.setSystemTime(new Date('2036-03-12T12:00:00Z'));
    expect(seen([...originals, request(99, { original: null })]).at(-1)).toBe('2036-03-12');
    // What is disclosed, refused or deleted makes room.
    seen([
      ...originals.slice(0, 10).map((one) => ({ ...one, isGone: true })),
      ...originals.slice(10, 20).map((one) => ({ ...one, disclosure: {} })),
      ...originals.slice(20, 40).map((one) => ({ ...one, decision: { ...one.decision, approved: false } })),
    ]);
    expect(kept.approvals).toEqual([]);
  });

  test('one whose clock was ahead and is put right waits from then on, and not for years', () => {
    const kept = { approvals: [] };
    expect(firstOn(kept, '2040-03-04', APPROVED)).toBe('2036-03-12');
    expect(firstOn(kept, '2036-03-06', '2036-03-06')).toBe('2036-03-14');
    expect(firstOn(kept, '2036-03-14', '2036-03-14')).toBe('2036-03-14');
  });

  test('one whose clock was behind and is put right has not waited meanwhile', () => {
    const kept = { approvals: [] };
    expect(firstOn(kept, '1990-01-01', APPROVED)).toBe('2036-03-12');
    expect(firstOn(kept, '2036-03-10', '2036-03-10')).toBe('2036-03-18');
  });
});
