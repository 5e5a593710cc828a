/**
 * How much of a case can be read. An entry whose place is right and whose content is not takes with it what comes after,
 * and leaves what came before (PROTOCOL §6).
 */
import type { CaseId } from '../../../crypto/bytes.ts';
import type { VerifiedChain, VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import { checkKeys } from '../keys/chain-keys.ts';
import type { Item } from './item.ts';
import { checkPeople } from '../keys/people.ts';
import { checkAuthors } from '../keys/readers.ts';
import { foldCase, foldNotes, type OpenedReport } from './view.ts';

/** The first entry of a chain that cannot be read. */
export interface Unreadable {
  /** Its place as people count: the report is 1. */
  readonly number: number;
  /** UTC day the notary stamped. */
  readonly day: string;
  /** Who signed it, where a signature is right: the reporter, or a name of the directory. */
  readonly by: { readonly role: 'reporter' } | { readonly role: 'person'; readonly name: string } | null;
  /** How many entries come after it. */
  readonly after: number;
  /** Whether this page is too old to read it, rather than that it is broken. */
  readonly isNewer: boolean;
}

export interface Readable<T> {
  /** What can be read, from the first entry on. */
  readonly entries: readonly VerifiedEntry[];
  /** What they come to. */
  readonly folded: T;
  /** Null where they are all. */
  readonly unreadable: Unreadable | null;
}

/**
 * What can be read of the shared chain.
 * @throws CryptoError where not even the report can
 */
export function readableShared(
  caseId: CaseId,
  chain: VerifiedChain,
  directory: Directory,
): Readable<OpenedReport> {
  const { folded, failure, ...found } = readable(chain, directory, (entries) => {
    checkKeys(entries);
    checkPeople(entries, directory);
    const opened = foldCase(caseId, entries, directory);
    checkAuthors(entries);
    return opened;
  });
  if (folded === null) throw failure ?? new CryptoError('malformed', 'no report');
  return { ...found, folded };
}

/** What can be read of the notes, possibly nothing. @param shared what can be read of the shared chain */
export function readableNotes(
  chain: VerifiedChain,
  shared: readonly VerifiedEntry[],
  directory: Directory,
): Readable<readonly Item[]> {
  const { folded, entries, unreadable } = readable(chain, directory, (some) => {
    checkKeys(some);
    checkPeople(some, directory);
    const notes = foldNotes(some, directory);
    checkAuthors(shared, some);
    return notes;
  });
  return { entries, unreadable, folded: folded ?? [] };
}

/**
 * @param fold throws for entries one of which cannot be read, whatever comes after it: so the most that it takes are found
 *   by halving
 * @returns what could be folded, null for nothing, and why not more
 */
function readable<T>(
  { links, entries, stopped }: VerifiedChain,
  directory: Directory,
  fold: (entries: readonly VerifiedEntry[]) => T,
): Readable<T | null> & { readonly failure: CryptoError | null } {
  let best: { readonly length: number; readonly folded: T | null } = { length: 0, folded: null };
  let failure = stopped;
  for (
    let tried = entries.length, over = tried + 1;
    over - best.length > 1;
    tried = (best.length + over) >> 1
  ) {
    try {
      best = { length: tried, folded: fold(entries.slice(0, tried)) };
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      [over, failure] = [tried, error];
    }
  }
  const { length, folded } = best;
  const first = links[length];
  const unreadable = first && {
    number: length + 1,
    day: first.day,
    by: signerOf(entries[length], directory),
    after: links.length - length - 1,
    isNewer: failure?.code === 'newer',
  };
  return { entries: entries.slice(0, length), folded, unreadable: unreadable ?? null, failure };
}

/** An entry that opened has a right signature, whatever it says. */
function signerOf(entry: VerifiedEntry | undefined, directory: Directory): Unreadable['by'] {
  if (entry === undefined) return null;
  const { author } = entry;
  if (author.role === 'reporter') return { role: 'reporter' };
  return { role: 'person', name: findPerson(directory, author.id)?.name ?? '' };
}
