/**
 * Which cases were tried and did not open, so that no later look tries or asks for them again: of each the first half of
 * its id, which is random, and how many slot sets it had. Ten bytes a case, whatever case it is.
 */
import { fromBase64url, toBase64url } from '../../../../crypto/base64url.ts';
import type { CaseId } from '../../../../crypto/bytes.ts';

/** By the first eight bytes of a case id, the number of its slot sets. */
export type Tried = Map<bigint, number>;

/** Cases on one page: in base64url they fill it. */
export const TRIED_CASES = 4800;

const CASE_BYTES = 10;

/** Counts beyond this are one: no case has so many sets. */
const MOST_SETS = 0xffff;

export function triedTag(id: CaseId): bigint {
  return new DataView(id.buffer, id.byteOffset).getBigUint64(0);
}

export function triedCount(sets: number): number {
  return Math.min(sets, MOST_SETS);
}

export function encodeTried(tried: Tried): string {
  const bytes = new Uint8Array(tried.size * CASE_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [tag, sets] of tried) {
    view.setBigUint64(at, tag);
    view.setUint16(at + 8, sets);
    at += CASE_BYTES;
  }
  return toBase64url(bytes);
}

/** @returns null for what no page of ours writes */
export function decodeTried(text: string): Tried | null {
  const bytes = fromBase64url(text);
  if (bytes === null || bytes.length % CASE_BYTES !== 0 || bytes.length > TRIED_CASES * CASE_BYTES)
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const tried: Tried = new Map();
  for (let at = 0; at < bytes.length; at += CASE_BYTES)
    tried.set(view.getBigUint64(at), view.getUint16(at + 8));
  return tried;
}
