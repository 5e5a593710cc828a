/** Which entries may name which keys: a chain of each kind that is right, and every way to bend it. */
import { describe, expect, test } from 'vitest';
import { LENGTH, typed, type Commitment, type PersonId } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Chain } from '../../crypto/header.ts';
import { checkKeys } from '../../client/case/keys/chain-keys.ts';
import { encodeContent, type Content, type ContentKind } from '../../client/case/kinds/table.ts';
import type { NamedSet } from '../../client/case/kinds/named-set.ts';
import { IDENTITY_BOX } from '../../client/case/kinds/identity-limits.ts';

const bytes = <T extends Uint8Array>(length: number, of: number) => new Uint8Array(length).fill(of) as T;
const keyOf = (of: number) => bytes<Commitment>(LENGTH.Commitment, of);
const anybody = bytes<PersonId>(LENGTH.PersonId, 1);
const request = typed('Hash', bytes(LENGTH.Hash, 1));

/** A set of the key number `of`. */
const set = (audience: NamedSet['audience'], epoch: number, of = epoch): NamedSet => ({
  audience,
  epoch,
  hash: typed('Hash', bytes(LENGTH.Hash, of)),
  commitment: keyOf(of),
});

/** An entry under the key number `of`. */
function entry<K extends ContentKind>(
  chain: Chain,
  kind: K,
  content: Content<K>,
  epoch = 0,
  of = epoch,
): VerifiedEntry {
  const inside = { kind, content: encodeContent(kind, content), commitment: keyOf(of) };
  // Of the rest nothing is asked.
  return { header: { chain, epoch }, ...inside } as unknown as VerifiedEntry;
}

const report = (slotSets = [set('shared', 0), set('custodians', 0, 9)], epoch = 0) =>
  entry(
    'shared',
    'report',
    {
      door: 'official',
      text: 'A report',
      answers: {},
      language: 'en',
      behalf: null,
      identity: { state: 'absent', box: bytes(IDENTITY_BOX, 0), custodians: [], days: 7 },
      sealing: {
        directory: { version: 1, hash: request, authority: bytes(LENGTH.SigningPublicKey, 1) },
        reporter: bytes(LENGTH.KemPublicKey, 1),
        sealedTo: [anybody],
        leftOut: [],
        slotSets,
      },
      claim: { key: bytes(LENGTH.SigningPublicKey, 1), blind: bytes(LENGTH.ClaimBlind, 1) },
    },
    epoch,
  );
const message = (epoch = 0, of = epoch) => entry('shared', 'message', { text: 'A word' }, epoch, of);
const grant = (...slotSets: NamedSet[]) => entry('shared', 'grant', { to: anybody, slotSets });
const asking = (...slotSets: NamedSet[]) =>
  entry('shared', 'identity-request', { reason: 'Why', custodians: [anybody], slotSets });
const rotation = (chain: Chain, epoch: number, slotSet: NamedSet, of = epoch) =>
  entry(chain, 'rotation', { sealedTo: [anybody], slotSet, former: bytes(LENGTH.CaseKey, 1) }, epoch, of);
const note = (epoch = 0, founding?: NamedSet, of = epoch) =>
  entry('internal', 'note', founding ? { text: 'A note', founding } : { text: 'A note' }, epoch, of);

test.each<[string, VerifiedEntry[]]>([
  [
    'a conversation',
    [
      report(),
      grant(set('shared', 0), set('officers', 0)),
      asking(set('shared', 0), set('officers', 0)),
      rotation('shared', 1, set('shared', 1)),
      message(1),
      rotation('shared', 2, set('shared', 2)),
      message(2),
    ],
  ],
  ['notes', [note(0, set('officers', 0)), note(), rotation('internal', 1, set('officers', 1)), note(1)]],
])('%s that is right', (_, entries) => {
  expect(() => checkKeys(entries)).not.toThrow();
});

describe('is refused:', () => {
  const begun = note(0, set('officers', 0));
  test.each<[string, VerifiedEntry[]]>([
    ['a conversation that begins with another word', [message()]],
    ['a conversation that begins with a later key', [report([set('shared', 1), set('custodians', 0)], 1)]],
    ['a report that names a later key besides', [report([set('shared', 0), set('shared', 1)])]],
    ['a report that names no key', [report([])]],
    ['a report under a key that it does not name', [report([set('shared', 0, 5), set('custodians', 0)])]],
    ['a word under a key that nobody named', [report(), message(0, 5)]],
    ['a word under a later key, without a change', [report(), message(1)]],
    ['a word under the key before', [report(), rotation('shared', 1, set('shared', 1)), message(0)]],
    ['a grant of a later key', [report(), grant(set('shared', 1))]],
    ['a grant of another key', [report(), grant(set('shared', 0, 5))]],
    ['a grant of the custodians’ key', [report(), grant(set('custodians', 0, 9))]],
    ['a request for an identity with a later key', [report(), asking(set('shared', 1))]],
    ['a change that skips a key', [report(), rotation('shared', 2, set('shared', 2))]],
    ['a change that names a later key', [report(), rotation('shared', 1, set('shared', 2, 1))]],
    ['a change that names another key', [report(), rotation('shared', 1, set('shared', 1, 5))]],
    ['a change that names the notes’ key', [report(), rotation('shared', 1, set('officers', 1))]],
    ['a change to the key there is', [report(), rotation('shared', 0, set('shared', 0))]],
    ['notes that begin without a key', [note()]],
    ['notes that begin with a change', [rotation('internal', 0, set('officers', 0))]],
    ['notes that begin with a later key', [note(1, set('officers', 1))]],
    ['notes that begin with a key of the conversation', [note(0, set('shared', 0))]],
    ['a second beginning', [begun, note(0, set('officers', 0))]],
    ['a later note that names a later key', [begun, note(0, set('officers', 1))]],
    ['a later note under another key', [begun, note(0, undefined, 5)]],
  ])('%s', (_, entries) => {
    expect(() => checkKeys(entries)).toThrow(CryptoError);
    // Up to there it is right, so that what is wrong is what is said.
    expect(() => checkKeys(entries.slice(0, -1))).not.toThrow();
  });
});
