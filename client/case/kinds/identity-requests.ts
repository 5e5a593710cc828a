/**
 * Requests for a reporter's identity, or for an untouched original, as the entries about them change them one after the
 * other (PROTOCOL §11).
 */
import type { BoxBytes, Hash, LetterBytes, PersonId } from '../../../crypto/bytes.ts';
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import { isAmong } from './people.ts';
import type { SealedOriginal } from './sealed-original.ts';
import type { SealedIdentity } from './sealed-identity.ts';

/** Names the request by the hash of its entry. */
export const request = bytesOf('Hash');

/**
 * `waiting` for a custodian; `refused`; `approved`, while the reporter may object; `objected`, until a custodian decides
 * once more; `disclosed` to the officer who asked; `opened` by that officer.
 */
export type RequestState = 'waiting' | 'refused' | 'approved' | 'objected' | 'disclosed' | 'opened';

/** What is wrong with a disclosure: nobody approved it, the days were not over, or an objection stood. */
export type BrokenRule = 'undecided' | 'early' | 'objected';

export interface Someone {
  /** base64url of the person's id. */
  readonly id: string;
  readonly name: string;
}

/** What somebody said, and on which UTC day. */
interface Said {
  readonly day: string;
  readonly reason: string;
}

export interface IdentityRequest extends Said {
  /** base64url of the hash of the request's entry. */
  readonly id: string;
  readonly by: Someone;
  /** The file whose untouched original it is for, base64url of the hash of its entry; null where it is for the identity. */
  readonly original: string | null;
  readonly state: RequestState;
  /** The last decision. */
  readonly decision:
    (Said & { readonly seq: number; readonly by: Someone; readonly approved: boolean }) | null;
  /** The reporter's last objection, and whether no decision has answered it. */
  readonly objection: (Said & { readonly isStanding: boolean }) | null;
  /** First UTC day of a disclosure, once approved. */
  readonly from: string | null;
  readonly disclosure: {
    readonly seq: number;
    readonly day: string;
    readonly by: Someone;
    readonly broken: BrokenRule | null;
  } | null;
  /** UTC day the officer opened it. */
  readonly opened: string | null;
  /** Whether the file was deleted whose original it is for: then there is nothing to decide or to hand out. */
  readonly isGone: boolean;
}

export type OpenRequest = { -readonly [K in keyof IdentityRequest]: IdentityRequest[K] };

/** An identity as it is sealed now. */
export interface IdentityNow extends SealedIdentity {
  /** Where the reporter sealed it anew: the key for each of the custodians, after the reporter's own. */
  readonly letters: readonly LetterBytes[] | null;
  /** How often it was sealed anew before. */
  readonly generation: number;
  /** As it was sealed before, and the originals' key of then; null where there was none, or its page told none. */
  readonly before: IdentityNow | null;
  readonly former: BoxBytes | null;
}

/** An untouched original, and which custodians' key it is sealed under. */
export interface KeptOriginal extends SealedOriginal {
  readonly generation: number;
  /** Whether the file beside it was deleted. A page that does not know of originals deletes that alone. */
  readonly isFileGone: boolean;
  /** Whether it was deleted itself. */
  readonly isGone: boolean;
}

/** What entries have come to so far. */
export interface IdentityFold {
  /** As in the report, or as the reporter gave it later. */
  sealed: IdentityNow;
  /** Whom the report was sealed to, or who was left out: no custodians, then or later. */
  readonly barred: readonly PersonId[];
  /** What was sealed when a request was answered, by the request's id: its key opens that and nothing else. */
  readonly disclosed: Map<string, BoxBytes>;
  /** Untouched originals, by the file beside which they were kept: base64url of the hash of its entry. */
  readonly originals: Map<string, KeptOriginal>;
  /** By id, the oldest first. */
  readonly requests: Map<string, OpenRequest>;
  readonly someone: (id: PersonId) => Someone;
}

/** @throws CryptoError `malformed` for one that there is not */
export function requestIn({ requests }: IdentityFold, named: Hash): OpenRequest {
  const found = requests.get(toBase64url(named));
  if (found === undefined) throw new CryptoError('malformed', 'no such request');
  return found;
}

/** Of a request that an entry names: who asked, and for what. */
export function toldOf(asked: IdentityRequest | undefined): { to: string; isOriginal: boolean } {
  return { to: asked?.by.name ?? '', isOriginal: (asked?.original ?? null) !== null };
}

/** @throws CryptoError `unknown-author` */
export function custodianOf({ author }: VerifiedEntry, { sealed }: IdentityFold): PersonId {
  if (author.role === 'person' && isAmong(sealed.custodians, author.id)) return author.id;
  throw new CryptoError('unknown-author', 'not a custodian of this report');
}

/** @throws CryptoError `unknown-author` */
export function officerOf({ author }: VerifiedEntry, { sealed }: IdentityFold): PersonId {
  if (author.role === 'person' && !isAmong(sealed.custodians, author.id)) return author.id;
  throw new CryptoError('unknown-author', 'not an officer of this case');
}
