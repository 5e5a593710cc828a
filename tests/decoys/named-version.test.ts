/**
 * An officer who was left out publishes versions of the directory at will, at every moment of a sending, and compares
 * what the sets name that do not open with the newest version of then: cases that leave them out, and decoys.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApi } from '../../client/calls/api.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import type { Directory } from '../../server/api/directory.ts';
import { openCase } from '../../server/api/reporter.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { BASE } from '../stage/inside.ts';
import { addVersions, hashOf, makeWorld, nextOf, outcome, type World } from '../stage/lying-server.ts';
import { REPORT } from '../stage/running.ts';

const between = vi.hoisted(() => ({ act: async () => undefined as void }));
// Where a decoy is made already, and not written yet.
vi.mock(import('../../server/challenges/spending.ts'), async (load) => ({
  ...(await load()),
  spendNothing: () => between.act(),
}));
// Each event makes a new one.
vi.mock(import('../../server/decoys/life.ts'), async (load) => ({ ...(await load()), random: () => 0 }));

let world: World;
let now: Directory;
const versions = new Map<string, number>();
beforeAll(async () => {
  world = await makeWorld();
  now = world.directories[1];
  for (const one of world.directories) versions.set(toBase64url(hashOf(one)), one.version);
});
afterAll(() => world.remove());

/** What leaves every choice as it is, or what a reporter has to agree to first. */
async function publish(isTold = false): Promise<void> {
  const other = `Version ${now.version + 1}`;
  const doors = now.doors.map((door) => ({ ...door, title: { en: other } }));
  now = nextOf(now, isTold ? { doors } : { name: { en: other } });
  versions.set(toBase64url(hashOf(now)), now.version);
  await addVersions(world, [now]);
}

/** A case as the officer sees it come: how many versions each of its sets is behind. */
interface Come {
  readonly isReal: boolean;
  readonly behind: string;
}

const seen = new Set<string>();
async function come(isReal: boolean): Promise<Come[]> {
  const rows = await world.inside.db.selectFrom('slot_sets').select(['case_id', 'bytes']).execute();
  const cases = new Map<string, number[]>();
  for (const { case_id, bytes } of rows) {
    const id = toBase64url(new Uint8Array(case_id));
    if (seen.has(id)) continue;
    const set = new Uint8Array(bytes) as Parameters<typeof openSlotSet>[0];
    expect(openSlotSet(set, world.insider.keys.kemSeed)).toBeNull();
    const named = versions.get(toBase64url(parseSlotSet(set).header.directory));
    cases.set(id, [...(cases.get(id) ?? []), now.version - named!]);
  }
  return [...cases].map(([id, behind]) => {
    seen.add(id);
    return { isReal, behind: behind.join() };
  });
}

/** A report by somebody who leaves the officer out; versions come while the page stands, and while it is sent. */
async function report(standing: boolean, sending: boolean, isTold: boolean): Promise<void> {
  const send = world.inside.browser();
  let left = sending ? 1 : 0;
  const api = createApi(BASE, async (input, init) => {
    if (new URL(input as string).pathname === openCase.path && left-- > 0) await publish(isTold);
    return send(input, init);
  });
  const reporter = new ReporterSession(api);
  await reporter.checkDirectory(await api.call(readDirectory, {}), null);
  if (standing) await publish(isTold);
  const draft = { ...REPORT, leftOut: [toBase64url(world.insider.id)] };
  for (let tries = 0; tries < 3; tries++) {
    const { code } = await outcome(() => reporter.send(draft, () => undefined));
    if (code === null) return;
    expect(code).toBe('directory-changed');
    await reporter.newest();
    await reporter.show(now.version);
  }
  throw new Error('not sent');
}

/** How many are guessed by the best rule there is that knows how far each is behind; and without knowing. */
function guesses(all: readonly Come[]): { knowing: number; blind: number } {
  const best = (some: readonly Come[]) => {
    const real = some.filter(({ isReal }) => isReal).length;
    return Math.max(real, some.length - real);
  };
  const kinds = [...new Set(all.map(({ behind }) => behind))];
  const told = kinds.map((kind) => best(all.filter(({ behind }) => behind === kind)));
  return { knowing: told.reduce((sum, count) => sum + count, 0), blind: best(all) };
}

test('the version that a set names tells a case from a decoy no better than chance', async () => {
  await come(true);
  const all: Come[] = [];
  for (const isTold of [false, true]) {
    for (const [standing, sending] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      await report(standing, sending, isTold);
      all.push(...(await come(true)));
      // Of two decoys, a version comes while one is made.
      for (const isMidway of [false, true]) {
        between.act = isMidway ? () => publish(isTold) : async () => undefined;
        await makeDecoyEvent(world.inside.context);
        all.push(...(await come(false)));
      }
    }
  }
  expect(all.filter(({ isReal }) => isReal)).toHaveLength(8);
  expect(all.filter(({ isReal }) => !isReal).length).toBeGreaterThanOrEqual(8);
  const { knowing, blind } = guesses(all);
  expect(knowing).toBe(blind);
  // And a rule would be found, if there were one.
  const late = all.map((one) => (one.isReal ? { ...one, behind: '1,1' } : one));
  expect(guesses(late).knowing).toBe(all.length);
});
