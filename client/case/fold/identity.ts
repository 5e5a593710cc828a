/**
 * Who asked for a reporter's identity, what was decided, and whether the rules were kept: a fold over the shared
 * chain (PROTOCOL §11). What no page writes is refused; what each entry does is with its kind.
 */
import { equal, type BoxBytes, type Hash, type LetterBytes, type PersonId } from '../../../crypto/bytes.ts';
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import type {
  IdentityFold,
  IdentityNow,
  IdentityRequest,
  KeptOriginal,
  Someone,
} from '../kinds/identity-requests.ts';
import { isAmong } from '../kinds/people.ts';
import { contentIf, contentOf, type Content } from '../kinds/table.ts';

export interface IdentityView {
  /** Whether the report holds one. */
  readonly isGiven: boolean;
  /** Who alone can open it. */
  readonly custodians: readonly Someone[];
  /** Whole days between an approval and a disclosure. */
  readonly days: number;
  /** Files beside which an untouched original is kept, by id: also one that was deleted without it. */
  readonly originals: readonly string[];
  /** Oldest first: those for an original too. */
  readonly requests: readonly IdentityRequest[];
}

/** What is sealed, and what became of it. */
export interface FoldedIdentity {
  /** As in the report, or as the reporter gave it later. */
  readonly sealed: IdentityNow;
  /** What was sealed when a request was answered, by the request's id: its key opens that and nothing else. */
  readonly disclosed: ReadonlyMap<string, BoxBytes>;
  /** Untouched originals, by the id of the file. */
  readonly originals: ReadonlyMap<string, KeptOriginal>;
  readonly view: IdentityView;
}

/** @throws CryptoError `malformed` or `unknown-author` for what no page of ours writes */
export function foldIdentity(
  report: Content<'report'>,
  entries: readonly VerifiedEntry[],
  directory: Directory,
): FoldedIdentity {
  const { sealing, identity } = report;
  const someone = (id: PersonId): Someone => ({
    id: toBase64url(id),
    name: findPerson(directory, id)?.name ?? '',
  });
  const barred = [...sealing.sealedTo, ...sealing.leftOut];
  if (identity.custodians.some((id) => isAmong(barred, id)))
    throw new CryptoError('malformed', 'a custodian who reads, or was left out');
  const sealedFirst = { ...identity, letters: null, generation: 0, before: null, former: null };
  const fold: IdentityFold = {
    sealed: sealedFirst,
    barred,
    originals: new Map(),
    requests: new Map(),
    disclosed: new Map(),
    someone,
  };
  for (const entry of entries) {
    const { kind, content } = contentOf(entry);
    kind?.identity?.(fold, entry, content);
  }
  const { sealed, disclosed, originals, requests } = fold;
  return {
    sealed,
    disclosed,
    originals,
    view: {
      isGiven: sealed.state === 'sealed',
      custodians: sealed.custodians.map(someone),
      days: sealed.days,
      originals: [...originals].flatMap(([file, { isGone }]) => (isGone ? [] : [file])),
      requests: [...requests.values()],
    },
  };
}

/** The letter that a request was first answered with. */
export function letterFor(request: Hash, entries: readonly VerifiedEntry[]): LetterBytes | null {
  for (const entry of entries) {
    const disclosed = contentIf('identity-disclosure', entry);
    if (disclosed !== null && equal(disclosed.request, request)) return disclosed.letter;
  }
  return null;
}
