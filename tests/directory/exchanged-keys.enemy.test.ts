/** An authority that exchanges somebody's keys, or has a second person under their id, with a server that shows it. */
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, type Api } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { newPersonId } from '../../crypto/person.ts';
import { signDirectory } from '../../crypto/directory.ts';
import { readDirectory, readDirectoryVersion, signedDirectory } from '../../server/api/anyone.ts';
import { acceptInvitation, publishDirectory } from '../../server/api/authority.ts';
import { directorySchema, formatDirectory, type Directory, type Person } from '../../server/api/directory.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import { officerAtWork, strangerKeys } from '../stage/people.ts';
import { Enemy, makeWorld, nextOf, outcome, signedWire, type World } from '../stage/lying-server.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';

let world: World;
let now: Directory;
let ghostKeys: Pick<Person, 'kem' | 'signing'>;
beforeAll(async () => {
  world = await makeWorld();
  now = world.directories[1];
  const { kemPublicKey: kem, signingPublicKey: signing } = strangerKeys();
  ghostKeys = { kem, signing };
});
afterAll(() => world.remove());

const quiet = () => undefined;

/** Shows further versions than the server has: the last is the newest. */
function showing(versions: () => readonly Directory[]): { enemy: Enemy; api: Api } {
  const wire = (directory: Directory) => signedWire(world.authority, directory);
  const enemy = new Enemy(world.inside.browser(), {
    [readDirectory.path]: () => wire(versions().at(-1)!),
    [readDirectoryVersion.path]: (answer, { version }) => {
      const found = versions().find((one) => String(one.version) === version);
      return found === undefined ? answer : wire(found);
    },
  });
  return { enemy, api: createApi(BASE, enemy.send) };
}

const signedIn = (api: Api) => officerInside(world.inside, world.recoveryWords, api);
const reading = async (session: OfficerSession) => session.inbox.sync(quiet);

/** Who follows the directory, and what they did before these versions were shown. */
const FOLLOWERS = {
  'an officer who is signed in': async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    const session = await signedIn(api);
    enemy.active = true;
    return reading(session);
  },
  'an officer who signs in again': async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    await reading(await signedIn(api));
    enemy.active = true;
    return signedIn(api);
  },
  'an officer who signs in for the first time': async (api: Api) => {
    await forgetKeyrings(world.inside.context);
    return signedIn(api);
  },
};

const REPORTERS = {
  'a reporter who comes back': (api: Api) => new ReporterSession(api).open(world.words[0]),
  'a reporter whose page was open': async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    const session = await reporterInside(world.inside, api);
    enemy.active = true;
    return session.open(world.words[0]);
  },
};

/** The directory with one person changed. */
function changed(at: number, changes: Partial<Person>): Directory['people'] {
  return now.people.map((person, i) => (i === at ? { ...person, ...changes } : person));
}

/** In every one somebody's keys are exchanged, or somebody is out. Person 0 is the officer, 1 a colleague. */
const EXCHANGES: Record<string, () => Directory['people']> = {
  'the officer’s own key': () => changed(0, { kem: ghostKeys.kem }),
  'the officer’s own signing key': () => changed(0, { signing: ghostKeys.signing }),
  'a colleague’s key': () => changed(1, { kem: ghostKeys.kem }),
  'a colleague’s signing key': () => changed(1, { signing: ghostKeys.signing }),
  'a colleague’s id': () => changed(1, { id: newPersonId() }),
  'a colleague, gone': () => now.people.slice(0, 1),
};

describe.each(Object.entries(EXCHANGES))('%s', (_, people) => {
  test.each(Object.entries(FOLLOWERS))('exchanged for one version is refused by %s', async (_, act) => {
    const during = nextOf(now, { people: people() });
    const { enemy, api } = showing(() => [during, nextOf(during, { people: now.people })]);
    expect(await outcome(() => act(api, enemy))).toEqual({ code: 'tampered', shown: null });
  });

  test.each([...Object.entries(FOLLOWERS), ...Object.entries(REPORTERS)])(
    'exchanged for good is refused by %s',
    async (_, act) => {
      const exchanged = nextOf(now, { people: people() });
      const { enemy, api } = showing(() => [exchanged]);
      expect(await outcome(() => act(api, enemy))).toEqual({ code: 'tampered', shown: null });
    },
  );

  test('is not published', async () => {
    const { api } = await officerAtWork(world.inside.api(), world.recoveryWords);
    const directory = signDirectory(world.authority, formatDirectory(nextOf(now, { people: people() })));
    await expect(api.call(publishDirectory, { directory })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('a reporter whose page knows a later version than the report names', () => {
  const added = () =>
    nextOf(now, { people: [...now.people, { ...now.people[0]!, ...ghostKeys, id: newPersonId() }] });
  const lies: Record<string, [string, (known: Directory) => Directory]> = {
    'is not shown other keys of somebody who came since': [
      'tampered',
      (known) => nextOf(known, { people: [...now.people, { ...known.people.at(-1)!, kem: newKem() }] }),
    ],
    'is not shown another directory of that version': [
      'rolled-back',
      (known) => ({ ...known, name: { en: 'Other' } }),
    ],
  };
  const newKem = () => strangerKeys().kemPublicKey;
  test.each(Object.entries(lies))('%s', async (_, [code, lie]) => {
    let shown = added();
    const { api } = showing(() => [shown]);
    const session = await reporterInside(world.inside, api);
    await session.open(world.words[0]);
    shown = lie(shown);
    expect(await outcome(() => session.open(world.words[0]))).toEqual({ code, shown: null });
  });
});

/** A version in which a second person has something of a first one's: no page and no server writes such a text. */
function doubled(what: 'id' | 'kem' | 'signing') {
  const next = nextOf(now, {
    people: [...now.people, { ...now.people[0]!, ...ghostKeys, id: newPersonId(), name: '\u200b' }],
  });
  const text = z.encode(directorySchema, next);
  text.people.at(-1)![what] = text.people[0]![what];
  return signDirectory(world.authority, JSON.stringify(text));
}

describe.each(['id', 'kem', 'signing'] as const)('a second person with the %s of another', (what) => {
  const VISITOR = { 'a new reporter': (api: Api) => reporterInside(world.inside, api) };
  test.each([...Object.entries(FOLLOWERS), ...Object.entries(REPORTERS), ...Object.entries(VISITOR)])(
    'is refused by %s',
    async (_, act: (api: Api, enemy: Enemy) => Promise<unknown>) => {
      const enemy = new Enemy(world.inside.browser(), {
        [readDirectory.path]: () => z.encode(signedDirectory, doubled(what)),
      });
      const shown = await outcome(() => act(createApi(BASE, enemy.send), enemy));
      expect(shown).toEqual({ code: 'malformed', shown: null });
    },
  );

  test('is not published', async () => {
    const { api } = await officerAtWork(world.inside.api(), world.recoveryWords);
    const published = api.call(publishDirectory, { directory: doubled(what) });
    await expect(published).rejects.toMatchObject({ code: 'bad-request' });
  });
});

test.each(['id', 'kem', 'signing'] as const)(
  'nobody takes up an invitation with the %s of somebody who is there',
  async (what) => {
    // The page that invites goes by the clock of its device.
    world.inside.clock.now = Date.now();
    const officer = await signedIn(world.inside.api());
    await officer.office.open({ method: 'words', words: world.recoveryWords.join(' ') });
    const { token } = await officer.office.invite();
    const browser = world.inside.browser();
    const send: typeof fetch = async (input, init) => {
      const isAccepting =
        new URL(input instanceof Request ? input.url : input).pathname === acceptInvitation.path;
      if (!isAccepting || typeof init?.body !== 'string') return browser(input, init);
      const body = JSON.parse(init.body) as {
        person: Record<string, string>;
        account: Record<string, string>;
      };
      const taken = z.encode(directorySchema, now).people[0]!;
      body.person[what] = taken[what];
      if (what === 'id') body.account['person'] = taken.id;
      return browser(input, { ...init, body: JSON.stringify(body) });
    };
    const takeUp = (how: typeof fetch) =>
      new OfficerSession(createApi(BASE, how)).invitation.takeUp({
        token,
        authority: world.poster,
        accountName: `taker-${what}`,
        passphrase: 'a long enough passphrase',
      });
    await expect(takeUp(send)).rejects.toMatchObject({ code: 'bad-request' });
    await takeUp(world.inside.browser());
  },
);
