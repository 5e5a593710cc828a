/** A server with an authority's key, or an old version, that shows two people two directories. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../client/api.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { REPORT } from '../running.ts';
import { BASE, officerInside, reporterInside } from '../server/inside.ts';
import { strangerKeys } from '../server/people.ts';
import { newPersonId } from '../../crypto/person.ts';
import { Enemy, hashOf, makeWorld, outcome, signedWire, type World } from './enemy.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const quiet = () => undefined;

/** A report by somebody who was shown this directory, and nobody else. */
async function reportUnder(directory: World['directories'][0], text: string): Promise<string> {
  const enemy = new Enemy(world.inside.browser(), {
    [readDirectory.path]: () => signedWire(world.authority, directory),
  });
  const reporter = await reporterInside(world.inside, createApi(BASE, enemy.send));
  await reporter.send({ ...REPORT, text }, quiet);
  expect(enemy.altered).toBeGreaterThan(0);
  return text;
}

test('a reader added for one reporter alone is found out by the officer who opens the report', async () => {
  const [, now] = world.directories;
  const spy = { id: newPersonId(), keys: strangerKeys() };
  const fork = {
    ...now,
    people: [
      ...now.people,
      {
        id: spy.id,
        name: 'Somebody more',
        role: 'officer' as const,
        kem: spy.keys.kemPublicKey,
        signing: spy.keys.signingPublicKey,
        state: 'active' as const,
      },
    ],
    doors: now.doors.map((door) => ({ ...door, readers: [...door.readers, spy.id] })),
  };
  for (const shown of [fork, { ...fork, version: 3, previous: hashOf(now) }]) {
    await reportUnder(shown, `Under version ${shown.version}.`);
  }
  const officer = await officerInside(world.inside, world.recoveryWords);
  const troubled = (await officer.inbox.sync(quiet)).filter(({ trouble }) => trouble !== null);
  expect(troubled.map(({ trouble }) => trouble)).toEqual(['foreign-directory', 'foreign-directory']);
  for (const { id } of troubled)
    expect(await outcome(() => officer.cases.open(id))).toEqual({ code: 'foreign-directory', shown: null });
});

test('a report under an older version that the office did publish is read', async () => {
  const text = await reportUnder(world.directories[0], 'Under the first version.');
  const officer = await officerInside(world.inside, world.recoveryWords);
  const line = (await officer.inbox.sync(quiet)).find(({ excerpt }) => excerpt === text);
  expect(line?.trouble).toBeNull();
});
