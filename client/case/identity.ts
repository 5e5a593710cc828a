/**
 * Who asked for a reporter's identity, what was decided, and whether the rules were kept: a fold over the shared
 * chain (PROTOCOL §11). What no page writes is refused. A custodian who breaks the rule of waiting, or goes past an
 * objection, does not take the case from everybody with that: it is shown, and named.
 */
import { equal, type Hash, type LetterBytes, type PersonId } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Directory } from '../../server/api/directory.ts';
import { findPerson } from '../directory.ts';
import { decodeContent, type Content, type ContentKind } from './content.ts';
import { addDays } from './days.ts';
import { isAmong } from './readers.ts';

/**
 * `waiting` for a custodian; `refused`; `approved`, while the reporter may object; `objected`, until a custodian decides
 * once more; `disclosed` to the officer who asked; `opened` by that officer.
 */
export type RequestState = 'waiting' | 'refused' | 'approved' | 'objected' | 'disclosed' | 'opened';

/** What is wrong with a disclosure: nobody approved it, the days were not over, or an objection stood. */
export type BrokenRule = 'undecided' | 'early' | 'objected';

/** Kinds of entries about an identity. */
export type IdentityKind = Extract<ContentKind, `identity-${string}`>;

export function isIdentityKind(kind: ContentKind): kind is IdentityKind {
  return kind.startsWith('identity-');
}

interface Someone {
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
}

export interface IdentityView {
  /** Whether the report holds one. */
  readonly isGiven: boolean;
  /** Who alone can open it. */
  readonly custodians: readonly Someone[];
  /** Whole days between an approval and a disclosure. */
  readonly days: number;
  /** Oldest first. */
  readonly requests: readonly IdentityRequest[];
}

type Open = { -readonly [K in keyof IdentityRequest]: IdentityRequest[K] };

/** What is sealed, and what became of it. */
export interface FoldedIdentity {
  /** As in the report, or as the reporter gave it later. */
  readonly sealed: Content<'report'>['identity'];
  readonly view: IdentityView;
}

/** @throws CryptoError `malformed` or `unknown-author` for what no page of ours writes */
export function foldIdentity(
  report: Content<'report'>,
  entries: readonly VerifiedEntry[],
  directory: Directory,
): FoldedIdentity {
  const { sealing } = report;
  let { identity } = report;
  const someone = (id: PersonId): Someone => ({
    id: toBase64url(id),
    name: findPerson(directory, id)?.name ?? '',
  });
  if (identity.custodians.some((id) => isAmong(sealing.sealedTo, id) || isAmong(sealing.leftOut, id)))
    throw new CryptoError('malformed', 'a custodian who reads, or was left out');
  const requests: Open[] = [];
  for (const entry of entries) {
    if (entry.kind === 'identity') identity = givenLater(entry, identity);
    else if (entry.kind === 'identity-request') requests.push(newRequest(entry, identity, someone));
    else if (entry.kind.startsWith('identity-')) {
      const id = toBase64url(requestOf(entry));
      const request = requests.find((one) => one.id === id);
      if (request === undefined) throw new CryptoError('malformed', 'no such request');
      STEPS[entry.kind as keyof typeof STEPS](request, entry, identity, someone);
    }
  }
  return {
    sealed: identity,
    view: {
      isGiven: identity.state === 'sealed',
      custodians: identity.custodians.map(someone),
      days: identity.days,
      requests,
    },
  };
}

type Sealed = Content<'report'>['identity'];
type Naming = (id: PersonId) => Someone;

/** Once, and only where the report has none: nothing that somebody decided about is exchanged. */
function givenLater(entry: VerifiedEntry, identity: Sealed): Sealed {
  if (identity.state === 'sealed' || identity.custodians.length === 0)
    throw new CryptoError('malformed', 'an identity that nobody could have given');
  return { ...identity, state: 'sealed', box: decodeContent('identity', entry.content).box };
}

function newRequest(entry: VerifiedEntry, identity: Sealed, someone: Naming): Open {
  const { reason, custodians } = decodeContent('identity-request', entry.content);
  const isAsked = custodians.length > 0 && custodians.every((id) => isAmong(identity.custodians, id));
  if (!isAsked || identity.state !== 'sealed')
    throw new CryptoError('malformed', 'asks nobody who could say');
  return {
    id: toBase64url(entry.hash),
    by: someone(officerOf(entry, identity)),
    day: entry.day,
    reason,
    state: 'waiting',
    decision: null,
    objection: null,
    from: null,
    disclosure: null,
    opened: null,
  };
}

/** What each kind of entry does to the request it names. */
const STEPS = {
  // Nobody decides what they asked for: whom the report names as custodian asks for nothing.
  'identity-decision': (request: Open, entry: VerifiedEntry, identity: Sealed, someone: Naming) => {
    const { approved, reason } = decodeContent('identity-decision', entry.content);
    const by = someone(custodianOf(entry, identity));
    if (request.state === 'refused' || request.disclosure !== null)
      throw new CryptoError('malformed', 'decided already');
    request.decision = { seq: entry.header.seq, day: entry.day, reason, by, approved };
    request.state = approved ? 'approved' : 'refused';
    request.from = approved ? firstDay(entry.day, identity.days) : null;
    if (request.objection !== null) request.objection = { ...request.objection, isStanding: false };
  },
  'identity-objection': (request: Open, entry: VerifiedEntry) => {
    const { reason } = decodeContent('identity-objection', entry.content);
    if (entry.author.role !== 'reporter')
      throw new CryptoError('unknown-author', 'only the reporter objects');
    if (request.disclosure !== null) return;
    request.objection = { day: entry.day, reason, isStanding: true };
    if (request.state === 'approved') request.state = 'objected';
    request.from = null;
  },
  'identity-disclosure': (request: Open, entry: VerifiedEntry, identity: Sealed, someone: Naming) => {
    const by = someone(custodianOf(entry, identity));
    // The first counts: a second one gives the same officer the same key again.
    if (request.disclosure !== null) return;
    request.disclosure = { seq: entry.header.seq, day: entry.day, by, broken: brokenBy(request, entry.day) };
    request.state = 'disclosed';
  },
  'identity-access': (request: Open, entry: VerifiedEntry, identity: Sealed, someone: Naming) => {
    const by = someone(officerOf(entry, identity));
    if (request.disclosure === null || by.id !== request.by.id)
      throw new CryptoError('malformed', 'nothing was disclosed to this officer');
    request.opened ??= entry.day;
    request.state = 'opened';
  },
};

function brokenBy({ decision, objection, from }: Open, day: string): BrokenRule | null {
  if (decision?.approved !== true) return 'undecided';
  if (objection?.isStanding === true) return 'objected';
  return from === null || day < from ? 'early' : null;
}

/** The day after so many whole UTC days. */
export function firstDay(decided: string, days: number): string {
  return addDays(decided, days + 1);
}

/** The request that an entry is about. */
export function requestOf({ kind, content }: Pick<VerifiedEntry, 'kind' | 'content'>): Hash {
  switch (kind) {
    case 'identity-decision':
    case 'identity-objection':
    case 'identity-disclosure':
    case 'identity-access':
      return decodeContent(kind, content).request;
    default:
      throw new CryptoError('malformed', 'an entry about no request');
  }
}

/** The letter that a request was first answered with. */
export function letterFor(request: Hash, entries: readonly VerifiedEntry[]): LetterBytes | null {
  for (const entry of entries) {
    if (entry.kind !== 'identity-disclosure') continue;
    const { request: answered, letter } = decodeContent('identity-disclosure', entry.content);
    if (equal(answered, request)) return letter;
  }
  return null;
}

function custodianOf({ author }: VerifiedEntry, { custodians }: Sealed): PersonId {
  if (author.role === 'person' && isAmong(custodians, author.id)) return author.id;
  throw new CryptoError('unknown-author', 'not a custodian of this report');
}

function officerOf({ author }: VerifiedEntry, { custodians }: Sealed): PersonId {
  if (author.role === 'person' && !isAmong(custodians, author.id)) return author.id;
  throw new CryptoError('unknown-author', 'not an officer of this case');
}
