/** A case as a screen shows it: a fold over its verified entries (DESIGN §3). Plain data, no keys. */
import { equal, type CaseId, type PersonId } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { caseReference } from '../../crypto/id.ts';
import type { Directory } from '../../server/api/directory.ts';
import { findPerson } from '../directory.ts';
import { addDays } from './days.ts';
import {
  foldIdentity,
  isIdentityKind,
  requestOf,
  type BrokenRule,
  type IdentityKind,
  type IdentityView,
} from './identity.ts';
import { currentReaders, custodiansOf } from './named-sets.ts';
import {
  ALLOWED,
  decodeContent,
  isContentKind,
  type Behalf,
  type CaseRole,
  type Content,
  type Sealing,
  type StatusChange,
} from './content.ts';

/** Who wrote something: the reporter, or somebody of the office by the name or role it shows. */
export type ItemAuthor =
  | { readonly role: 'reporter' }
  | { readonly role: 'officer' | 'custodian'; readonly id: string; readonly name: string };

interface ItemBase {
  readonly seq: number;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly author: ItemAuthor;
}

export type Item =
  | (ItemBase & { readonly kind: 'message' | 'facts' | 'note'; readonly text: string })
  | (ItemBase & { readonly kind: 'access' })
  /** A colleague was given access. */
  | (ItemBase & { readonly kind: 'grant'; readonly to: string })
  /** The key was changed; these people read on. */
  | (ItemBase & { readonly kind: 'rotation'; readonly readers: readonly string[] })
  /** The reporter gave a name, sealed. */
  | (ItemBase & { readonly kind: 'identity' })
  /** An officer asks who the reporter is, or the reporter objects to the officer of that name being told. */
  | (ItemBase & { readonly kind: 'identity-request'; readonly reason: string })
  | (ItemBase & { readonly kind: 'identity-objection'; readonly reason: string; readonly to: string })
  | (ItemBase & {
      readonly kind: 'identity-decision';
      readonly approved: boolean;
      readonly reason: string;
      readonly to: string;
    })
  | (ItemBase & {
      readonly kind: 'identity-disclosure';
      readonly to: string;
      readonly broken: BrokenRule | null;
    })
  | (ItemBase & { readonly kind: 'identity-access' })
  | (ItemBase & { readonly kind: 'status'; readonly status: StatusChange; readonly reason: string });

/** `new`: no officer has opened it. `open`: opened, nothing decided. */
export type CaseStatus = 'new' | 'open' | StatusChange;

/** Answers by the id of their question. */
export type Answers = Readonly<Record<string, string>>;

export interface CaseView {
  /** base64url of the case id: the key of lists, never shown. */
  readonly id: string;
  /** The number both sides call it by, such as `7Q3F-X2M9`. */
  readonly reference: string;
  readonly door: string;
  readonly day: string;
  readonly text: string;
  /** By question, in the order they were asked. */
  readonly answers: Answers;
  /** The office's own questions as they were put, by id. */
  readonly asked: Readonly<Record<string, string>>;
  /** Set where it was reported for somebody: who writes here, and the number of the other's conversation. */
  readonly behalf: (Omit<Behalf, 'other'> & { readonly other: string | null }) | null;
  /** Language the reporter used, for the reply. */
  readonly language: string;
  /** Names of those it was sealed to, and of those the reporter left out. */
  readonly sealedTo: readonly string[];
  readonly leftOut: readonly string[];
  /** Names of those who can read it now. */
  readonly readers: readonly string[];
  readonly status: CaseStatus;
  readonly identity: IdentityView;
  /** All that followed the report, in order. */
  readonly items: readonly Item[];
  /** UTC day an officer first answered or moved the case on, if one did. */
  readonly acknowledged: string | null;
  /** The legal clock: when receipt is to be acknowledged, and feedback given (FIELD, D 9). */
  readonly acknowledgeBy: string;
  readonly feedbackBy: string;
  /** Days of entries in which an officer gave feedback by closing, or null. */
  readonly closed: string | null;
  /** Who is to write next: officers while the reporter's word is the last. */
  readonly waitingFor: 'officers' | 'reporter';
  /** Number of shared entries, the report included. */
  readonly length: number;
}

/** How the office put a question of its own; empty for one that nobody put. */
export function askedAs({ asked }: Pick<CaseView, 'asked'>, id: string): string {
  return Object.hasOwn(asked, id) ? asked[id]! : '';
}

export interface OpenedReport {
  readonly view: CaseView;
  readonly sealing: Sealing;
  /** The identity as it is sealed. */
  readonly sealedIdentity: Content<'report'>['identity'];
}

/**
 * Folds the shared chain into what a person sees.
 * @throws CryptoError `malformed` when the chain does not begin with a report or holds what no page writes
 */
export function foldCase(
  caseId: CaseId,
  entries: readonly VerifiedEntry[],
  directory: Directory,
): OpenedReport {
  const [first, ...rest] = entries;
  if (first?.kind !== 'report' || first.author.role !== 'reporter')
    throw new CryptoError('malformed', 'no report');
  const report = decodeContent('report', first.content);
  const custodians = custodiansOf(entries);
  const { view: identity, sealed } = foldIdentity(report, rest, directory);
  const items = rest.map((entry) => toItem(entry, 'shared', { directory, custodians, identity }));
  const { day } = first;
  const answered = items.find((item) => item.author.role === 'officer' && isWord(item));
  const status = items.findLast((item) => item.kind === 'status');
  const lastWord = items.findLast(isWord);
  const acknowledged = answered?.day ?? null;
  const acknowledgeBy = addDays(day, directory.policy.acknowledgeDays);
  return {
    sealing: report.sealing,
    sealedIdentity: sealed,
    view: {
      id: toBase64url(caseId),
      reference: caseReference(caseId),
      door: report.door,
      day,
      text: report.text,
      answers: report.answers,
      asked: report.asked,
      behalf: report.behalf && {
        ...report.behalf,
        other: report.behalf.other && caseReference(report.behalf.other),
      },
      language: report.language,
      sealedTo: names(report.sealing.sealedTo, directory),
      leftOut: names(report.sealing.leftOut, directory),
      readers: names(currentReaders(entries), directory),
      status: status?.status ?? (items.some((item) => item.author.role === 'officer') ? 'open' : 'new'),
      identity,
      items,
      acknowledged,
      acknowledgeBy,
      feedbackBy: addDays(acknowledged ?? acknowledgeBy, directory.policy.feedbackDays),
      closed: status?.status === 'closed' ? status.day : null,
      waitingFor: lastWord?.author.role === 'officer' ? 'reporter' : 'officers',
      length: entries.length,
    },
  };
}

/** Whether an item says something to the other side, rather than only being on record. */
export function isWord(item: Item): boolean {
  return item.kind === 'message' || item.kind === 'facts' || item.kind === 'status';
}

/** Folds the internal chain into notes. */
export function foldNotes(entries: readonly VerifiedEntry[], directory: Directory): Item[] {
  return entries
    .map((entry) => toItem(entry, 'internal', { directory, custodians: [], identity: null }))
    .filter((item) => item.kind === 'note');
}

interface ItemContext {
  readonly directory: Directory;
  readonly custodians: readonly PersonId[];
  readonly identity: IdentityView | null;
}

function toItem(entry: VerifiedEntry, chain: 'shared' | 'internal', context: ItemContext): Item {
  const { kind } = entry;
  const { directory } = context;
  const role = roleOf(entry.author, context.custodians);
  if (!isContentKind(kind) || !ALLOWED[chain][role].includes(kind) || kind === 'report') {
    throw new CryptoError('malformed', 'an entry of a kind that does not belong there');
  }
  const base = { seq: entry.header.seq, day: entry.day, author: toAuthor(entry, role, directory) };
  const content: Content = decodeContent(kind, entry.content);
  if (isIdentityKind(kind)) return identityItem(entry, kind, base, context);
  if (kind === 'access' || kind === 'identity') return { ...base, kind };
  if (kind === 'grant') {
    const { to } = content as Content<'grant'>;
    return { ...base, kind, to: findPerson(directory, to)?.name ?? '' };
  }
  if (kind === 'rotation') {
    return { ...base, kind, readers: names((content as Content<'rotation'>).sealedTo, directory) };
  }
  if (kind === 'status') return { ...base, kind, ...(content as Content<'status'>) };
  return { ...base, kind, text: (content as Content<'message'>).text };
}

/** The entries about the identity, as `foldIdentity` has found them in order. */
function identityItem(
  entry: VerifiedEntry,
  kind: IdentityKind,
  base: ItemBase,
  { identity }: ItemContext,
): Item {
  if (kind === 'identity-request')
    return { ...base, kind, reason: decodeContent(kind, entry.content).reason };
  const asked = toBase64url(requestOf(entry));
  const request = identity?.requests.find(({ id }) => id === asked);
  const to = request?.by.name ?? '';
  if (kind === 'identity-decision') {
    const { approved, reason } = decodeContent(kind, entry.content);
    return { ...base, kind, approved, reason, to };
  }
  if (kind === 'identity-objection')
    return { ...base, kind, reason: decodeContent(kind, entry.content).reason, to };
  if (kind === 'identity-disclosure') {
    const isFirst = request?.disclosure?.seq === base.seq;
    return { ...base, kind, to, broken: isFirst ? request.disclosure.broken : null };
  }
  return { ...base, kind };
}

/** What an author is in a case whose report names these custodians. */
export function roleOf(author: VerifiedEntry['author'], custodians: readonly PersonId[]): CaseRole {
  if (author.role === 'reporter') return 'reporter';
  return custodians.some((id) => equal(id, author.id)) ? 'custodian' : 'officer';
}

function toAuthor({ author }: VerifiedEntry, role: CaseRole, directory: Directory): ItemAuthor {
  if (author.role === 'reporter' || role === 'reporter') return { role: 'reporter' };
  return { role, id: toBase64url(author.id), name: findPerson(directory, author.id)?.name ?? '' };
}

function names(ids: Sealing['sealedTo'], directory: Directory): string[] {
  return directory.people
    .filter((person) => ids.some((id) => equal(id, person.id)))
    .map((person) => person.name);
}
