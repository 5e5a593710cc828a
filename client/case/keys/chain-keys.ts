/**
 * Which keys a chain has: each is named by the entry that brings it, and the entries after that are under it. A key that
 * is named in advance, or beside one there is, would be for later, when whoever made it may read no more.
 */
import { equal } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { AUDIENCE_OF } from '../../../crypto/header.ts';
import { namedSets } from './named-sets.ts';
import type { NamedSet } from '../kinds/named-set.ts';
import { contentOf } from '../kinds/table.ts';

/**
 * @param entries of one chain, from its first
 * @throws CryptoError `malformed` for an entry that names what its kind may not, `tampered` for one under another key
 */
export function checkKeys(entries: readonly VerifiedEntry[]): void {
  for (const [i, entry] of entries.entries()) {
    const before = entries[i - 1];
    if (isBringing(entry, i)) checkBringing(entry, before);
    else checkUnder(entry, before);
  }
}

/** Whether an entry is one that brings the key it is sealed under: the first of a chain, or a rotation. */
function isBringing(entry: VerifiedEntry, i: number): boolean {
  return i === 0 || contentOf(entry).kind?.key === 'changes';
}

function checkBringing(entry: VerifiedEntry, before: VerifiedEntry | undefined): void {
  const { chain, epoch } = entry.header;
  const audience = AUDIENCE_OF[chain];
  const [own, ...others] = namedSets([entry]);
  const isNext = before === undefined ? epoch === 0 && isFirst(entry) : epoch === before.header.epoch + 1;
  const isOwn = own?.audience === audience && own.epoch === epoch && equal(own.commitment, entry.commitment);
  // The shared chain begins with the report, which brings the custodians' key as well.
  const isReport = chain === 'shared' && before === undefined;
  const isAlone = isReport
    ? others.length === 1 && others[0]!.audience === 'custodians' && others[0]!.epoch === 0
    : others.length === 0;
  if (!isNext || !isOwn || !isAlone) throw new CryptoError('malformed', 'a key it may not bring');
}

function isFirst(entry: VerifiedEntry): boolean {
  const { kind } = contentOf(entry);
  return kind?.key === 'founds' && kind.writers[entry.header.chain] !== undefined;
}

/** Of the key there is, an entry may name further sets; those of the notes' key are looked at with the notes. */
function checkUnder(entry: VerifiedEntry, before: VerifiedEntry | undefined): void {
  const isSame = entry.header.epoch === before?.header.epoch && equal(entry.commitment, before.commitment);
  if (!isSame) throw new CryptoError('tampered', 'a key that no entry names');
  const isKnown = ({ audience, epoch, commitment }: NamedSet) =>
    audience === 'officers' ||
    (audience === 'shared' && epoch === entry.header.epoch && equal(commitment, entry.commitment));
  const sets = namedSets([entry]);
  const mayName = contentOf(entry).kind?.key === 'gives';
  if (!sets.every(isKnown) || (sets.length > 0 && !mayName))
    throw new CryptoError('malformed', 'a set it may not name');
}
