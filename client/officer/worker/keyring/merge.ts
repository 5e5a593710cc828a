/** One case as two devices know it, or as two pages hold it: nothing that either has seen is forgotten. */
import { sodium } from '../../../../crypto/sodium.ts';
import { MOST_APPROVALS, newestKey, type KeyringCase } from './case.ts';

type Head = KeyringCase['shared'];
type Approvals = KeyringCase['approvals'];

/** Takes into `mine` what `theirs` knows and it does not. */
export function mergeCase(mine: KeyringCase, theirs: KeyringCase): void {
  const merged = {
    ...(seqOf(theirs.shared) > seqOf(mine.shared) ? theirs : mine),
    shared: later(mine.shared, theirs.shared),
    internal: later(mine.internal, theirs.internal),
    read: Math.max(mine.read, theirs.read),
    sets: Math.max(mine.sets, theirs.sets),
    approvals: firstSeen([...mine.approvals, ...theirs.approvals]),
    keys: bothKeys(mine, theirs),
    left: mine.left ?? theirs.left,
  };
  // Whoever left a case holds keys of before; only one of the epoch they left with, or a later one, says that they are back.
  const isBack = merged.left !== null && epochOf(merged) >= merged.left;
  Object.assign(mine, merged, isBack && { left: null });
  if (mine.left === null) return;
  for (const { key } of mine.keys) sodium.memzero(key);
  Object.assign(mine, { keys: [], summary: null });
}

function seqOf(head: Head): number {
  return head?.seq ?? -1;
}

function epochOf(entry: KeyringCase): number {
  return newestKey(entry, 'shared')?.epoch ?? -1;
}

function later(one: Head, other: Head): Head {
  return seqOf(other) > seqOf(one) ? other : one;
}

function bothKeys(mine: KeyringCase, theirs: KeyringCase): KeyringCase['keys'] {
  const isNew = ({ audience, epoch }: KeyringCase['keys'][number]) =>
    !mine.keys.some((held) => held.audience === audience && held.epoch === epoch);
  return [...mine.keys, ...theirs.keys.filter(isNew)];
}

/** Of each approval the first day that it was seen on. */
function firstSeen(approvals: Approvals): Approvals {
  const days = new Map<number, string>();
  for (const { seq, day } of approvals) {
    const known = days.get(seq);
    if (known === undefined || day < known) days.set(seq, day);
  }
  const sorted = [...days].sort(([one], [other]) => one - other);
  return sorted.slice(-MOST_APPROVALS).map(([seq, day]) => ({ seq, day }));
}
