/** New keys for a case, so that some of its readers read on and others do not (PROTOCOL §11). */
import { equal, type PersonId } from '../../crypto/bytes.ts';
import { isKemPublicKey } from '../../crypto/kem.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { AUDIENCE_OF, type Chain } from '../../crypto/header.ts';
import type { Directory, Person } from '../../server/api/directory.ts';
import { decodeContent } from '../case/content.ts';
import { currentOfficers, currentReaders, nameSet } from '../case/named-sets.ts';
import { findPerson } from '../directory.ts';
import { Failure } from '../failure.ts';
import type { CaseContext } from './case-context.ts';
import type { ReadCase } from './case-reader.ts';
import { sealSet, type Prepared } from './case-writer.ts';
import { newestKey, type KeyringCase } from './keyring-case.ts';

/** Those of `readers` who are active in the directory and not among `without`. */
export function staying(
  directory: Directory,
  readers: readonly PersonId[],
  without: readonly PersonId[],
): Person[] {
  return readers.flatMap((id) => {
    const person = findPerson(directory, id);
    return person?.state === 'active' && !isAmong(without, id) ? [person] : [];
  });
}

/** The entry that changes the key of a chain; null when nobody who is to leave holds its newest key. */
export function prepareRotation(
  context: CaseContext,
  known: KeyringCase,
  chain: Chain,
  without: readonly PersonId[],
  read: ReadCase,
): Prepared<'rotation'> | null {
  const audience = AUDIENCE_OF[chain];
  // Custodians who were asked about the identity read the shared chain, and never the notes.
  const officers = currentOfficers(read.shared);
  const readers = chain === 'shared' ? currentReaders(read.shared) : officers;
  const people = staying(context.known.directory, readers, without);
  const ids = people.map(({ id }) => id);
  const held = newestKey(known, audience);
  const holders = chain === 'shared' ? readers : noteHolders(read);
  if (held === undefined || holders?.every((id) => isAmong(ids, id))) return null;
  if (!officers.some((id) => isAmong(ids, id))) throw new Failure('nobody-left');
  const made = { audience, epoch: held.epoch + 1, key: newCaseKey() };
  // A reporter who gave a key that is none reads no further; nobody keeps a reader in a case that way.
  const reporter = audience === 'shared' ? [read.sealing.reporter].filter(isKemPublicKey) : [];
  const set = sealSet(context, known, made, [...reporter, ...people.map(({ kem }) => kem)]);
  const slotSet = nameSet(set);
  return {
    chain,
    kind: 'rotation',
    content: { sealedTo: ids, slotSet, former: held.key },
    key: { ...made, set: slotSet.hash },
    slotSets: [set],
  };
}

/**
 * Who holds the newest key of the notes: those it was last changed for, and those who were given it since. Null
 * before its first change: to whom the first note was sealed is written nowhere.
 */
function noteHolders({ shared, internal }: ReadCase): PersonId[] | null {
  const last = internal.findLast((entry) => entry.kind === 'rotation');
  if (last === undefined) return null;
  const { sealedTo, slotSet } = decodeContent('rotation', last.content);
  return [...sealedTo, ...shared.flatMap((entry) => givenNotes(entry, slotSet.epoch))];
}

/** The colleague to whom an entry gives the key of the notes of an epoch. */
function givenNotes(entry: VerifiedEntry, epoch: number): PersonId[] {
  if (entry.kind !== 'grant') return [];
  const { to, slotSets } = decodeContent('grant', entry.content);
  return slotSets.some((set) => set.audience === 'officers' && set.epoch === epoch) ? [to] : [];
}

function isAmong(people: readonly PersonId[], id: PersonId): boolean {
  return people.some((other) => equal(other, id));
}
