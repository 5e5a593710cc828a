/** An untouched original beside a cleaned file: what opens it, for custodians only (PROTOCOL §5). */
import * as z from 'zod/mini';
import { openBox, sealBox } from '../../../crypto/box.ts';
import {
  typed,
  type BlobId,
  type BoxBytes,
  type CaseKey,
  type PersonId,
  type SealKey,
} from '../../../crypto/bytes.ts';
import { formerKey, originalKey, originalsKey } from '../../../crypto/original-key.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { LIMITS } from '../../../server/api/limits.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import type { IdentityPlace } from './identity-box.ts';
import type { IdentityNow } from './identity-requests.ts';
import { openPadded, sealPadded } from './padded-box.ts';
import type { SealedOriginal } from './sealed-original.ts';
import { fullLine, line } from './text.ts';

const opening = z.strictObject({
  key: bytesOf('FileKey'),
  hash: bytesOf('Hash'),
  size: z.int().check(z.gte(0), z.lte(LIMITS.fileBytes)),
  name: fullLine,
  type: line,
});

/** What opens an original, and what it is. */
export type Opening = z.output<typeof opening>;

const DOMAIN = 'sotto/original/v1';
const FORMER_DOMAIN = 'sotto/former-originals/v1';

export function sealOriginal(
  content: Opening,
  blob: BlobId,
  originals: SealKey,
  place: IdentityPlace,
): SealedOriginal {
  const key = originalKey(originals, blob);
  const box = sealPadded(content, opening, key, DOMAIN, place.instance, place.caseId, blob);
  sodium.memzero(key);
  return { blob, box };
}

/**
 * @param key of this one original
 * @throws CryptoError `tampered` for another key, case or file, `malformed` for what no page seals
 */
export function openOriginal({ blob, box }: SealedOriginal, key: SealKey, place: IdentityPlace): Opening {
  return openPadded(box, opening, key, DOMAIN, place.instance, place.caseId, blob);
}

/** So that who holds the later originals' key can open what was kept under the one before. */
export function sealFormer(later: SealKey, before: SealKey, { instance, caseId }: IdentityPlace): BoxBytes {
  const under = formerKey(later);
  const box = sealBox(under, before, FORMER_DOMAIN, instance, caseId);
  sodium.memzero(under);
  return box;
}

/** How it was sealed from then on, the earliest first. */
function sealingsSince(generation: number, now: IdentityNow): IdentityNow[] {
  const later: IdentityNow[] = [];
  for (let at: IdentityNow | null = now; at !== null && at.generation >= generation; at = at.before)
    later.unshift(at);
  return later;
}

/** Whom a key leads to the originals of a sealing: those of then, and of later ones whose page left the former key. */
export function holdersOf(generation: number, now: IdentityNow): PersonId[] {
  const [first, ...later] = sealingsSince(generation, now);
  const broken = later.findIndex(({ former }) => former === null);
  const reached = broken < 0 ? later : later.slice(0, broken);
  return [...(first?.custodians ?? []), ...reached.flatMap(({ custodians }) => custodians)];
}

/**
 * The originals' key of an earlier sealing.
 * @param held the custodians' key of a sealing; null where it is not held
 * @returns null where none that is held leads there
 * @throws CryptoError `tampered`, `malformed`
 */
export function originalsKeyAt(
  generation: number,
  now: IdentityNow,
  held: (at: IdentityNow) => CaseKey | null,
  { instance, caseId }: IdentityPlace,
): SealKey | null {
  const later = sealingsSince(generation, now);
  for (const [i, at] of later.entries()) {
    const caseKey = held(at);
    if (caseKey === null) continue;
    let key = originalsKey(caseKey);
    for (let j = i; j > 0; j--) {
      const box = later[j]!.former;
      if (box === null) return null;
      const opened = openBox(formerKey(key), box, FORMER_DOMAIN, instance, caseId);
      sodium.memzero(key);
      key = typed('SealKey', opened);
    }
    return key;
  }
  return null;
}
