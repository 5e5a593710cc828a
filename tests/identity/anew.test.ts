/** A name sealed anew, and originals kept before and after: by keys that nobody has who has left. */
import { beforeAll, expect, test } from 'vitest';
import { openCustodiansKey } from '../../client/case/kinds/custodians-key.ts';
import { file } from '../../client/case/kinds/file.ts';
import { openIdentity } from '../../client/case/kinds/identity-box.ts';
import { IDENTITY_BOX } from '../../client/case/kinds/identity-limits.ts';
import { identityRequest } from '../../client/case/kinds/identity-request.ts';
import type { IdentityNow } from '../../client/case/kinds/identity-requests.ts';
import {
  holdersOf,
  openOriginal,
  originalsKeyAt,
  sealOriginal,
} from '../../client/case/kinds/original-box.ts';
import {
  custodiansContent,
  ownIdentityKey,
  ownOriginalsKey,
} from '../../client/reporter/worker/own-identity.ts';
import { LENGTH, typed, type BoxBytes, type CaseKey } from '../../crypto/bytes.ts';
import { identityKey } from '../../crypto/case-key.ts';
import { originalKey } from '../../crypto/original-key.ts';
import { newPersonId } from '../../crypto/person.ts';
import { newEntropy, reporterKeys } from '../../crypto/receipt.ts';
import { ready } from '../../crypto/sodium.ts';
import type { Person } from '../../server/api/directory.ts';
import { strangerKeys } from '../stage/people.ts';

beforeAll(() => ready());

test('opens to its reporter and to those it is for, and not with the key of the report', () => {
  const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId));
  const keys = reporterKeys(newEntropy(), instance);
  const place = { instance, caseId: keys.caseId };
  const [custodian, stranger] = [strangerKeys(), strangerKeys()];
  const { kemPublicKey: kem, signingPublicKey: signing } = custodian;
  const person = {
    id: newPersonId(),
    name: 'One',
    role: 'custodian',
    kem,
    signing,
    state: 'active',
  } as const;
  const identity = { name: 'Noor', contact: '' };
  const { box, letters, state } = custodiansContent(identity, [person], keys, place, { letters: null });
  const open = (seed: typeof custodian.kemSeed) =>
    letters.flatMap((letter) => openCustodiansKey(seed, letter, instance, keys.caseId) ?? []);
  expect(state).toBe('sealed');
  expect(openIdentity(box, ownIdentityKey({ letters }, keys, place), place)).toEqual(identity);
  expect(openIdentity(box, identityKey(open(custodian.kemSeed)[0]!), place)).toEqual(identity);
  expect(open(stranger.kemSeed)).toEqual([]);
  expect(() => openIdentity(box, identityKey(keys.custodiansKey), place)).toThrow('tampered');
  const elsewhere = typed('CaseId', new Uint8Array(LENGTH.CaseId));
  expect(openCustodiansKey(custodian.kemSeed, letters[1]!, instance, elsewhere)).toBeNull();
});

test('an original is opened with its own key alone: by those who come later, not by those who have left', () => {
  const instance = typed('InstanceId', new Uint8Array(LENGTH.InstanceId));
  const keys = reporterKeys(newEntropy(), instance);
  const place = { instance, caseId: keys.caseId };
  const random = <K extends keyof typeof LENGTH>(kind: K) =>
    typed(kind, crypto.getRandomValues(new Uint8Array(LENGTH[kind])));
  const opening = { key: random('FileKey'), hash: random('Hash'), size: 7, name: 'IMG_1.jpg', type: '' };
  const [blob, otherBlob] = [random('BlobId'), random('BlobId')];
  const box = new Uint8Array(IDENTITY_BOX) as BoxBytes;
  const first = { state: 'absent' as const, box, custodians: [], days: 7, letters: null };
  const people = [newPersonId(), newPersonId(), newPersonId()];
  const generations: IdentityNow[] = [
    { ...first, custodians: [people[0]!], generation: 0, before: null, former: null },
  ];
  const held: CaseKey[] = [keys.custodiansKey];
  const sealed = [sealOriginal(opening, blob, ownOriginalsKey(generations[0]!, keys, place), place)];
  for (const generation of [1, 2]) {
    const custodian = strangerKeys();
    const person = { id: people[generation]!, kem: custodian.kemPublicKey } as Person;
    const before = generations.at(-1)!;
    const { letters, '?former': former = null } = custodiansContent(null, [person], keys, place, before);
    generations.push({ ...before, custodians: [person.id], letters, generation, before, former });
    held.push(openCustodiansKey(custodian.kemSeed, letters[1]!, instance, keys.caseId)!);
    sealed.push(sealOriginal(opening, blob, ownOriginalsKey(generations[generation]!, keys, place), place));
  }
  const now = generations[2]!;
  const keyAt = (generation: number, of: number) =>
    originalsKeyAt(generation, now, (at) => (at.generation === of ? held[of]! : null), place);
  const open = (generation: number, of: number) =>
    openOriginal(sealed[generation]!, originalKey(keyAt(generation, of)!, blob), place);
  for (const generation of [0, 1, 2])
    for (const of of [0, 1, 2].filter((one) => one >= generation))
      expect(open(generation, of)).toEqual(opening);
  expect([keyAt(1, 0), keyAt(2, 0), keyAt(2, 1)]).toEqual([null, null, null]);
  for (const wrong of [keyAt(1, 1)!, identityKey(held[0]!), originalKey(keyAt(0, 0)!, otherBlob)])
    expect(() => openOriginal(sealed[0]!, wrong, place)).toThrow('tampered');
  const key = originalKey(keyAt(0, 0)!, blob);
  expect(() => openOriginal({ ...sealed[0]!, blob: otherBlob }, key, place)).toThrow('tampered');
  expect(() => openOriginal(sealed[0]!, key, { instance, caseId: random('CaseId') })).toThrow('tampered');
  expect(() => openIdentity(sealed[0]!.box, key, place)).toThrow('tampered');
  // Of a page that did not lead on from the key before.
  const unled = { ...generations[1]!, former: null };
  expect(holdersOf(0, { ...now, before: unled })).toEqual(people.slice(0, 1));
  expect([0, 1, 2, 3].map((generation) => holdersOf(generation, now))).toEqual(
    [0, 1, 2, 3].map((generation) => people.slice(generation)),
  );
  expect(originalsKeyAt(0, unled, (at) => (at.generation === 1 ? held[1]! : null), place)).toBeNull();
});

test('a page that does not know originals shows the file, and stops at a request for one', () => {
  // By the first letter of a field alone (PROTOCOL §11): the second must never be taken for a request for the name.
  const fieldsOf = (kind: typeof file | typeof identityRequest) =>
    Object.keys((kind.schema as unknown as { shape: object }).shape);
  expect(fieldsOf(file)).toContain('?original');
  expect(fieldsOf(identityRequest)).toContain('original');
});
