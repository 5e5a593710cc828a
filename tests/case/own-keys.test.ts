/** Slot sets that a server gives a reporter: those of the case give its keys, others are refused or passed over. */
import { beforeAll, expect, test } from 'vitest';
import { LENGTH, typed, type InstanceId } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import type { Audience } from '../../crypto/header.ts';
import { kemPublicKey } from '../../crypto/person.ts';
import { newEntropy, reporterKeys, type ReporterKeys } from '../../crypto/receipt.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { ready } from '../../crypto/sodium.ts';
import { openOwnSets } from '../../client/reporter/worker/own-keys.ts';

const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId));
const elsewhere = typed('InstanceId', new Uint8Array(LENGTH.InstanceId).fill(1));
const directory = typed('Hash', new Uint8Array(LENGTH.Hash));

let own: ReporterKeys;
let other: ReporterKeys;
beforeAll(async () => {
  await ready();
  own = reporterKeys(newEntropy(), instance);
  other = reporterKeys(newEntropy(), instance);
});

/** @param to whose key it is sealed to */
function sealed(
  to: ReporterKeys,
  place: { at?: InstanceId; of?: ReporterKeys; audience?: Audience; epoch?: number } = {},
) {
  const { at = instance, of = own, audience = 'shared', epoch = 0 } = place;
  const key = newCaseKey();
  const readers = [kemPublicKey(to.kemSeed)];
  return {
    key,
    set: sealSlotSet({ instance: at, caseId: of.caseId, audience, epoch, directory, key, readers }),
  };
}

test('every set of the case gives the key of its epoch', () => {
  const [first, second] = [sealed(own), sealed(own, { epoch: 1 })];
  const keys = openOwnSets([first.set, second.set], own, instance);
  expect([...keys]).toEqual([
    [0, first.key],
    [1, second.key],
  ]);
});

test.each([
  ['another case', () => sealed(own, { of: other })],
  ['another instance', () => sealed(own, { at: elsewhere })],
  ['another audience', () => sealed(own, { audience: 'officers' })],
])('a set of %s is refused, also beside one that is right', (_, make) => {
  expect(() => openOwnSets([sealed(own).set, make().set], own, instance)).toThrow(
    expect.objectContaining({ code: 'wrong-case' }),
  );
});

test('a set that is somebody else’s is passed over, and none that opens is tampering', () => {
  const [mine, theirs] = [sealed(own), sealed(other)];
  expect([...openOwnSets([theirs.set, mine.set], own, instance)]).toEqual([[0, mine.key]]);
  for (const sets of [[theirs.set], []]) {
    expect(() => openOwnSets(sets, own, instance)).toThrow(expect.objectContaining({ code: 'tampered' }));
  }
});
