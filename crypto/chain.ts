/** Checking a whole chain before any of it is shown (PROTOCOL §6). */
import {
  equal,
  type CaseId,
  type CaseKey,
  type Commitment,
  type EntryBytes,
  type Hash,
  type InstanceId,
  type PersonId,
  type SigningPublicKey,
} from './bytes.ts';
import { commitment } from './case-key.ts';
import { openEntry, type Entry } from './entry.ts';
import { CryptoError } from './errors.ts';
import { entryHash, NO_HASH, parseEntry, type Audience, type Chain, type Header } from './header.ts';
import { verifyStamp, type Day, type Stamp } from './stamp.ts';

/** An entry as the server gives it back. */
export interface StampedEntry {
  readonly bytes: EntryBytes;
  readonly stamp: Stamp;
}

/** An entry in its place, with the notary's stamp: all that can be told without its content. */
export interface Link {
  readonly header: Header;
  readonly hash: Hash;
  /** The UTC day it counts for: never before that of the entry before, whatever the notary stamped. */
  readonly day: Day;
  /** The UTC day the notary stamped: where it is before `day`, the server's clock went back, or the server lies. */
  readonly stamped: Day;
}

/** An entry that was opened and found right. */
export interface VerifiedEntry extends Entry, Link {
  /** Of the key it was sealed under. */
  readonly commitment: Commitment;
}

export interface VerifiedChain {
  /** Every entry shown, whether it opened or not. */
  readonly links: readonly Link[];
  /** From the first on, those that opened. */
  readonly entries: readonly VerifiedEntry[];
  /** Why the entry after `entries` did not open; null where all did. */
  readonly stopped: CryptoError | null;
}

export interface ChainContext {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly chain: Chain;
  /** Every key that the notary had, the likeliest first: one of them gave each stamp. */
  readonly notaries: readonly SigningPublicKey[];
  /** The key for an audience and epoch; undefined when it is not held. */
  readonly caseKey: (audience: Audience, epoch: number) => CaseKey | undefined;
  readonly personKey: (id: PersonId) => SigningPublicKey | undefined;
  /** The last entry seen before, if any: the chain must still contain it there. */
  readonly seen?: { readonly seq: number; readonly hash: Hash } | undefined;
}

/**
 * Verifies a chain from its first entry.
 * @throws CryptoError for the first entry that is not in its place, or not stamped; nothing of the chain is returned then
 */
export function verifyChain(stamped: readonly StampedEntry[], context: ChainContext): VerifiedChain {
  const links = linked(stamped, context);
  const entries: VerifiedEntry[] = [];
  try {
    for (const [i, link] of links.entries()) entries.push(opened(stamped[i]!, link, entries.at(-1), context));
    return { links, entries, stopped: null };
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return { links, entries, stopped: error };
  }
}

/** What the server alone answers for. */
function linked(entries: readonly StampedEntry[], context: ChainContext): Link[] {
  let before: Link | undefined;
  const links = entries.map((stamped, seq) => {
    const { header } = parseEntry(stamped.bytes);
    if (!equal(header.caseId, context.caseId) || header.chain !== context.chain)
      throw new CryptoError('wrong-case');
    if (header.seq !== seq || !equal(header.previous, before?.hash ?? NO_HASH))
      throw new CryptoError('broken-chain');
    const hash = entryHash(stamped.bytes);
    const given = stamped.stamp.day;
    const isBy = (notary: SigningPublicKey) => verifyStamp(notary, context.instance, hash, stamped.stamp);
    if (!context.notaries.some(isBy)) throw new CryptoError('bad-stamp');
    const day = before !== undefined && given < before.day ? before.day : given;
    return (before = { header, hash, day, stamped: given });
  });
  if (context.seen !== undefined) {
    const known = links[context.seen.seq];
    if (known === undefined) throw new CryptoError('rolled-back');
    if (!equal(known.hash, context.seen.hash)) throw new CryptoError('broken-chain');
  }
  return links;
}

/** What whoever holds a key could have spoilt, with an honest server. */
function opened(
  { bytes }: StampedEntry,
  link: Link,
  before: VerifiedEntry | undefined,
  context: ChainContext,
): VerifiedEntry {
  const { caseId, audience, epoch } = link.header;
  // After a rotation nobody writes under the key before: who was left out of the new one still holds it.
  if (before !== undefined && epoch < before.header.epoch)
    throw new CryptoError('broken-chain', 'an earlier key than the entry before');
  const key = context.caseKey(audience, epoch);
  if (key === undefined) throw new CryptoError('tampered', 'an entry under a key that was never given');
  const entry = openEntry(bytes, key, context.personKey);
  return { ...entry, ...link, commitment: commitment(key, caseId, audience, epoch) };
}
