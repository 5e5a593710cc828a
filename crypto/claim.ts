/**
 * What the author of an entry can show of it later without opening it (PROTOCOL §6): that the holder of a proof key
 * wrote it, and of a report through which door. The header carries the claim, which looks random; whoever is
 * shown what it was made from can check it against the entry's hash, and learns neither the case nor a word.
 */
import {
  typed,
  u32,
  utf8,
  type Claim,
  type ClaimBlind,
  type Hash,
  type SealKey,
  type SigningPublicKey,
} from './bytes.ts';
import { keyedHash } from './hash.ts';

export interface Claimed {
  /** The author's proof key. */
  readonly proofKey: SigningPublicKey;
  /** Id of the door, and hash of the directory it is in; null in entries that are no report. */
  readonly report: { readonly door: string; readonly directory: Hash } | null;
}

/** @param blind random to everybody but the author: without it a claim could be guessed */
export function claimOf({ proofKey, report }: Claimed, blind: ClaimBlind): Claim {
  const fields = report === null ? [] : [utf8(report.door), report.directory];
  return typed('Claim', keyedHash(blind, 'sotto/claim/v1', proofKey, ...fields));
}

/**
 * The blind of the entry that comes after another one: it follows from the words, so that nothing has to be kept.
 * @param previous hash of the entry before
 */
export function claimBlind(claimKey: SealKey, seq: number, previous: Hash): ClaimBlind {
  return typed('ClaimBlind', keyedHash(claimKey, 'sotto/claim-blind/v1', u32(seq), previous));
}
