/** New keys for a case, so that some of its readers read on and others do not (PROTOCOL §11). */
import type { PersonId } from '../../../../crypto/bytes.ts';
import { isKemPublicKey } from '../../../../crypto/kem.ts';
import { newCaseKey } from '../../../../crypto/case-key.ts';
import { AUDIENCE_OF, type Chain } from '../../../../crypto/header.ts';
import type { Directory, Person } from '../../../../server/api/directory.ts';
import { nameSet } from '../../../case/kinds/named-set.ts';
import {
  currentHolders,
  currentNoteReaders,
  currentOfficers,
  currentReaders,
  noteHolders,
} from '../../../case/keys/readers.ts';
import { isAmong } from '../../../case/kinds/people.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import type { ReadCase } from './reader.ts';
import { sealSet, type Prepared } from './writer.ts';
import { newestKey, type KeyringCase } from '../keyring/case.ts';

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

/**
 * The entry that changes the key of a chain; null when nobody who is to leave holds its newest key, or when whoever would
 * change it reads that no more: they have left by a change before, and nothing of theirs counts there.
 */
export function prepareRotation(
  context: CaseContext,
  kept: KeyringCase,
  chain: Chain,
  without: readonly PersonId[],
  read: ReadCase,
): Prepared<'rotation'> | null {
  const audience = AUDIENCE_OF[chain];
  // Custodians who were asked about the identity read the shared chain, and never the notes.
  const officers = currentOfficers(read.shared);
  const readers = chain === 'shared' ? currentReaders(read.shared) : officers;
  const writers = chain === 'shared' ? readers : currentNoteReaders(read.shared, read.internal);
  if (!isAmong(writers, context.person)) return null;
  const people = staying(context.known.directory, readers, without);
  const ids = people.map(({ id }) => id);
  const held = newestKey(kept, audience);
  // To whom the first note was sealed is written nowhere.
  const isUnknown = chain === 'internal' && !read.internal.some(({ kind }) => kind === 'rotation');
  if (held === undefined || !(isUnknown || isHeldBeyond(ids, chain, read))) return null;
  if (!officers.some((id) => isAmong(ids, id))) throw new Failure('nobody-left');
  const made = { audience, epoch: held.epoch + 1, key: newCaseKey() };
  // A reporter who gave a key that is none reads no further; nobody keeps a reader in a case that way.
  const reporter = audience === 'shared' ? [read.sealing.reporter].filter(isKemPublicKey) : [];
  const set = sealSet(context, kept, made, [...reporter, ...people.map(({ kem }) => kem)]);
  const slotSet = nameSet(set);
  return {
    chain,
    kind: 'rotation',
    content: { sealedTo: ids, slotSet, former: held.key },
    key: { ...made, set: slotSet.hash },
    slotSets: [set],
  };
}

/** Whether somebody holds the newest key of a chain who reads it no more, or has left the office. */
export function isExposed(directory: Directory, chain: Chain, read: ReadCase): boolean {
  const readers = chain === 'shared' ? currentReaders(read.shared) : currentOfficers(read.shared);
  return isHeldBeyond(
    staying(directory, readers, []).map(({ id }) => id),
    chain,
    read,
  );
}

/** Whether anybody else than these is known to hold the newest key of a chain. */
function isHeldBeyond(ids: readonly PersonId[], chain: Chain, { shared, internal }: ReadCase): boolean {
  const holders = chain === 'shared' ? currentHolders(shared) : noteHolders(shared, internal);
  return !holders.every((id) => isAmong(ids, id));
}
