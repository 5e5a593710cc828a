/**
 * That an entry is in the log of the day it is stamped for, and was not there before; and whether two states of a log can
 * both be true (PROTOCOL §8.2). All of it from what whoever checks was given: nothing is asked of anybody.
 */
import { equal, type Hash, type InstanceId, type SigningPublicKey, type TreeHash } from './bytes.ts';
import { logName, parseCheckpoint, type Checkpoint, type DaysCovered } from './checkpoint.ts';
import { CryptoError } from './errors.ts';
import { parseLogProof } from './log-proof.ts';
import { leafHash, verifyConsistency, verifyInclusion } from './merkle.ts';
import { parseNote, SIGNATURE_TYPE, signedBy } from './note.ts';
import type { Day } from './stamp.ts';

/** The closing of a day. */
export interface Closing extends Checkpoint {
  readonly days: DaysCovered;
}

/** What shows that an entry was logged on its day, as the server gives it. */
export interface DayProof {
  /** A proof of the log, with the checkpoint of the first closing that covers the day. */
  readonly proof: Uint8Array;
  /** The checkpoint of the closing before it, and that the log only grew from there; null where there was none. */
  readonly before: { readonly checkpoint: Uint8Array; readonly path: readonly TreeHash[] } | null;
}

/** Whose log it is. */
export interface Log {
  readonly instance: InstanceId;
  /** Every key its notary had: one of them has signed. */
  readonly notaries: readonly SigningPublicKey[];
}

/**
 * Reads a checkpoint of this log.
 * @throws CryptoError `malformed`, `bad-signature` where none of its notary's keys signed
 */
export function readClosing(checkpoint: Uint8Array, { instance, notaries }: Log): Closing {
  const note = parseNote(checkpoint);
  const name = logName(instance);
  const isSigned = notaries.some(
    (key) => signedBy(note, { name, key, type: SIGNATURE_TYPE.ed25519 }) !== null,
  );
  const { days, ...read } = parseCheckpoint(note.text);
  if (read.origin !== name || !isSigned) throw new CryptoError('bad-signature', 'checkpoint');
  if (days === null) throw new CryptoError('malformed', 'a checkpoint without its day');
  return { ...read, days };
}

/**
 * Checks that an entry was in the log at the end of the day that its stamp says, and not before.
 * @param entry its hash, and the day it is stamped for
 * @returns the closing that it is in
 * @throws CryptoError `malformed`, `bad-signature`; `broken-chain` where it is not there, or the log did not only grow;
 * `bad-stamp` where it was logged with another day than it is stamped for
 */
export function verifyDay(
  { proof, before }: DayProof,
  log: Log,
  entry: { readonly hash: Hash; readonly day: Day },
): Closing {
  const { index, path, checkpoint } = parseLogProof(proof);
  const closing = readClosing(checkpoint, log);
  const { size, root, days } = closing;
  if (!verifyInclusion(leafHash(entry.hash), { index, size }, path, root))
    throw new CryptoError('broken-chain', 'not in the log');
  // That there was none before is signed as well: nobody can leave it out.
  const earlier = before === null ? null : readClosing(before.checkpoint, log);
  if ((earlier?.days.day ?? null) !== days.after)
    throw new CryptoError('broken-chain', 'another closing before');
  if (earlier !== null && !verifyConsistency(earlier, closing, before!.path))
    throw new CryptoError('broken-chain', 'a log that did not only grow');
  const isOfDay = entry.day <= days.day && (days.after === null || entry.day > days.after);
  if (!isOfDay || index < (earlier?.size ?? 0)) throw new CryptoError('bad-stamp', 'logged on another day');
  return closing;
}

/**
 * Whether two checkpoints cannot be of one log: whoever has both, signed, has shown that their notary lies, or that its
 * data was put back to an older state. Where it is false they may be all the same: `verifyConsistency` tells.
 */
export function contradict(one: Closing, other: Closing): boolean {
  const [earlier, later] = one.days.day <= other.days.day ? [one, other] : [other, one];
  const isSame = earlier.size === later.size && equal(earlier.root, later.root);
  if (earlier.origin !== later.origin) return false;
  if (earlier.days.day === later.days.day) return !isSame || earlier.days.after !== later.days.after;
  // Every closing adds leaves, and the later one follows the earlier, or one after it.
  return earlier.size >= later.size || later.days.after === null || later.days.after < earlier.days.day;
}
