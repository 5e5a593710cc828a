/** A case as a page of the keyring holds it: never longer than a bound, and never a reason for a page to be lost. */
import * as z from 'zod/mini';
import { typed, utf8 } from '../../../../crypto/bytes.ts';
import {
  keptKeys,
  keyringCase,
  newKeyringCase,
  NOTHING_KNOWN,
  RECORD_BYTES,
  type KeyringCase,
} from './case.ts';

/** What is written instead of what cannot be kept. */
const TOO_LARGE = 'too-large';

/** The JSON of a case. What would be longer than any page of ours makes it is left out, and that is the case's trouble. */
export function encodeRecord(entry: KeyringCase): string {
  const kept = { ...entry, keys: keptKeys(entry) };
  return jsonOf(kept) ?? jsonOf(leastOf(kept)) ?? jsonOf({ ...newKeyringCase(entry.id), sets: entry.sets })!;
}

/** @returns null for what is no case, or one of another shape */
export function decodeRecord(json: unknown): KeyringCase | null {
  const parsed = z.safeDecode(keyringCase, json as z.input<typeof keyringCase>);
  return parsed.success ? parsed.data : null;
}

function jsonOf(entry: KeyringCase): string | null {
  const encoded = z.safeEncode(keyringCase, entry);
  if (!encoded.success) return null;
  const json = JSON.stringify(encoded.data);
  return utf8(json).length <= RECORD_BYTES ? json : null;
}

/** The keys, and what was seen: with them the rest can be read again. */
function leastOf({ id, keys, sets, left, shared, internal, read }: KeyringCase): KeyringCase {
  const summary = { ...NOTHING_KNOWN, trouble: TOO_LARGE };
  return { ...newKeyringCase(typed('CaseId', id)), keys, sets, left, shared, internal, read, summary };
}
