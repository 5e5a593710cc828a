/** Which slot sets belong to a case: those that its own verified entries name. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { NamedSet } from '../kinds/named-set.ts';
import { contentOf } from '../kinds/table.ts';

/** The sets that entries of a chain name. */
export function namedSets(entries: readonly VerifiedEntry[]): NamedSet[] {
  return entries.flatMap((entry) => {
    const { kind, content } = contentOf(entry);
    return kind?.sets?.(content) ?? [];
  });
}

/**
 * Whether sets that were served are ones the case names: no slot added, exchanged or changed.
 * @throws CryptoError `tampered`
 */
export function checkNamed(named: readonly NamedSet[], served: readonly NamedSet[]): void {
  const names = new Set(named.map(nameOf));
  if (!served.every((set) => names.has(nameOf(set)))) throw new CryptoError('tampered', 'slot set');
}

function nameOf({ audience, epoch, hash, commitment }: NamedSet): string {
  return [audience, epoch, toBase64url(hash), toBase64url(commitment)].join();
}

/**
 * The sets of a case. What its conversation says of the notes' key counts for a key that the notes have.
 * @param internal null for somebody who reads no notes
 */
export function setsOf(
  shared: readonly VerifiedEntry[],
  internal: readonly VerifiedEntry[] | null,
): NamedSet[] {
  const notes = internal && namedSets(internal);
  const keyOf = ({ epoch, commitment }: NamedSet) => `${epoch},${toBase64url(commitment)}`;
  const keys = new Set(notes?.map(keyOf));
  const isKnown = (set: NamedSet) => set.audience !== 'officers' || notes === null || keys.has(keyOf(set));
  return [...namedSets(shared).filter(isKnown), ...(notes ?? [])];
}
