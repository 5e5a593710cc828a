/** The office changes who reads while a reporter writes: nothing goes to anybody by a list that is no longer true. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../client/calls/api.ts';
import { changesFor } from '../../client/directory/changes.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { typed, type KemSeed, type SlotSetBytes } from '../../crypto/bytes.ts';
import { newPersonId } from '../../crypto/person.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import type { Directory, Person } from '../../server/api/directory.ts';
import { openCase } from '../../server/api/reporter.ts';
import { BASE, reporterInside } from '../stage/inside.ts';
import {
  addVersions,
  hashOf,
  Enemy,
  makeWorld,
  nextOf,
  outcome,
  signedWire,
  type World,
} from '../stage/lying-server.ts';
import { REPORT } from '../stage/running.ts';
import { strangerKeys } from '../stage/people.ts';

let world: World;
let now: Directory;
beforeAll(async () => {
  world = await makeWorld();
  now = world.directories[1];
});
afterAll(() => world.remove());

const quiet = () => undefined;

/** Somebody the office admits, whose keys the test has. */
function somebody(name: string, role: Person['role'] = 'officer') {
  const keys = strangerKeys();
  const id = newPersonId();
  const { kemPublicKey: kem, signingPublicKey: signing } = keys;
  return { keys, person: { id, name, role, kem, signing, state: 'active' as const } };
}

async function publish(changes: Partial<Directory>): Promise<void> {
  now = nextOf(now, changes);
  await addVersions(world, [now]);
}

/** From here on these alone read at every door. */
function readBy(people: readonly Person[], more: Partial<Directory['doors'][0]> = {}): Partial<Directory> {
  const others = now.people.filter(({ id }) => !people.some((one) => String(one.id) === String(id)));
  return {
    people: [...others, ...people],
    doors: now.doors.map((door) => ({ ...door, readers: people.map(({ id }) => id), ...more })),
  };
}

const sets = async () =>
  (await world.inside.db.selectFrom('slot_sets').select('bytes').execute()).map(
    ({ bytes }) => new Uint8Array(bytes) as SlotSetBytes,
  );
const cases = async () => (await world.inside.db.selectFrom('cases').select('id').execute()).length;

/** How many sets open to somebody, and how many of all name the newest directory. */
async function opening(seed: KemSeed): Promise<number> {
  return (await sets()).filter((set) => openSlotSet(set, seed) !== null).length;
}

/** The page shows the newest directory, and its reporter agrees. */
async function agree(reporter: ReporterSession): Promise<void> {
  await reporter.newest();
  await reporter.show(now.version);
}

/** A reporter whose requests a test looks into; `before` is called before each. */
async function reporterWith(before: (path: string) => Promise<void>): Promise<ReporterSession> {
  const send = world.inside.browser();
  const api = createApi(BASE, async (input, init) => {
    await before(new URL(input as string).pathname);
    return send(input, init);
  });
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  return reporter;
}

describe('a reader who was replaced', () => {
  test('while the page stood gets nothing, and whoever came gets nothing either before the reporter agrees', async () => {
    const [first, second] = [somebody('First'), somebody('Second')];
    await publish(readBy([first.person]));
    const reporter = await reporterInside(world.inside);
    await publish(readBy([second.person]));
    const before = await cases();
    expect(await outcome(() => reporter.send(REPORT, quiet))).toMatchObject({ code: 'directory-changed' });
    // As often as it is pressed.
    expect(await outcome(() => reporter.send(REPORT, quiet))).toMatchObject({ code: 'directory-changed' });
    expect(await cases()).toBe(before);
    await agree(reporter);
    const { words } = await reporter.send(REPORT, quiet);
    expect([await opening(first.keys.kemSeed), await opening(second.keys.kemSeed)]).toEqual([0, 1]);
    expect((await reporter.open(words.join(' '))).readers).toEqual(['Second']);
  });

  test('while the report was on its way gets nothing either', async () => {
    const [first, second] = [somebody('First'), somebody('Second')];
    await publish(readBy([first.person]));
    let isOver = false;
    const reporter = await reporterWith(async (path) => {
      if (path !== openCase.path || isOver) return;
      isOver = true;
      await publish(readBy([second.person]));
    });
    expect(await outcome(() => reporter.send(REPORT, quiet))).toMatchObject({ code: 'directory-changed' });
    expect([await opening(first.keys.kemSeed), await opening(second.keys.kemSeed)]).toEqual([0, 0]);
    await agree(reporter);
    await reporter.send({ ...REPORT, leftOut: [toBase64url(first.person.id)] }, quiet);
    expect([await opening(first.keys.kemSeed), await opening(second.keys.kemSeed)]).toEqual([0, 1]);
  });
});

test('a version that changes nothing of what was chosen holds nobody up: sealed under it, in the same sending', async () => {
  const reader = somebody('Reader');
  await publish(readBy([reader.person]));
  let left = 2;
  const reporter = await reporterWith(async (path) => {
    // Another comes while it is sealed, and another while it is sent.
    if (path !== openCase.path || left-- <= 0) return;
    await publish({ name: { en: `Office ${left}` } });
  });
  await publish({ name: { en: 'Office' } });
  await reporter.send(REPORT, quiet);
  const opened = (await sets()).filter((set) => openSlotSet(set, reader.keys.kemSeed) !== null);
  expect(opened.map((set) => toBase64url(parseSlotSet(set).header.directory))).toEqual([
    toBase64url(hashOf(now)),
  ]);
});

test('a report that arrived unanswered gets its first stamp, whatever the office has changed since', async () => {
  const [first, second] = [somebody('First'), somebody('Second')];
  await publish(readBy([first.person]));
  let isLost = true;
  const send = world.inside.browser();
  const api = createApi(BASE, async (input, init) => {
    const answer = await send(input, init);
    if (!isLost || new URL(input as string).pathname !== openCase.path) return answer;
    isLost = false;
    throw new TypeError('lost');
  });
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  const before = await cases();
  expect(await outcome(() => reporter.send(REPORT, quiet))).toMatchObject({ code: 'offline' });
  await publish(readBy([second.person]));
  const { words } = await reporter.send(REPORT, quiet);
  expect(await cases()).toBe(before + 1);
  expect((await reporter.open(words.join(' '))).text).toBe(REPORT.text);
  expect([await opening(first.keys.kemSeed), await opening(second.keys.kemSeed)]).toEqual([1, 0]);
});

test('of two reports the first stays, and the second goes to those who read by then', async () => {
  const [first, second] = [somebody('First'), somebody('Second')];
  await publish(readBy([first.person]));
  let opened = 0;
  const reporter = await reporterWith(async (path) => {
    if (path === openCase.path && ++opened === 2) await publish(readBy([second.person]));
  });
  const draft = { ...REPORT, behalf: { consent: 'agreed' as const, second: true } };
  const before = await cases();
  expect(await outcome(() => reporter.send(draft, quiet))).toMatchObject({ code: 'directory-changed' });
  await agree(reporter);
  const receipt = await reporter.send({ ...draft, leftOut: [toBase64url(first.person.id)] }, quiet);
  expect(await cases()).toBe(before + 2);
  const own = await reporter.open(receipt.words.join(' '));
  expect(own.behalf?.other).toBe(receipt.second!.reference);
  const other = await reporter.open(receipt.second!.words.join(' '));
  expect([own.sealedTo, other.sealedTo]).toEqual([['First'], ['Second']]);
});

test('a custodian who was replaced is sealed no name to', async () => {
  const reader = somebody('Reader');
  const [first, second] = [somebody('First', 'custodian'), somebody('Second', 'custodian')];
  const withCustodian = ({ person }: typeof first) => {
    const by = readBy([reader.person], { custodians: [person.id] });
    return { ...by, people: [...by.people!, person] };
  };
  await publish(withCustodian(first));
  const reporter = await reporterInside(world.inside);
  await publish(withCustodian(second));
  const draft = { ...REPORT, identity: { name: 'Noor', contact: '' } };
  expect(await outcome(() => reporter.send(draft, quiet))).toMatchObject({ code: 'directory-changed' });
  await agree(reporter);
  const { words } = await reporter.send(draft, quiet);
  expect([await opening(first.keys.kemSeed), await opening(second.keys.kemSeed)]).toEqual([0, 1]);
  const { identity } = await reporter.open(words.join(' '));
  expect(identity.custodians).toMatchObject([{ name: 'Second' }]);
});

test('a server put back to an older state is noticed before anything is sealed', async () => {
  const reader = somebody('Reader');
  await publish(readBy([reader.person]));
  const older = signedWire(world.authority, now);
  const hash = toBase64url(hashOf(now));
  await publish({ name: { en: 'Later' } });
  let isBack = false;
  const enemy = new Enemy(world.inside.browser(), {
    [readDirectory.path]: (answer) => (isBack ? older : answer),
    '/api/challenge': (answer) => (isBack ? { ...answer, directory: hash } : answer),
  });
  const api = createApi(BASE, enemy.send);
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  isBack = true;
  const before = await cases();
  expect(await outcome(() => reporter.send(REPORT, quiet))).toMatchObject({ code: 'rolled-back' });
  expect(await cases()).toBe(before);
  // And when it has caught up, the same report goes.
  isBack = false;
  await reporter.send(REPORT, quiet);
  expect(await cases()).toBe(before + 1);
});

describe('what a version changes of a choice', () => {
  let [anna, boris, chen, keeper] = [] as Person[];
  beforeAll(() => {
    [anna, boris, chen] = ['Anna', 'Boris', 'Chen'].map((name) => somebody(name).person);
    keeper = somebody('Keeper', 'custodian').person;
  });
  const question = (id: string, text: string) => ({ id, text: { en: text } });
  const door = (part: Partial<Directory['doors'][0]> = {}): Directory['doors'][0] => ({
    ...now.doors[0]!,
    id: 'one',
    readers: [anna!.id, boris!.id],
    oversight: [],
    custodians: [keeper!.id],
    questions: [{ id: 'where', text: null }, question('own', 'Did you see it?')],
    ...part,
  });
  let before: Directory;
  beforeEach(() => {
    before = { ...now, people: [anna!, boris!, keeper!], doors: [door()] };
  });
  const choice = { door: 'one', leftOut: [] as string[] };

  test('nothing, where it is of other doors, of people who do not read, or of what is only shown', () => {
    const other = { ...now.doors[0]!, id: 'two' };
    const later = {
      ...before,
      version: before.version + 1,
      name: { en: 'Another name' },
      people: [...before.people, chen!],
      doors: [door({ text: { en: 'Other words.' } }), other],
    };
    expect(changesFor(before, later, choice)).toBeNull();
    expect(changesFor(before, before, choice)).toBeNull();
  });

  test('who reads, and not of those who are left out', () => {
    const later = {
      ...before,
      people: [...before.people, chen!],
      doors: [door({ readers: [anna!.id, chen!.id] })],
    };
    expect(changesFor(before, later, choice)?.readers).toMatchObject({
      gone: ['Boris'],
      come: [{ name: 'Chen' }],
    });
    const leftOut = [boris!, chen!].map(({ id }) => toBase64url(id));
    expect(changesFor(before, later, { ...choice, leftOut })).toBeNull();
    const suspended = {
      ...before,
      people: before.people.map((one) => (one === boris ? { ...one, state: 'suspended' as const } : one)),
    };
    expect(changesFor(before, suspended, choice)?.readers.gone).toEqual(['Boris']);
  });

  test('whoever came to an office that is left out as a whole is left out too', () => {
    const overseen = { ...before, people: [anna!, boris!, keeper!, chen!] };
    overseen.doors = [door({ oversight: [chen!.id] })];
    const leftOut = [anna!, boris!].map(({ id }) => toBase64url(id));
    const dora = somebody('Dora').person;
    const later = {
      ...overseen,
      people: [...overseen.people, dora],
      doors: [door({ oversight: [chen!.id], readers: [anna!.id, boris!.id, dora.id] })],
    };
    const changes = changesFor(overseen, later, { ...choice, leftOut });
    expect(changes?.leftOutToo).toMatchObject([{ name: 'Dora' }]);
    expect(changes?.readers).toEqual({ gone: [], come: [] });
    // By name, and not as an office: whoever came reads.
    const named = changesFor(overseen, later, { ...choice, leftOut: leftOut.slice(1) });
    expect(named?.readers.come).toMatchObject([{ name: 'Dora' }]);
  });

  test.each<[string, Partial<Directory> | Partial<Directory['doors'][0]>, object]>([
    ['a door that is gone', { doors: [{ ...anyDoor(), id: 'two' }] }, { isDoorGone: true }],
    ['a door of another name', { title: { en: 'Another' } }, { isDoorOther: true }],
    ['custodians', { custodians: [] }, { custodians: { gone: ['Keeper'], come: [] } }],
    [
      'a question in other words',
      { questions: [{ id: 'where', text: null }, question('own', 'Did you do it?')] },
      { questions: { gone: [{ id: 'own' }], come: [{ id: 'own' }] } },
    ],
    [
      'days of waiting',
      { policy: { acknowledgeDays: 7, feedbackDays: 90, identityDays: 0, recoveryHelpers: 2 } },
      { isWaitingOther: true },
    ],
  ])('%s', (_, part, expected) => {
    const isWhole = 'doors' in part || 'policy' in part;
    const later = isWhole
      ? { ...before, ...part }
      : { ...before, doors: [door(part as Partial<Directory['doors'][0]>)] };
    expect(changesFor(before, later as Directory, choice)).toMatchObject(expected);
  });

  test('a reader who is called otherwise', () => {
    const people = before.people.map((one) => (one === anna ? { ...one, name: 'Anna B.' } : one));
    expect(changesFor(before, { ...before, people }, choice)?.renamed).toEqual([
      { before: 'Anna', now: 'Anna B.' },
    ]);
  });
});

/** A door of any kind. */
function anyDoor(): Directory['doors'][0] {
  return {
    id: 'any',
    kind: 'public',
    title: { en: 'Any' },
    text: { en: '' },
    readers: [typed('PersonId', new Uint8Array(16))],
    custodians: [],
    oversight: [],
    questions: [],
  };
}
