/** What an officer takes out of a rotation, also one made by a colleague who lies. */
import { beforeAll, expect, test } from 'vitest';
import { encodeContent } from '../../client/case/kinds/table.ts';
import { nameSet } from '../../client/case/kinds/named-set.ts';
import { takeFormerKeys } from '../../client/officer/worker/case/keys.ts';
import { newKeyringCase } from '../../client/officer/worker/keyring/case.ts';
import { LENGTH, typed, type CaseKey, type PersonId, type SlotSetBytes } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import type { StampedEntry } from '../../crypto/chain.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { NO_HASH } from '../../crypto/header.ts';
import { newPersonId, newPersonSeed, personKeys, type PersonKeys } from '../../crypto/person.ts';
import { slotSetHash } from '../../crypto/slot-set.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { ready } from '../../crypto/sodium.ts';

const caseId = typed('CaseId', new Uint8Array(LENGTH.CaseId).fill(7));
const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId).fill(8));

let author: { id: PersonId; keys: PersonKeys };
/** One key for each of three epochs, with its founding set. */
let epochs: { key: CaseKey; set: SlotSetBytes }[];
beforeAll(async () => {
  await ready();
  author = { id: newPersonId(), keys: personKeys(newPersonSeed()) };
  epochs = [0, 1, 2].map((epoch) => {
    const key = newCaseKey();
    const readers = [author.keys.kemPublicKey];
    const place = { instance, caseId, audience: 'shared' as const, epoch, directory: NO_HASH };
    return { key, set: sealSlotSet({ ...place, key, readers }) };
  });
});

/** The first entry of an epoch, holding `former`. */
function rotation(epoch: number, former: CaseKey): StampedEntry {
  const { key, set } = epochs[epoch]!;
  const content = { sealedTo: [author.id], slotSet: nameSet(set), former };
  const bytes = sealEntry(
    {
      caseId,
      chain: 'shared',
      seq: epoch,
      previous: NO_HASH,
      audience: 'shared',
      epoch,
      author: { role: 'person', id: author.id },
      kind: 'rotation',
      content: encodeContent('rotation', content),
    },
    key,
    author.keys.signingSeed,
  );
  return { bytes } as StampedEntry;
}

/** @returns the keys of a newcomer who was given the newest one, by epoch, newest first */
function taken(entries: readonly StampedEntry[], sets = epochs.map(({ set }) => set)): CaseKey[] {
  const kept = newKeyringCase(caseId);
  const { key, set } = epochs[2]!;
  kept.keys.push({ audience: 'shared', epoch: 2, key, set: slotSetHash(set) });
  takeFormerKeys(kept, 'shared', sets, entries, () => author.keys.signingPublicKey);
  expect(kept.keys.map(({ epoch }) => epoch)).toEqual([2, 1, 0].slice(0, kept.keys.length));
  return kept.keys.map((held) => held.key);
}

test('every earlier key is taken, one rotation after the other', () => {
  const entries = [rotation(1, epochs[0]!.key), rotation(2, epochs[1]!.key)];
  expect(taken(entries)).toEqual([epochs[2]!.key, epochs[1]!.key, epochs[0]!.key]);
});

test('a key that its founding set does not commit to is not taken, nor any before it', () => {
  const entries = [rotation(1, epochs[0]!.key), rotation(2, newCaseKey())];
  expect(taken(entries)).toEqual([epochs[2]!.key]);
  expect(taken([rotation(1, newCaseKey()), rotation(2, epochs[1]!.key)])).toHaveLength(2);
});

test('the key of another epoch is not taken for the one before', () => {
  expect(taken([rotation(1, epochs[0]!.key), rotation(2, epochs[0]!.key)])).toHaveLength(1);
});

test('without the set or the entry of an epoch nothing is taken', () => {
  const entries = [rotation(1, epochs[0]!.key), rotation(2, epochs[1]!.key)];
  expect(taken(entries, [epochs[0]!.set, epochs[2]!.set])).toHaveLength(1);
  expect(taken(entries.slice(0, 1))).toHaveLength(1);
});

test('nothing is taken from a rotation that cannot be read', () => {
  const changed = rotation(2, epochs[1]!.key);
  changed.bytes[changed.bytes.length - 1]! ^= 1;
  expect(taken([rotation(1, epochs[0]!.key), changed])).toEqual([epochs[2]!.key]);
});
