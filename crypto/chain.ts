/** Checking a whole chain before any of it is shown (PROTOCOL §6). */
import {
  equal,
  type CaseId,
  type CaseKey,
  type EntryBytes,
  type Hash,
  type InstanceId,
  type PersonId,
  type SigningPublicKey,
} from './bytes.ts';
import { openEntry, type Entry } from './entry.ts';
import { CryptoError } from './errors.ts';
import { entryHash, NO_HASH, parseEntry, type Audience, type Chain } from './header.ts';
import { verifyStamp, type Day, type Stamp } from './stamp.ts';

/** An entry as the server gives it back. */
export interface StampedEntry {
  readonly bytes: EntryBytes;
  readonly stamp: Stamp;
}

/** An entry that was opened and found right. */
export interface VerifiedEntry extends Entry {
  readonly hash: Hash;
  /** The UTC day the notary stamped. */
  readonly day: Day;
}

export interface ChainContext {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly chain: Chain;
  readonly notary: SigningPublicKey;
  /** The key for an audience and epoch; undefined when it is not held. */
  readonly caseKey: (audience: Audience, epoch: number) => CaseKey | undefined;
  readonly personKey: (id: PersonId) => SigningPublicKey | undefined;
  /** The last entry seen before, if any: the chain must still contain it there. */
  readonly seen?: { readonly seq: number; readonly hash: Hash } | undefined;
}

/**
 * Verifies a chain from its first entry.
 * @returns every entry, opened, in order
 * @throws CryptoError for the first thing that is wrong; nothing of the chain is returned then
 */
export function verifyChain(entries: readonly StampedEntry[], context: ChainContext): VerifiedEntry[] {
  let previous: Hash = NO_HASH;
  let day = '';
  let epoch = 0;
  const verified = entries.map((stamped, seq) => {
    const { header } = parseEntry(stamped.bytes);
    if (!equal(header.caseId, context.caseId) || header.chain !== context.chain)
      throw new CryptoError('wrong-case');
    // After a rotation nobody writes under the key before: who was left out of the new one still holds it.
    if (header.epoch < epoch) throw new CryptoError('broken-chain', 'an earlier key than the entry before');
    if (header.seq !== seq || !equal(header.previous, previous)) throw new CryptoError('broken-chain');
    const hash = entryHash(stamped.bytes);
    if (!verifyStamp(context.notary, context.instance, hash, stamped.stamp))
      throw new CryptoError('bad-stamp');
    if (stamped.stamp.day < day) throw new CryptoError('bad-stamp', 'an earlier day than the entry before');
    const key = context.caseKey(header.audience, header.epoch);
    if (key === undefined) throw new CryptoError('tampered', 'an entry under a key that was never given');
    previous = hash;
    epoch = header.epoch;
    day = stamped.stamp.day;
    return { ...openEntry(stamped.bytes, key, context.personKey), hash, day: stamped.stamp.day };
  });
  if (context.seen !== undefined) {
    const known = verified[context.seen.seq];
    if (known === undefined) throw new CryptoError('rolled-back');
    if (!equal(known.hash, context.seen.hash)) throw new CryptoError('broken-chain');
  }
  return verified;
}
