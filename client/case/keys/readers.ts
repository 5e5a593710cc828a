/** Who reads a case, who holds its keys, and who may have written in it: what its own verified entries say. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { PersonId } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { isAmong } from '../kinds/people.ts';
import { contentIf, contentOf } from '../kinds/table.ts';

/** Who reads the newest shared key: those it was sealed to, and those who were given access since. */
export function currentReaders(entries: readonly VerifiedEntry[]): PersonId[] {
  const readers = entries.reduce<readonly PersonId[]>(readersAfter, []);
  return [...readers];
}

/** Everybody who has read it, some of them more than once. */
export function everReaders(entries: readonly VerifiedEntry[]): PersonId[] {
  return entries.flatMap((entry) => readersAfter([], entry));
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
  return last === undefined ? currentOfficers(shared) : noteReaders(last, givenNotes(shared));
}

/** Who holds that key: its readers, and whoever made it. */
export function noteHolders(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[],
): PersonId[] {
  return withMaker(currentNoteReaders(shared, internal), lastRotation(internal) ?? internal[0]);
}

function lastRotation(entries: readonly VerifiedEntry[]): VerifiedEntry | undefined {
  return entries.findLast((entry) => contentOf(entry).kind?.key === 'changes');
}

/** For whom a rotation changed the key of the notes, and who was given that key since. */
function noteReaders(rotation: VerifiedEntry, given: ReadonlyMap<number, readonly PersonId[]>): PersonId[] {
  return [...readersAfter([], rotation), ...(given.get(rotation.header.epoch) ?? [])];
}

/** Who was given a key of the notes by a grant, by its epoch. */
function givenNotes(shared: readonly VerifiedEntry[]): Map<number, PersonId[]> {
  const given = new Map<number, PersonId[]>();
  for (const entry of shared) {
    const grant = contentIf('grant', entry);
    for (const { audience, epoch } of grant?.slotSets ?? []) {
      if (audience === 'officers') given.set(epoch, [...(given.get(epoch) ?? []), grant!.to]);
    }
  }
  return given;
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

/** Everybody who was ever named as custodian of its identity, by the report or by the reporter since. */
export function custodiansOf([first, ...rest]: readonly VerifiedEntry[]): PersonId[] {
  const named = rest.flatMap((entry) => contentIf('custodians', entry)?.to ?? []);
  const all = [...(contentIf('report', first)?.identity.custodians ?? []), ...named];
  return [...new Map(all.map((id) => [toBase64url(id), id])).values()];
}

function readersAfter(readers: readonly PersonId[], entry: VerifiedEntry): readonly PersonId[] {
  const { kind, content } = contentOf(entry);
  return kind?.readersAfter?.(readers, content) ?? readers;
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
  let readers: readonly PersonId[] = [];
  const ever = new Map<string, PersonId>();
  const named = custodiansOf(shared.slice(0, 1));
  const custodians = custodiansOf(shared);
  const barred = [...custodians, ...leftOutOf(shared)];
  for (const entry of shared) {
    checkAuthor(entry, readers);
    checkGiven(entry, readers, barred);
    named.push(...checkCustodians(entry, ever, named));
    const next = readersAfter(readers, entry);
    if (next !== readers) for (const id of next) ever.set(toBase64url(id), id);
    readers = next;
  }
  const officers = [...ever.values()].filter((id) => !isAmong(custodians, id));
  // The notes do not say when they were written, but for whom their key was changed: nobody else has it from there on.
  let writers = officers;
  const given = givenNotes(shared);
  for (const entry of internal) {
    checkAuthor(entry, writers);
    checkGiven(entry, officers, barred);
    if (contentOf(entry).kind?.key === 'changes') writers = noteReaders(entry, given);
  }
}

/**
 * Nobody comes to read by a way that no page takes: a rotation only ever leaves people out, and a grant is for nobody
 * who reads already, whom the reporter left out, or who is to decide about the identity. What follows would be sealed to
 * them too.
 * @throws CryptoError `malformed`
 */
function checkGiven(entry: VerifiedEntry, readers: readonly PersonId[], barred: readonly PersonId[]): void {
  const { kind, content } = contentOf(entry);
  const mayBe = kind?.mayGive?.(content, { readers, barred }) ?? true;
  if (!mayBe) throw new CryptoError('malformed', 'a reader who may not be one');
}

/**
 * Nobody who has read a case decides about its identity, but custodians who were asked.
 * @returns whom an entry makes custodians
 * @throws CryptoError `malformed`
 */
function checkCustodians(
  entry: VerifiedEntry,
  ever: ReadonlyMap<string, PersonId>,
  named: readonly PersonId[],
): readonly PersonId[] {
  const made = contentIf('custodians', entry)?.to ?? [];
  if (made.some((id) => ever.has(toBase64url(id)) && !isAmong(named, id)))
    throw new CryptoError('malformed', 'a custodian who reads');
  return made.filter((id) => !isAmong(named, id));
}

function leftOutOf([first]: readonly VerifiedEntry[]): PersonId[] {
  return contentIf('report', first)?.sealing.leftOut ?? [];
}

function checkAuthor({ author }: VerifiedEntry, readers: readonly PersonId[]): void {
  const reads = author.role === 'reporter' || isAmong(readers, author.id);
  if (!reads) throw new CryptoError('unknown-author', 'not a reader of this case');
}
