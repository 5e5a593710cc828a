/** What of an identity cannot be written by any page, made by hand. */
import { beforeAll, expect, test } from 'vitest';
import { encodeContent, type Content, type ContentKind } from '../../client/case/kinds/table.ts';
import { foldIdentity } from '../../client/case/fold/identity.ts';
import { checkAuthors } from '../../client/case/keys/readers.ts';
import { LENGTH, typed, type BoxBytes, type PersonId } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { newPersonId } from '../../crypto/person.ts';
import { ready } from '../../crypto/sodium.ts';

let officer: PersonId;
let custodian: PersonId;
beforeAll(async () => {
  await ready();
  [officer, custodian] = [newPersonId(), newPersonId()];
});

function report(custodians: PersonId[], leftOut: PersonId[] = []): Content<'report'> {
  return {
    door: 'official',
    text: 'A report.',
    answers: {},
    language: 'en',
    behalf: null,
    identity: { state: 'sealed', box: new Uint8Array(4136) as BoxBytes, custodians, days: 7 },
    sealing: {
      directory: {
        version: 1,
        hash: typed('Hash', new Uint8Array(LENGTH.Hash)),
        authority: typed('SigningPublicKey', new Uint8Array(LENGTH.SigningPublicKey)),
      },
      reporter: typed('KemPublicKey', new Uint8Array(LENGTH.KemPublicKey)),
      sealedTo: [officer],
      leftOut,
      slotSets: [],
    },
    claim: {
      key: typed('SigningPublicKey', new Uint8Array(LENGTH.SigningPublicKey)),
      blind: typed('ClaimBlind', new Uint8Array(LENGTH.ClaimBlind)),
    },
  };
}

function entry<K extends ContentKind>(id: PersonId | null, kind: K, content: Content<K>): VerifiedEntry {
  const author = id === null ? { role: 'reporter' } : { role: 'person', id };
  return { author, kind, content: encodeContent(kind, content) } as unknown as VerifiedEntry;
}

const people = { people: [] } as unknown as Parameters<typeof foldIdentity>[2];

test('nobody is custodian of a report that they read, or were left out of', () => {
  expect(foldIdentity(report([custodian]), [], people).view.custodians).toHaveLength(1);
  expect(() => foldIdentity(report([custodian, officer]), [], people)).toThrow('malformed');
  expect(() => foldIdentity(report([custodian], [custodian]), [], people)).toThrow('malformed');
});

test('a custodian who was asked is an author of the conversation, and of no note', () => {
  const asked = [
    entry(null, 'report', report([custodian])),
    entry(officer, 'identity-request', { reason: 'Who?', custodians: [custodian], slotSets: [] }),
    entry(custodian, 'access', {}),
  ];
  expect(() => checkAuthors(asked, [entry(officer, 'note', { text: 'Ours.' })])).not.toThrow();
  expect(() => checkAuthors(asked, [entry(custodian, 'note', { text: 'Mine.' })])).toThrow('unknown-author');
  expect(() => checkAuthors([asked[0]!, asked[2]!])).toThrow('unknown-author');
});

test('a name is given once, by a reporter whose report has none and names somebody to open it', () => {
  const given = entry(null, 'identity', { box: new Uint8Array(4136).fill(1) as BoxBytes });
  const anonymous = (custodians: PersonId[]): Content<'report'> => {
    const made = report(custodians);
    return { ...made, identity: { ...made.identity, state: 'absent' } };
  };
  expect(foldIdentity(anonymous([custodian]), [given], people).sealed.box[0]).toBe(1);
  expect(() => foldIdentity(anonymous([custodian]), [given, given], people)).toThrow('malformed');
  expect(() => foldIdentity(report([custodian]), [given], people)).toThrow('malformed');
  expect(() => foldIdentity(anonymous([]), [given], people)).toThrow('malformed');
});
