import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { kemPublicKey, newPersonSeed, personKeys } from '../../crypto/person.ts';
import { readActivity } from '../../db/activity.ts';
import { readSlotSets } from '../../db/slot-sets.ts';
import { makeDecoyEvent, nextPause } from '../../server/decoys/decoys.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { newOfficer, newReporter, REPORT, setUp, startInstance, type Instance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
beforeAll(stretchQuickly);
beforeAll(async () => {
  instance = await startInstance();
  made = await setUp(instance);
  const reporter = await newReporter(instance);
  for (let i = 0; i < 6; i++) await reporter.send({ ...REPORT, text: `Report ${i}` }, () => undefined);
  for (let i = 0; i < 60; i++) {
    await makeDecoyEvent(instance.context);
    // Server and pages share this process: connections that were closed meanwhile are noticed between events.
    await new Promise((resolve) => setImmediate(resolve));
  }
});
afterAll(() => instance.stop());

async function everything() {
  const found = await readActivity(instance.context.db, { turn: 0, caseId: null }, 1000);
  const sets = await readSlotSets(
    instance.context.db,
    found.map(({ caseId }) => caseId),
    ['shared', 'custodians'],
  );
  return { found, sets };
}

test('decoys do not show in an inbox, and have the shapes of cases', async () => {
  const { found, sets } = await everything();
  expect(found.length).toBeGreaterThan(8);
  expect(new Set(sets.map((set) => set.bytes.length)).size).toBe(1);
  expect(sets.filter((set) => set.audience === 'shared')).toHaveLength(found.length);
  const officer = await newOfficer(instance, made.recoveryWords);
  const inbox = await officer.inbox.sync(() => undefined);
  expect(inbox).toHaveLength(6);
  expect(inbox.every((listed) => listed.trouble === null)).toBe(true);
});

test('whom a set is not addressed to cannot tell it from a decoy, slot by slot', async () => {
  const { sets } = await everything();
  const stranger = personKeys(newPersonSeed());
  expect(kemPublicKey(stranger.kemSeed)).toEqual(stranger.kemPublicKey);
  for (const set of sets) expect(openSlotSet(set.bytes, stranger.kemSeed)).toBeNull();
  // The mean of a byte is the same at every place of a slot, whoever it is for: real sets against decoys.
  const officer = await newOfficer(instance, made.recoveryWords);
  const ours = new Set((await officer.inbox.sync(() => undefined)).map((listed) => listed.id));
  const means = [true, false].map((real) => {
    const bytes = sets
      .filter((set) => ours.has(Buffer.from(set.caseId).toString('base64url')) === real)
      .flatMap((set) => parseSlotSet(set.bytes).slots)
      .flatMap((slot) => [...slot]);
    return bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length;
  });
  // About 50,000 bytes on each side: the standard error of a mean is 0.33; 3 is nine of them.
  expect(Math.abs(means[0]! - means[1]!)).toBeLessThan(3);
});

test('the pause before the next decoy is random', async () => {
  const pauses = await Promise.all(Array.from({ length: 20 }, () => nextPause(instance.context)));
  expect(new Set(pauses).size).toBe(20);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
});
