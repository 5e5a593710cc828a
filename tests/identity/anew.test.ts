/** A name sealed anew: by a key that nobody has who has left. */
import { beforeAll, expect, test } from 'vitest';
import { openCustodiansKey } from '../../client/case/kinds/custodians-key.ts';
import { openIdentity } from '../../client/case/kinds/identity-box.ts';
import { custodiansContent, ownIdentityKey } from '../../client/reporter/worker/own-identity.ts';
import { LENGTH, typed } from '../../crypto/bytes.ts';
import { identityKey } from '../../crypto/case-key.ts';
import { newPersonId } from '../../crypto/person.ts';
import { newEntropy, reporterKeys } from '../../crypto/receipt.ts';
import { ready } from '../../crypto/sodium.ts';
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
  const { box, letters, state } = custodiansContent(identity, [person], keys, place);
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
