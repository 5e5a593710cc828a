/** A server with an authority's key, or an old version, that shows two people two directories. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi, type Api } from '../../client/calls/api.ts';
import { DirectoryVersions } from '../../client/officer/worker/directory/versions.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import { fromWords } from '../../crypto/words.ts';
import { getChallenge, readDirectory, readDirectoryVersion } from '../../server/api/anyone.ts';
import { REPORT } from '../stage/running.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import { strangerKeys } from '../stage/people.ts';
import { newPersonId } from '../../crypto/person.ts';
import {
  addVersions,
  Enemy,
  hashOf,
  makeWorld,
  nextOf,
  outcome,
  signedWire,
  type World,
} from '../stage/lying-server.ts';

let world: World;
/** The newest version published. */
let newest: World['directories'][0];
beforeAll(async () => {
  world = await makeWorld();
  // Whoever shows people other directories takes what they seal under them.
  const served = world.inside.context.newest;
  served.versionNamed = async () => (await served.version()).version;
  newest = world.directories[1];
});
afterAll(() => world.remove());

const quiet = () => undefined;

/** A report by somebody who was shown this directory, and nobody else. */
async function reportUnder(directory: World['directories'][0], text: string): Promise<Report> {
  const enemy = new Enemy(world.inside.browser(), {
    [readDirectory.path]: () => signedWire(world.authority, directory),
    [getChallenge.path]: (answer) => ({ ...answer, directory: toBase64url(hashOf(directory)) }),
  });
  const reporter = await reporterInside(world.inside, createApi(BASE, enemy.send));
  const { words } = await reporter.send({ ...REPORT, text }, quiet);
  expect(enemy.altered).toBeGreaterThan(0);
  const keys = reporterKeys(fromWords(words.join(' ')), directory.instance);
  return { text, words: words.join(' '), id: toBase64url(keys.caseId) };
}

interface Report {
  readonly text: string;
  readonly words: string;
  readonly id: string;
}

/** A version in which somebody more reads every door. */
function withSpy(directory: World['directories'][0]): World['directories'][0] {
  const { kemPublicKey: kem, signingPublicKey: signing } = strangerKeys();
  const spy = { id: newPersonId(), name: 'Somebody more', role: 'officer' as const, kem, signing };
  return {
    ...directory,
    people: [...directory.people, { ...spy, state: 'active' }],
    doors: directory.doors.map((door) => ({ ...door, readers: [...door.readers, spy.id] })),
  };
}

/** The office publishes so many versions more. */
async function publishMore(count: number): Promise<void> {
  const added = [newest];
  for (let i = 0; i < count; i++) added.push(nextOf(added.at(-1)!));
  await addVersions(world, added.slice(1));
  newest = added.at(-1)!;
}

/** What an officer's page asks for by its number. */
function counting(tricks: ConstructorParameters<typeof Enemy>[1] = {}) {
  const asked: string[] = [];
  const enemy = new Enemy(world.inside.browser(), {
    ...tricks,
    [readDirectoryVersion.path]: (answer, what) => {
      asked.push(what['version'] as string);
      return tricks[readDirectoryVersion.path]?.(answer, what) ?? answer;
    },
  });
  return { asked, api: createApi(BASE, enemy.send) };
}

const officer = (api?: Api) => officerInside(world.inside, world.recoveryWords, api);

test('a reader added for one reporter alone is found out by the officer who opens the report', async () => {
  const [, now] = world.directories;
  const fork = withSpy(now);
  for (const shown of [fork, { ...fork, version: 3, previous: hashOf(now) }]) {
    await reportUnder(shown, `Under version ${shown.version}.`);
  }
  const session = await officer();
  const troubled = (await session.inbox.sync(quiet)).filter(({ trouble }) => trouble !== null);
  expect(troubled.map(({ trouble }) => trouble)).toEqual(['foreign-directory', 'foreign-directory']);
  for (const { id } of troubled)
    expect(await outcome(() => session.cases.open(id))).toEqual({ code: 'foreign-directory', shown: null });
});

test('a report under an older version that the office did publish is read', async () => {
  const { text } = await reportUnder(world.directories[0], 'Under the first version.');
  const listed = (await (await officer()).inbox.sync(quiet)).find(({ excerpt }) => excerpt === text);
  expect(listed?.trouble).toBeNull();
});

test('a fork of a version long past is found, also when the server shows it to the officer as well', async () => {
  const fork = withSpy(nextOf(newest));
  const forks = [fork, nextOf(fork)];
  const reports = [];
  for (const shown of forks) reports.push(await reportUnder(shown, `Under a fork ${shown.version}.`));
  await publishMore(12);
  const shown = new Map(forks.map((one) => [String(one.version), signedWire(world.authority, one)]));
  let isForked = false;
  const { api } = counting({
    [readDirectoryVersion.path]: (answer, { version }) =>
      (isForked && shown.get(version as string)) || answer,
  });
  // The first is served the forks where it asks for those versions, once it has signed in.
  for (const session of [await officer(api), await officer()]) {
    isForked = true;
    const listing = await session.inbox.sync(quiet);
    for (const { id } of reports) {
      expect(listing.find((listed) => listed.id === id)?.trouble).toBe('foreign-directory');
      expect(await outcome(() => session.cases.open(id))).toEqual({ code: 'foreign-directory', shown: null });
    }
  }
});

test('its reporter is told as well, by the server’s own versions', async () => {
  const { words } = await reportUnder(withSpy(nextOf(newest)), 'Under another fork.');
  await publishMore(2);
  expect(await outcome(() => new ReporterSession(world.inside.api()).open(words))).toMatchObject({
    code: 'tampered',
  });
});

test('many reports under many versions have each version asked for once, and reports already read none', async () => {
  const texts: string[] = [];
  for (let i = 0; i < 6; i++) {
    const reporter = await reporterInside(world.inside);
    for (const which of ['One', 'Another']) {
      texts.push(`${which} report, ${i}.`);
      await reporter.send({ ...REPORT, text: texts.at(-1)! }, quiet);
    }
    await publishMore(5);
  }
  const first = counting();
  const session = await officer(first.api);
  const listing = await session.inbox.sync(quiet);
  for (const text of texts) expect(listing.find(({ excerpt }) => excerpt === text)?.trouble).toBeNull();
  await publishMore(1);
  await (await reporterInside(world.inside)).send({ ...REPORT, text: 'Meanwhile.' }, quiet);
  await publishMore(2);
  const meanwhile = (await session.inbox.sync(quiet)).find(({ excerpt }) => excerpt === 'Meanwhile.');
  expect(meanwhile?.trouble).toBeNull();
  expect(new Set(first.asked).size).toBe(first.asked.length);
  expect(first.asked).toContain(String(newest.version - 33));
  await session.lock();
  const again = counting();
  const later = await officer(again.api);
  const opened = await later.cases.open(listing.find(({ excerpt }) => excerpt === texts[0])!.id);
  expect(opened.text).toBe(texts[0]);
  // Only the version under which it was written, for what that asked.
  expect(again.asked).toHaveLength(1);
});

test('who walks back at the same time asks for no version twice either', async () => {
  const { asked, api } = counting();
  const listed = new DirectoryVersions(api, { directory: newest, hash: hashOf(newest) });
  const [first, second] = world.directories.map(hashOf);
  const found = [listed.leadsFrom(1, first!), listed.leadsFrom(2, second!), listed.leadsFrom(1, second!)];
  expect(await Promise.all(found)).toEqual([true, true, false]);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toHaveLength(newest.version - 1);
});
