/** Who reads a case, who holds its keys, and who may have written in it: what its own verified entries say. */
import { equal, type PersonId } from '../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { decodeContent } from './content.ts';

/** Who reads the newest shared key: those it was sealed to, and those who were given access since. */
export function currentReaders(entries: readonly VerifiedEntry[]): PersonId[] {
  return entries.reduce(readersAfter, []);
}

/** Who holds the newest shared key: its readers, and whoever made it, also for others alone as somebody who left the case. */
export function currentHolders(entries: readonly VerifiedEntry[]): PersonId[] {
  return withMaker(currentReaders(entries), lastRotation(entries));
}

/**
 * Who reads the newest key of the notes: those it was last changed for, and those who were given it since. Before its
 * first change to whom it was sealed is written nowhere: those who read the case.
 */
export function currentNoteReaders(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[],
): PersonId[] {
  const last = lastRotation(internal);
  return last === undefined ? currentOfficers(shared) : noteReaders(last, shared);
}

/** Who holds that key: its readers, and whoever made it. */
export function noteHolders(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[],
): PersonId[] {
  return withMaker(currentNoteReaders(shared, internal), lastRotation(internal) ?? internal[0]);
}

function lastRotation(entries: readonly VerifiedEntry[]): VerifiedEntry | undefined {
  return entries.findLast(({ kind }) => kind === 'rotation');
}

/** For whom a rotation changed the key of the notes, and who was given that key since. */
function noteReaders(rotation: VerifiedEntry, shared: readonly VerifiedEntry[]): PersonId[] {
  const { sealedTo, slotSet } = decodeContent('rotation', rotation.content);
  const given = shared.flatMap((entry) => {
    if (entry.kind !== 'grant') return [];
    const { to, slotSets } = decodeContent('grant', entry.content);
    return slotSets.some((set) => set.audience === 'officers' && set.epoch === slotSet.epoch) ? [to] : [];
  });
  return [...sealedTo, ...given];
}

function withMaker(readers: PersonId[], made: VerifiedEntry | undefined): PersonId[] {
  if (made?.author.role !== 'person' || isAmong(readers, made.author.id)) return readers;
  return [...readers, made.author.id];
}

/** The current readers who read the notes too: custodians who were asked about an identity read the shared chain alone. */
export function currentOfficers(entries: readonly VerifiedEntry[]): PersonId[] {
  const custodians = custodiansOf(entries);
  return currentReaders(entries).filter((id) => !isAmong(custodians, id));
}

/** Whom the report names as custodians of its identity. */
export function custodiansOf([first]: readonly VerifiedEntry[]): PersonId[] {
  return first?.kind === 'report' ? decodeContent('report', first.content).identity.custodians : [];
}

function readersAfter(readers: PersonId[], entry: VerifiedEntry): PersonId[] {
  if (entry.kind === 'report') return decodeContent('report', entry.content).sealing.sealedTo;
  if (entry.kind === 'rotation') return decodeContent('rotation', entry.content).sealedTo;
  if (entry.kind === 'grant') return [...readers, decodeContent('grant', entry.content).to];
  if (entry.kind === 'identity-request')
    return [
      ...readers,
      ...decodeContent('identity-request', entry.content).custodians.filter((id) => !isAmong(readers, id)),
    ];
  return readers;
}

/**
 * Whether every officer who wrote could read when they wrote. Somebody who was left out or has left is in the
 * directory too, and could write with the server's help, but is no author here.
 * @throws CryptoError `unknown-author`; `malformed` where somebody was made a reader who may not be one
 */
export function checkAuthors(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[] = [],
): void {
  let readers: PersonId[] = [];
  const ever: PersonId[] = [];
  const custodians = custodiansOf(shared);
  const barred = [...custodians, ...leftOutOf(shared)];
  for (const entry of shared) {
    checkAuthor(entry, readers);
    checkGiven(entry, readers, barred);
    readers = readersAfter(readers, entry);
    ever.push(...readers);
  }
  const officers = ever.filter((id) => !isAmong(custodians, id));
  // The notes do not say when they were written, but for whom their key was changed: nobody else has it from there on.
  let writers = officers;
  for (const entry of internal) {
    checkAuthor(entry, writers);
    checkGiven(entry, officers, barred);
    if (entry.kind === 'rotation') writers = noteReaders(entry, shared);
  }
}

/**
 * Nobody comes to read by a way that no page takes: a rotation only ever leaves people out, and a grant is for nobody
 * whom the reporter left out, or who is to decide about the identity. What follows would be sealed to them too.
 * @throws CryptoError `malformed`
 */
function checkGiven(entry: VerifiedEntry, readers: readonly PersonId[], barred: readonly PersonId[]): void {
  const isBad =
    entry.kind === 'rotation'
      ? !decodeContent('rotation', entry.content).sealedTo.every((id) => isAmong(readers, id))
      : entry.kind === 'grant' && isAmong(barred, decodeContent('grant', entry.content).to);
  if (isBad) throw new CryptoError('malformed', 'a reader who may not be one');
}

function leftOutOf([first]: readonly VerifiedEntry[]): PersonId[] {
  return first?.kind === 'report' ? decodeContent('report', first.content).sealing.leftOut : [];
}

export function isAmong(people: readonly PersonId[], id: PersonId): boolean {
  return people.some((other) => equal(other, id));
}

function checkAuthor({ author }: VerifiedEntry, readers: readonly PersonId[]): void {
  const reads = author.role === 'reporter' || isAmong(readers, author.id);
  if (!reads) throw new CryptoError('unknown-author', 'not a reader of this case');
}
